"""A bundle of evidence held against what its reader knows (kiểm tra gói bằng chứng, ngoại tuyến).

Order: archive → manifest → every file → the writer's signature → checkpoint → each entry with its
proof → history without a gap → records, papers and list against the entries. It goes on after a
finding; the first one names what differs first. Keys come from the reader's policy, never from
the bundle.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from .auditor import CANNOT_TELL, DOES_NOT_HOLD, HOLDS, LOOKS
from .bundle import (
    MANIFEST,
    NOTE,
    OPENINGS,
    PAPERS,
    ROSTER,
    STATES,
    BrokenBundle,
    archive,
    checkpoint_path,
    note_text,
    proof_path,
    read_manifest,
    unpack_bundle,
)
from .canonical import NotCanonical
from .checkpoint import read_checkpoint
from .checkpoints import judge_checkpoints, policy_for
from .entry import NotAnEntry, commit, commitment, read_entry
from .ledger import digest_of
from .notes import BadNote, open_note
from .policy_file import PolicyFile
from .proofs import BrokenProof, check_inclusion
from .tlog_proof import TlogProof, read_proof
from .tree import Edge, Head, leaf_hash
from .words import Finding, Weight, Word

ISSUED: Final = "certificate.issued"
REVOKED: Final = "certificate.revoked"
PAPER: Final = "certificate"


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a bundle holds and what was found (biên bản kiểm tra gói), findings in order."""

    findings: tuple[Finding, ...]
    about: Mapping[str, Any]
    head: Head | None
    entries: int
    files: int
    revoked: tuple[str, ...] = ()
    """Names of papers that the entries at hand say were revoked."""

    @property
    def exit_code(self) -> int:
        """0 it holds, 1 it does not or a paper in it was revoked, 4 it cannot be told."""
        weights = {finding.weight for finding in self.findings}
        if Weight.TAMPERED in weights or self.revoked:
            return DOES_NOT_HOLD
        return CANNOT_TELL if Weight.UNKNOWN in weights else HOLDS

    @property
    def is_intact(self) -> bool:
        """Say whether nothing shows tampering, whatever became of the paper."""
        return all(finding.weight is not Weight.TAMPERED for finding in self.findings)

    @property
    def first(self) -> Finding | None:
        """The first thing that differs."""
        against = [f for f in self.findings if f.weight is Weight.TAMPERED]
        return next(iter(against or self.findings), None)

    def __str__(self) -> str:
        """Say it in one line: the verdict, and the first thing that differs (một dòng kết luận)."""
        held = f"{self.files} tệp, {self.entries} dòng nhật ký"
        held += f", mốc {self.head.size} dòng" if self.head else ""
        if not self.is_intact:
            return f"Không đứng vững: điểm khác đầu tiên: {self.first}"
        if self.revoked:
            return f"Gói nguyên vẹn ({held}); văn bản đã bị thu hồi: {', '.join(self.revoked)}"
        if self.exit_code == CANNOT_TELL:
            return f"Chưa đủ bằng chứng ({held}): {self.first}"
        return f"Toàn vẹn: {held}"


@dataclass(slots=True)
class _Reading:
    """A bundle while it is examined."""

    files: dict[str, bytes]
    policy: PolicyFile | None
    about: dict[str, Any] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)
    head: Head | None = None
    entries: dict[int, dict[str, Any]] = field(default_factory=dict)
    last: dict[tuple[str, str], dict[str, Any] | None] = field(default_factory=dict)

    def find(self, word: Word, detail: str = "", index: int | None = None) -> None:
        self.found.append(Finding(word, index, detail))


def examine_bundle(
    content: bytes,
    policy: PolicyFile | None,
    pins: Iterable[Head] = (),
    now: datetime | None = None,
) -> BundleReport:
    """Examine a bundle with neither server nor database; without a policy no key is known."""
    try:
        files = unpack_bundle(content)
        about = read_manifest(files.get(MANIFEST, b""))
    except BrokenBundle as broken:
        return BundleReport((Finding(Word.BAD_PROOF, None, str(broken)),), {}, None, 0, 0)
    reading = _Reading(files, policy, about)
    _check_files(reading)
    if not reading.found and archive(files) != content:
        reading.find(Word.NON_CANONICAL, "vỏ tệp zip không còn như lúc lập (đã đóng gói lại)")
    _check_signature(reading)
    _check_checkpoint(reading, pins, now)
    _check_entries(reading)
    _check_history(reading)
    for check in (_check_records, _check_papers, _check_list, _check_openings):
        _guarded(reading, check)
    revoked = tuple(_revoked(reading))
    told, size = tuple(reading.found), len(reading.entries)
    return BundleReport(told, about, reading.head, size, len(files), revoked)


