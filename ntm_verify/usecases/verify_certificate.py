"""Anybody checks a paper: by its code, its number, or the file itself (xác minh văn bản)."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import (
    STANDING_LABELS,
    Certificate,
    Standing,
    bare_token,
)
from ntm_verify.domain.errors import DamagedBlob, NotFound
from ntm_verify.domain.people import Actor
from ntm_verify.domain.verification import (
    CheckResult,
    Result,
    VerificationReport,
    recomputed,
)
from ntm_verify.trail.canonical import NotCanonical
from ntm_verify.trail.entry import NotAnEntry, read_entry, signed_part
from ntm_verify.trail.tree import leaf_hash

from .ports import LogEntry, PaperFacts, Ports, Transaction, UnreadablePaper


@dataclass(frozen=True, slots=True)
class VerifyCertificate:
    """A code or province-year-number as typed, or the bytes of a PDF (văn bản cần xác minh)."""

    code: str = ""
    paper: bytes = b""


async def verify_certificate(
    ports: Ports, actor: Actor, request: VerifyCertificate
) -> VerificationReport:
    """Check step by step, none skipped after a failure; the visit is counted in the log.

    (1) the file can be read and says what it is · (2) its digest and length are those of the
    register · (3) the entry in the log, signed by this service, names the same file, figures and
    statement · (4) the stored list has its digest · (5) the verdict follows from the printed
    figures · (6) how the paper stands today. Nothing of it names a person.
    """
    checks: list[CheckResult] = []
    facts = await _facts(ports, request, checks)
    async with ports.reading() as tx:
        paper = await _find(tx, request, facts)
        if facts is not None:
            checks.append(_of_digest(paper, facts))
        if paper is not None:
            checks.append(await _of_log(ports, tx, paper))
            checks.append(await _of_list(tx, paper))
    statement = facts.statement if facts else (paper.statement() if paper else {})
    if statement:
        checks.append(recomputed(statement))
    checks.append(_of_standing(paper))
    report = VerificationReport(tuple(checks), paper, paper.standing if paper else None)
    await _record(ports, actor, report)
    return report


async def _facts(
    ports: Ports, request: VerifyCertificate, checks: list[CheckResult]
) -> PaperFacts | None:
    if not request.paper:
        return None
    label = "Tệp đọc được và có bản kê máy đọc"
    try:
        facts = await ports.read_paper(request.paper)
    except UnreadablePaper as refused:
        checks.append(CheckResult("file", label, Result.FAILS, str(refused)))
        return PaperFacts(sha256(request.paper).hexdigest(), len(request.paper), {}, False)  # noqa: FBT003 - facts of an unreadable file
    checks.append(CheckResult("file", label, Result.HOLDS))
    return facts


async def _find(
    tx: Transaction, request: VerifyCertificate, facts: PaperFacts | None
) -> Certificate | None:
    if facts is None:
        typed = request.code.strip()
        return await tx.certificates.by_token(
            bare_token(typed)
        ) or await tx.certificates.by_reference(typed)
    found = await tx.certificates.by_pdf(facts.sha256)
    if found is None and facts.statement:
        found = await tx.certificates.by_reference(str(facts.statement.get("reference", "")))
    return found


def _of_digest(paper: Certificate | None, facts: PaperFacts) -> CheckResult:
    name, label = "digest", "Tệp giống hệt tệp đã ban hành"
    if paper is None:
        detail = "sổ đăng ký không có văn bản nào với tệp này"
        return CheckResult(name, label, Result.UNKNOWN, detail)
    if (paper.pdf_sha256, paper.pdf_length) != (facts.sha256, facts.length):
        detail = (
            f"tệp đã bị thay đổi: đã ban hành {paper.pdf_length} byte, "
            f"SHA-256 {paper.pdf_sha256}; tệp này {facts.length} byte, SHA-256 {facts.sha256}"
        )
        return CheckResult(name, label, Result.FAILS, detail)
    return CheckResult(name, label, Result.HOLDS)


async def _of_log(ports: Ports, tx: Transaction, paper: Certificate) -> CheckResult:
    name, label = "log", "Nhật ký ghi nhận việc ban hành đúng tệp này"
    for stored in await tx.audit.of_subject("certificate", paper.reference):
        here = f"dòng nhật ký {stored.index}"
        told = _told(ports, stored)
        if told is None:
            return CheckResult(name, label, Result.FAILS, f"{here} đã bị sửa")
        if told["type"] == Action.CERTIFICATE_ISSUED.value:
            same = _unending(told["after"]) == _unending(paper.state())
            return CheckResult(name, label, Result.HOLDS if same else Result.FAILS, here)
    unknown = Result.UNKNOWN if paper.standing is Standing.PLANNED else Result.FAILS
    return CheckResult(name, label, unknown, "không có dòng nhật ký về việc ban hành")


def _told(ports: Ports, stored: LogEntry) -> dict[str, Any] | None:
    """Read an entry that is as it was written and signed by this service; None: it is not."""
    if leaf_hash(stored.entry) != stored.leaf:
        return None
    try:
        told = read_entry(stored.entry)
    except (NotCanonical, NotAnEntry):
        return None
    return told if ports.verify_signature(ports.writer_key, *signed_part(told)) else None


def _unending(state: object) -> dict[str, object]:
    """Leave out of a paper's state what revoking or superseding it changes (phần cố định)."""
    ends = {"status", "successor", "reason_code"}
    facts = state if isinstance(state, dict) else {}
    return {key: value for key, value in facts.items() if key not in ends}


async def _of_list(tx: Transaction, paper: Certificate) -> CheckResult:
    name, label = "list", "Danh sách đã lưu còn nguyên vẹn"
    try:
        await tx.blobs.get(paper.outcome.roster_sha256)
    except DamagedBlob as damage:
        return CheckResult(name, label, Result.FAILS, str(damage))
    except NotFound:
        return CheckResult(name, label, Result.UNKNOWN, "danh sách không còn được lưu")
    return CheckResult(name, label, Result.HOLDS)


def _of_standing(paper: Certificate | None) -> CheckResult:
    name, label = "standing", "Hiệu lực hiện nay"
    if paper is None:
        detail = "không tìm thấy trong sổ đăng ký; điều này chưa có nghĩa là văn bản giả"
        return CheckResult(name, label, Result.UNKNOWN, detail)
    said = STANDING_LABELS[paper.standing]
    match paper.standing:
        case Standing.VALID:
            return CheckResult(name, label, Result.HOLDS, said)
        case Standing.PLANNED:
            return CheckResult(name, label, Result.UNKNOWN, said)
        case _:
            return CheckResult(name, label, Result.FAILS, said)


async def _record(ports: Ports, actor: Actor, report: VerificationReport) -> None:
    """Keep the visit of a known paper; codes that nobody issued leave nothing to flood."""
    if report.certificate is None:
        return
    paper = report.certificate
    event = AuditEvent(
        Action.VERIFY_VISITED,
        actor,
        Subject("certificate", paper.reference, paper.version),
        after={"result": report.result.value},
    )
    async with ports.transaction() as tx:
        await tx.audit.append(event)
