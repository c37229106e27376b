"""An auditor takes a dossier out as one file that proves itself (lập gói bằng chứng, F82)."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any, Final
from uuid import UUID

from ntm_verify.domain.access_reason import require_access_reason, told_by
from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.chronicle import Happening, is_look, tell
from ntm_verify.domain.errors import Conflict, NotFound, NotPermitted
from ntm_verify.domain.evidence import FINDINGS_FILE, LIST_FILE, Evidence, dossier_file, paper_path
from ntm_verify.domain.evidence_files import findings_file, json_file, list_file, xml_file
from ntm_verify.domain.evidence_guide import NAME, guide
from ntm_verify.domain.outcome import Outcome
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.roster import Roster, load_findings, read_roster
from ntm_verify.domain.wording import day
from ntm_verify.trail.bundle import (
    MANIFEST,
    OPENINGS,
    POLICY,
    ROSTER,
    STATES,
    checkpoint_path,
    pack_bundle,
    proof_path,
    unpack_bundle,
)
from ntm_verify.trail.bundle_check import roster_file
from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.entry import commit, read_entry
from ntm_verify.trail.tiles import prove_inclusion, stored_in
from ntm_verify.trail.tlog_proof import TlogProof

from .dossier_log import dossier_log
from .kept_roster import SALT
from .log_keys import HEADER, known_keys
from .on_record import on_record
from .ports import LogBoard, LogEntry, Ports, Transaction

OPENED: Final = ("actor_name", "note")
"""What of an entry's private values a full bundle opens: who, and the words of a reason."""


class NotYetPublished(Conflict):
    """The newest acts are not yet under a signed checkpoint (nhật ký chưa kịp công bố)."""

    code = "not_yet_published"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Các việc mới nhất của hồ sơ chưa nằm dưới mốc nhật ký đã ký. Nhật ký được công bố vài "
            "giây một lần: chờ khoảng một phút rồi lập lại gói. Vẫn không được thì báo người vận "
            "hành kiểm tra việc công bố nhật ký."
        )


class FullListNotYours(NotPermitted):
    """Only an auditor takes names out of the house (không có quyền lấy danh sách đầy đủ)."""

    code = "full_list_not_yours"


@dataclass(frozen=True, slots=True)
class ExportBundle:
    """Which dossier, why, and whether the list keeps its names (yêu cầu lập gói)."""

    appraisal_id: UUID
    reason_code: str
    note: str
    full: bool = False


@dataclass(frozen=True, slots=True)
class ExportedBundle:
    """The file, its name, and the digest of its manifest, which the log keeps (gói đã lập)."""

    name: str
    content: bytes
    manifest_sha256: str
    masked: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read for a bundle (dữ liệu của gói)."""

    appraisal: Appraisal
    papers: tuple[Certificate, ...]
    acts: tuple[LogEntry, ...]
    roster: Roster | None
    salts: bytes
    findings: tuple[Finding, ...]
    pdfs: Mapping[str, bytes]
    openings: tuple[dict[str, object], ...]
    checkpoint: bytes
    proofs: Mapping[int, tuple[bytes, ...]]

    @property
    def size(self) -> int:
        """How many entries the checkpoint covers."""
        return read_checkpoint(self.checkpoint.partition(b"\n\n")[0] + b"\n").head.size


@on_record
async def export_bundle(ports: Ports, actor: Actor, request: ExportBundle) -> ExportedBundle:
    """Give everything of a dossier as one signed file; that it was taken out is an entry (F82).

    Acts of the log come with their proofs; looks stay out, so that the same dossier gives the
    same bytes however often it is asked for.

    Raises:
        WrongOffice: the actor is no auditor or administrator.
        FullListNotYours: an administrator asks for names.
        AccessReasonMissing: no reason, as a code and in words.
        NotFound: there is no such dossier within the actor's reach.
        NotYetPublished: its newest acts are under no signed checkpoint yet.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR)
    await _require_within_reach(ports, actor, request.appraisal_id)
    note = require_access_reason(request.reason_code, request.note)
    if request.full and actor.role is not Role.AUDITOR:
        raise FullListNotYours(
            "Chỉ kiểm toán lấy được danh sách đầy đủ họ tên, kèm lý do. Lập gói có che họ tên."
        )
    found = await _read(ports, request)
    files = await _files(ports, found, masked=not request.full)
    about = {
        "origin": ports.log_origin,
        "subject": {"kind": "submission", "id": str(found.appraisal.id)},
        "size": found.size,
        "entries": sorted(found.proofs),
        "masked": not request.full,
    }
    content = pack_bundle(about, files, ports.sign_bundle)
    digest = sha256(unpack_bundle(content)[MANIFEST]).hexdigest()
    async with ports.transaction() as tx:
        event = AuditEvent(
            Action.BUNDLE_EXPORTED,
            actor,
            Subject("submission", str(found.appraisal.id), found.appraisal.version),
            after={
                "manifest_sha256": digest,
                "masked": not request.full,
                "reason_code": request.reason_code,
                "rows": len(found.roster.rows) if found.roster else 0,
            },
            private=told_by(actor, note),
        )
        await tx.audit.append(event)
    return ExportedBundle(_name(found.appraisal), content, digest, not request.full)


def _name(dossier: Appraisal) -> str:
    return f"goi-bang-chung-{dossier.commune}-{dossier.as_of:%Y%m%d}-{dossier.id.hex[-6:]}.zip"


async def _require_within_reach(ports: Ports, actor: Actor, appraisal_id: UUID) -> None:
    async with ports.reading() as tx:
        if not may_see(actor, await tx.appraisals.get(appraisal_id)):
            raise NotFound("hồ sơ", appraisal_id)