def _guarded(reading: _Reading, check: Callable[[_Reading], None]) -> None:
    """Let a file of the wrong shape be a finding, whatever is wrong with it."""
    try:
        check(reading)
    except (KeyError, TypeError, ValueError, AttributeError, NotCanonical) as broken:
        name = type(broken).__name__
        reading.find(Word.BAD_PROOF, f"{check.__name__.removeprefix('_check_')}: {name}")


def _check_files(reading: _Reading) -> None:
    named = {one["path"]: one for one in reading.about["files"]}
    for path, one in named.items():
        content = reading.files.get(path)
        if content is None:
            reading.find(Word.MISSING_EVIDENCE, f"thiếu tệp {path}")
        elif (len(content), sha256(content).hexdigest()) != (one["length"], one["sha256"]):
            reading.find(Word.DOC_MISMATCH, f"tệp {path} khác với khi lập gói")
    for path in sorted(set(reading.files) - set(named) - {MANIFEST, NOTE}):
        reading.find(Word.DOC_MISMATCH, f"tệp {path} không có trong {MANIFEST}")


def _check_signature(reading: _Reading) -> None:
    policy = reading.policy
    if policy is None or not policy.writers:
        reading.find(Word.MISSING_EVIDENCE, "chưa biết khóa của hệ thống: cần tệp chính sách")
        return
    if reading.about["origin"] != policy.origin:
        reading.find(Word.WRONG_ORIGIN, reading.about["origin"])
    keys = [key for key, _ in policy.writers]
    try:
        signed = open_note(reading.files.get(NOTE, b""), keys).text
    except BadNote as broken:
        reading.find(Word.BAD_SIGNATURE, f"{NOTE}: {broken}")
        return
    if signed != note_text(reading.files[MANIFEST]):
        reading.find(Word.BAD_SIGNATURE, f"{NOTE} ký cho một bản kê khác")


def _check_checkpoint(reading: _Reading, pins: Iterable[Head], now: datetime | None) -> None:
    path = checkpoint_path(reading.about["size"])
    content = reading.files.get(path, b"")
    if reading.policy is not None:
        judged = judge_checkpoints([content], reading.policy, now)
        reading.found += judged.findings
        reading.head = judged.newest[0].head if judged.newest else None
    else:
        try:
            reading.head = read_checkpoint(content.partition(b"\n\n")[0] + b"\n").head
        except BadNote as broken:
            reading.find(Word.BAD_SIGNATURE, f"{path}: {broken}")
    head = reading.head
    if head is not None and head.size != reading.about["size"]:
        reading.find(Word.ROOT_MISMATCH, f"{path} là mốc {head.size} dòng")
    for pin in pins:
        if head is not None and pin.size == head.size and pin.root != head.root:
            reading.find(Word.SPLIT_VIEW, f"mốc đã biết {pin.size} dòng có gốc khác")


def _check_entries(reading: _Reading) -> None:
    signed = None
    if reading.policy is not None and reading.policy.writers:
        judged = judge_checkpoints((), reading.policy)
        signed = policy_for(reading.policy, judged).signed
    for index in reading.about["entries"]:
        told = _entry(reading, index)
        if told is None:
            continue
        if told["log"] != reading.about["origin"]:
            reading.find(Word.WRONG_LOG, told["log"], index)
        if signed is not None and not signed(index, told):
            reading.find(Word.FORGED_EVENT, told["w"], index)
        reading.entries[index] = told


def _entry(reading: _Reading, index: int) -> dict[str, Any] | None:
    """Read one entry, and show that the log holds it where it says."""
    path = proof_path(index)
    if path not in reading.files:
        reading.find(Word.MISSING_EVIDENCE, f"thiếu tệp {path}", index)
        return None
    try:
        proof = read_proof(reading.files[path])
        told = read_entry(proof.entry)
    except BrokenProof as broken:
        reading.find(Word.BAD_PROOF, f"{path}: {broken}", index)
        return None
    except (NotCanonical, NotAnEntry) as broken:
        reading.find(Word.NON_CANONICAL, f"{path}: {broken}", index)
        return None
    if proof.index != index or proof.checkpoint != _checkpoint(reading):
        reading.find(Word.NOT_IN_LOG, f"{path}: bằng chứng của dòng khác hoặc mốc khác", index)
    elif reading.head is not None:
        _show_inclusion(reading, proof, reading.head)
    return told


