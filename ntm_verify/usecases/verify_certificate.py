"""Anybody checks a paper: by its code, its number, or the file itself (xác minh văn bản)."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import (
    STANDING_LABELS,
    Certificate,
    Standing,
    bare_token,
)
from ntm_verify.domain.errors import DamagedBlob, NotFound
from ntm_verify.domain.people import Actor
from ntm_verify.domain.signature import (
    SignedPaper,
    differing,
    other_pages,
    signature_checks,
    vouched_check,
)
from ntm_verify.domain.verification import (
    CheckResult,
    Result,
    VerificationReport,
    recomputed,
)
from ntm_verify.trail.canonical import NotCanonical
from ntm_verify.trail.entry import NotAnEntry, read_entry, signed_part
from ntm_verify.trail.tree import leaf_hash

from .kept_list import purge_of
from .log_proof import logged_check
from .ports import LogEntry, PaperFacts, Ports, Transaction, UnreadablePaper

OURS: Final = 2
"""Signatures on a paper of this service: the signer's and the agency's."""


@dataclass(frozen=True, slots=True)
class VerifyCertificate:
    """A code or province-year-number as typed, or the bytes of a PDF (văn bản cần xác minh)."""

    code: str = ""
    paper: bytes = b""


async def verify_certificate(
    ports: Ports, actor: Actor, request: VerifyCertificate
) -> VerificationReport:
    """Check step by step, none skipped after a failure; the visit is counted in the log.

    (1) the file can be read and says what it is · (2) its signatures fit its bytes, lead to a
    trusted root and bear a time · (3) its short statement is signed, and the log
    held its page before that · (4) its digest and length
    are those of the register, else where it differs · (5) the entry in the log, signed by this
    service, names the same file, figures and statement · (6) the stored list has its digest · (7)
    the verdict follows from the printed figures · (8) how the paper stands today. Nothing of it
    names a person of the list.
    """
    checks: list[CheckResult] = []
    facts = await _facts(ports, request.paper, checks)
    signed = await _signed(ports, request.paper, facts, checks)
    async with ports.reading() as tx:
        paper = await _find(tx, request, facts)
        issued = await _issued(tx, paper, facts)
    if facts is not None:
        checks.append(await _of_digest(ports, paper, (issued, request.paper), signed))
    async with ports.reading() as tx:
        if paper is not None:
            checks.append(await _of_log(ports, tx, paper))
            checks.append(await _of_list(tx, paper))
        successor = await _successor(tx, paper)
        notes = await tx.paper_texts.notes(paper.id) if paper else ()
    statement = facts.statement if facts else (paper.statement() if paper else {})
    if statement:
        checks.append(recomputed(statement))
    checks.append(_of_standing(paper))
    standing = paper.standing if paper else None
    report = VerificationReport(tuple(checks), paper, standing, successor, notes)
    await _record(ports, actor, report)
    return report


async def _facts(ports: Ports, content: bytes, checks: list[CheckResult]) -> PaperFacts | None:
    if not content:
        return None
    label = "Tệp đọc được và có bản kê máy đọc"
    try:
        facts = await ports.read_paper(content)
    except UnreadablePaper as refused:
        checks.append(CheckResult("file", label, Result.FAILS, str(refused)))
        return PaperFacts(sha256(content).hexdigest(), len(content), {}, False)  # noqa: FBT003 - facts of an unreadable file
    checks.append(CheckResult("file", label, Result.HOLDS))
    return facts


async def _signed(
    ports: Ports, content: bytes, facts: PaperFacts | None, checks: list[CheckResult]
) -> SignedPaper | None:
    """Examine the signatures; a paper of ours bears two, another document at least one."""
    if facts is None:
        return None
    signed = await ports.examine(content)
    fields = OURS if facts.statement else 1
    checks.extend(signature_checks(signed, fields=fields, now=ports.now()))
    if facts.statement:
        checks.append(vouched_check(facts.statement, ports.vouched_for))
    if logged := logged_check(facts, content, signed, ports.log_keys()):
        checks.append(logged)
    return signed


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


async def _issued(tx: Transaction, paper: Certificate | None, facts: PaperFacts | None) -> bytes:
    """Give the issued file to compare another one with, if it is still as it was."""
    if paper is None or facts is None or paper.pdf_sha256 in {"", facts.sha256}:
        return b""
    try:
        return await tx.blobs.get(paper.pdf_sha256)
    except (DamagedBlob, NotFound):
        return b""


async def _of_digest(
    ports: Ports,
    paper: Certificate | None,
    files: tuple[bytes, bytes],
    signed: SignedPaper | None,
) -> CheckResult:
    """Compare a file with the issued one, and say in which bytes and pages it differs."""
    name, label = "digest", "Tệp giống hệt tệp đã ban hành"
    issued, given = files
    if paper is None:
        detail = "sổ đăng ký không có văn bản nào với tệp này"
        return CheckResult(name, label, Result.UNKNOWN, detail)
    digest = sha256(given).hexdigest()
    if paper.pdf_sha256 == digest:
        return CheckResult(name, label, Result.HOLDS)
    if _only_stamped(paper, given, signed):
        told = "bản đã ban hành, được gia hạn dấu thời gian lưu trữ"
        return CheckResult(name, label, Result.HOLDS, told)
    detail = (
        f"tệp đã bị thay đổi: đã ban hành {paper.pdf_length} byte, "
        f"SHA-256 {paper.pdf_sha256}; tệp này {len(given)} byte, SHA-256 {digest}"
    )
    if issued:
        detail += f"; {differing(issued, given)}"
        pages = other_pages(await ports.examine(issued), signed)
        detail += f"; trang khác bản đã ban hành: {pages}" if pages else ""
    return CheckResult(name, label, Result.FAILS, detail)


def _only_stamped(paper: Certificate, given: bytes, signed: SignedPaper | None) -> bool:
    """Say whether a file is the issued one with nothing but archive time-stamps behind it."""
    if signed is None or signed.kept_until is None or signed.covered != len(given):
        return False
    issued = sha256(given[: paper.pdf_length]).hexdigest() == paper.pdf_sha256
    return issued and all(one.is_intact and one.is_unchanged for one in signed.signatures)


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
        purged = await purge_of(tx, paper.appraisal_id)
        if purged is None:
            return CheckResult(name, label, Result.UNKNOWN, "danh sách không còn được lưu")
        return CheckResult(name, label, Result.HOLDS, str(purged))
    return CheckResult(name, label, Result.HOLDS)


async def _successor(tx: Transaction, paper: Certificate | None) -> Certificate | None:
    """Give the paper that took the place of one (văn bản thay thế)."""
    if paper is None or not paper.successor:
        return None
    return await tx.certificates.by_reference(paper.successor)


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
    """Keep the visit of a known paper; codes that nobody issued leave nothing to flood.

    Where the log is read-only, papers are answered for all the same.
    """
    if report.certificate is None or ports.gate.why:
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