async def _read(ports: Ports, request: ExportBundle) -> _Found:
    async with ports.reading() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        papers = await tx.certificates.of_appraisal(appraisal.id)
        casework = await tx.casework.of(appraisal.id)
        log = await dossier_log(tx, appraisal, papers, casework)
        acts = tuple(kept for kept in log if not is_look(read_entry(kept.entry)["type"]))
        last = max(kept.index for kept in acts)
        checkpoint = await _covering(ports, last + 1)
        size = read_checkpoint(checkpoint.partition(b"\n\n")[0] + b"\n").head.size
        indices = [kept.index for kept in acts]
        proofs = await asyncio.to_thread(_proven, ports.board, indices, size)
        roster, salts, findings = await _list(tx, appraisal)
        pdfs = {
            paper_path(paper): await tx.blobs.get(paper.pdf_sha256)
            for paper in papers
            if paper.pdf_sha256
        }
        openings = await _openings(tx, acts) if request.full else ()
    return _Found(
        appraisal, papers, acts, roster, salts, findings, pdfs, openings, checkpoint, proofs
    )


async def _covering(ports: Ports, size: int) -> bytes:
    """Give the first checkpoint over so many entries; the log is published if need be."""
    found = await asyncio.to_thread(ports.board.covering, size)
    if found is None:
        await ports.publish()
        found = await asyncio.to_thread(ports.board.covering, size)
    if found is None:
        raise NotYetPublished
    return found


async def _list(
    tx: Transaction, appraisal: Appraisal
) -> tuple[Roster | None, bytes, tuple[Finding, ...]]:
    """Give the list, the salts of its rows and what was found, as far as they are still kept."""
    if (outcome := appraisal.outcome) is None:
        return None, b"", ()
    findings = await _findings(tx, outcome)
    try:
        roster = read_roster(await tx.blobs.get(outcome.roster_sha256))
        salts = await tx.blobs.get(outcome.salts_sha256)
    except NotFound:
        return None, b"", findings
    return roster, salts, findings


def _proven(board: LogBoard, indices: list[int], size: int) -> dict[int, tuple[bytes, ...]]:
    """Prove entries from the tiles on the board; each tile is read once for all of them."""
    stored, signed = stored_in(board.get, size), board.last()
    edge = signed if signed.size == size else None
    return {index: prove_inclusion(stored, index, size, edge) for index in indices}


async def _findings(tx: Transaction, outcome: Outcome) -> tuple[Finding, ...]:
    """Give what was found, as far as the report is still kept."""
    if await tx.purging.absent({outcome.report_sha256}):
        return ()
    return load_findings(await tx.blobs.get(outcome.report_sha256))


async def _openings(tx: Transaction, acts: tuple[LogEntry, ...]) -> tuple[dict[str, object], ...]:
    """Open who acted and in what words, for those who may read them."""
    found: list[dict[str, object]] = []
    for kept in acts:
        opened = await tx.audit.openings(read_entry(kept.entry)["id"])
        for name in OPENED:
            if name in opened:
                salt, value = opened[name]
                told = {"event": kept.index, "field": name, "value": value}
                found.append({**told, "salt": b64encode(salt).decode()})
    return tuple(found)


async def _files(ports: Ports, found: _Found, *, masked: bool) -> dict[str, bytes]:
    happenings = tuple(_happenings(found.acts))
    evidence = Evidence(
        found.appraisal, found.papers, happenings, found.roster, found.findings, masked
    )
    files: dict[str, bytes] = dict(found.pdfs)
    files[FINDINGS_FILE] = findings_file(evidence, ports.catalogue)
    if found.roster is not None:
        files[LIST_FILE] = list_file(found.roster, masked=masked)
        files[ROSTER] = _roster(found.roster, found.salts, masked=masked)
    told = dossier_file(evidence, ports.catalogue, files)
    files |= {"ho-so.json": json_file(told), "ho-so.xml": xml_file(told)}
    files["ho-so.pdf"] = await ports.render_dossier(told)
    files[STATES] = _plain([_state(found.appraisal), *map(_state, found.papers)])
    if found.openings:
        files[OPENINGS] = _plain(list(found.openings))
    files |= _proofs(found)
    files[POLICY] = f"{HEADER}{known_keys(ports)}".encode()
    files[NAME] = guide(
        dossier=str(found.appraisal.id),
        commune=found.appraisal.commune_name,
        as_of=day(found.appraisal.as_of),
        masked=masked,
        size=found.size,
    )
    return files


def _happenings(acts: tuple[LogEntry, ...]) -> Iterator[Happening]:
    return (tell(kept.index, read_entry(kept.entry)) for kept in acts)


def _state(record: Appraisal | Certificate) -> dict[str, Any]:
    subject = record.subject()
    return {"kind": subject.kind, "id": subject.id, "state": record.state()}


def _plain(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _roster(roster: Roster, salts: bytes, *, masked: bool) -> bytes:
    rows = [row.plain() for row in roster.rows]
    parts = [salts[at * SALT : (at + 1) * SALT] for at in range(len(rows))]
    commitments = [commit(salt, row) for salt, row in zip(parts, rows, strict=True)]
    return roster_file(commitments, None if masked else zip(parts, rows, strict=True))


def _proofs(found: _Found) -> dict[str, bytes]:
    proved = (
        (kept.index, TlogProof(kept.entry, kept.index, found.proofs[kept.index], found.checkpoint))
        for kept in found.acts
    )
    return dict(
        chain(
            ((proof_path(index), proof.text()) for index, proof in proved),
            [(checkpoint_path(found.size), found.checkpoint)],
        )
    )