def _show_inclusion(reading: _Reading, proof: TlogProof, head: Head) -> None:
    try:
        check_inclusion(proof.index, leaf_hash(proof.entry), proof.hashes, head)
    except BrokenProof as broken:
        reading.find(Word.NOT_IN_LOG, f"{proof_path(proof.index)}: {broken}", proof.index)


def _checkpoint(reading: _Reading) -> bytes:
    return reading.files.get(checkpoint_path(reading.about["size"]), b"")


def _check_history(reading: _Reading) -> None:
    """Let each entry begin where the one before it about the same subject ended."""
    for index, told in reading.entries.items():
        if told["type"] in LOOKS:
            continue
        key = told["subject"]["kind"], told["subject"]["id"]
        if _digest(told["before"]) != _digest(reading.last.get(key)):
            reading.find(Word.BAD_TRANSITION, f"{key[0]} {key[1]}: thiếu dòng ở trước", index)
        reading.last[key] = told["after"]


def _digest(state: object) -> bytes | None:
    return None if state is None else digest_of(state)


def _check_records(reading: _Reading) -> None:
    for record in json.loads(reading.files.get(STATES, b"[]")):
        key = record["kind"], record["id"]
        if key not in reading.last:
            reading.find(Word.STATE_MISSING, f"{key[0]} {key[1]} không có dòng nào trong gói")
        elif _digest(reading.last[key]) != _digest(record["state"]):
            reading.find(Word.STATE_MISMATCH, f"{key[0]} {key[1]} khác với dòng cuối về nó")


def _check_papers(reading: _Reading) -> None:
    issued = {
        (told["after"]["pdf_sha256"], told["after"]["pdf_length"])
        for told in reading.entries.values()
        if told["type"] == ISSUED
    }
    for path in sorted(path for path in reading.files if path.startswith(PAPERS)):
        content = reading.files[path]
        if (sha256(content).hexdigest(), len(content)) not in issued:
            reading.find(Word.DOC_MISMATCH, f"{path} không phải tệp mà nhật ký ghi là đã ban hành")


def _check_list(reading: _Reading) -> None:
    """Hold the rows' commitments against the root in the log, and opened rows against them."""
    if ROSTER not in reading.files:
        return
    told = json.loads(reading.files[ROSTER])
    commitments = [b64decode(one, validate=True) for one in told["commitments"]]
    edge = Edge()
    for one in commitments:
        edge = edge.push(leaf_hash(one))
    subject = reading.about["subject"]
    state = reading.last.get((subject["kind"], subject["id"])) or {}
    checked = state.get("check") or {}
    logged = (checked.get("roster_rows"), checked.get("roster_root"))
    if (len(commitments), edge.head.root.hex()) != logged:
        reading.find(Word.COMMITMENT_MISMATCH, "danh sách không khớp gốc cam kết trong nhật ký")
    for place, (salt, row) in enumerate(told["opened"] or ()):
        if commit(b64decode(salt, validate=True), row) != commitments[place]:
            reading.find(Word.COMMITMENT_MISMATCH, f"dòng thứ {place + 1} của danh sách đã bị đổi")


def _check_openings(reading: _Reading) -> None:
    for opened in json.loads(reading.files.get(OPENINGS, b"[]")):
        index, name = opened["event"], opened["field"]
        wanted = reading.entries.get(index, {}).get("priv", {}).get(name)
        if wanted != commitment(b64decode(opened["salt"], validate=True), opened["value"]):
            reading.find(Word.COMMITMENT_MISMATCH, name, index)


def _revoked(reading: _Reading) -> Iterator[str]:
    for told in reading.entries.values():
        if told["type"] == REVOKED and told["subject"]["kind"] == PAPER:
            yield str((told["after"] or {}).get("number") or told["subject"]["id"])


def roster_file(
    commitments: Iterable[bytes], opened: Iterable[tuple[bytes, list[object]]] | None
) -> bytes:
    """Write the commitments of all rows, and the rows themselves for those who may see them."""
    told = {
        "commitments": [b64encode(one).decode() for one in commitments],
        "opened": None
        if opened is None
        else [[b64encode(salt).decode(), row] for salt, row in opened],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
