"""The proof that the log holds a paper (bằng chứng nhật ký của văn bản): made, and examined.

A paper's page is in the log before anybody signs it; the proof of that goes into the file and
under both signatures. Whoever holds the file can see that it was not made behind the log's back.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from ntm_verify.domain.audit import Action
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.signature import SignedPaper
from ntm_verify.domain.statement import statement_digest
from ntm_verify.domain.verification import CheckResult, Result
from ntm_verify.trail.canonical import NotCanonical
from ntm_verify.trail.checkpoints import judge_checkpoints
from ntm_verify.trail.entry import NotAnEntry, read_entry
from ntm_verify.trail.paper import PaperReport, examine_paper
from ntm_verify.trail.policy_file import BadPolicy, PolicyFile, read_policy
from ntm_verify.trail.tiles import prove_inclusion, stored_in
from ntm_verify.trail.tlog_proof import TlogProof
from ntm_verify.trail.words import Weight, Word

from .desk import PaperFacts
from .ports import LogBoard, LogEntry, Ports, PublishedElsewhere, Unavailable

TRIES: Final = 5
NAME: Final = "proof"
LABEL: Final = "Văn bản có trong nhật ký đã công bố, trước khi ký"
NO_WITNESS: Final = "không đòi nhân chứng (quorum none)"


async def prove(ports: Ports, paper: Certificate) -> bytes:
    """Publish the log so far that it holds the page of a paper, and give the proof of that.

    Raises:
        Unavailable: others publish all the time, or too few witnesses have signed yet.
        Refusal: the log is not published any more, because it does not follow.

    """
    for _ in range(TRIES):
        with suppress(PublishedElsewhere):
            await ports.publish()
        proof = await _proof(ports, paper)
        if proof is not None:
            _require_witnesses(ports, paper, proof)
            return proof.text()
    raise Unavailable(
        f"Chưa công bố được nhật ký để làm bằng chứng cho văn bản {paper.symbol}. Số văn bản vẫn "
        "giữ nguyên; hãy bấm ban hành lại sau ít phút."
    )


def _require_witnesses(ports: Ports, paper: Certificate, proof: TlogProof) -> None:
    judged = judge_checkpoints([proof.checkpoint], read_policy(ports.log_keys()))
    if any(one.word is Word.WITNESS_QUORUM_MISSING for one in judged.findings):
        raise Unavailable(
            f"Nhật ký chưa đủ nhân chứng ký xác nhận nên chưa ban hành văn bản {paper.symbol}. Số "
            "văn bản vẫn giữ nguyên; hãy bấm ban hành lại khi các tỉnh làm chứng đã ký."
        )


async def _proof(ports: Ports, paper: Certificate) -> TlogProof | None:
    """Give the proof by the newest checkpoint; None while it does not reach the entry."""
    checkpoint = await asyncio.to_thread(ports.board.get, "checkpoint") or b"\n0"
    size = int(checkpoint.split(b"\n")[1])
    async with ports.reading() as tx:
        told = await tx.audit.of_subject("certificate", paper.reference)
    stored = next((one for one in reversed(told) if _binds(one, paper)), None)
    if stored is None or stored.index >= size:
        return None
    hashes = await asyncio.to_thread(_hashes, ports.board, stored.index, size)
    return TlogProof(stored.entry, stored.index, hashes, checkpoint)


def _binds(stored: LogEntry, paper: Certificate) -> bool:
    try:
        told = read_entry(stored.entry)
    except (NotCanonical, NotAnEntry):
        return False
    after = told["after"] or {}
    is_page = told["type"] == Action.CERTIFICATE_RENDERED
    return is_page and after.get("base_sha256") == paper.base_sha256


def _hashes(board: LogBoard, index: int, size: int) -> tuple[bytes, ...]:
    signed = board.last()
    edge = signed if signed.size == size else None
    return prove_inclusion(stored_in(board.get, size), index, size, edge)


def logged_check(
    facts: PaperFacts, content: bytes, signed: SignedPaper, keys: str
) -> CheckResult | None:
    """Examine the proof that a file carries by keys known here; None where it carries none."""
    if not facts.proof:
        return None
    if not keys:
        told = "máy này chưa có khóa của nhật ký để đối chiếu; dùng thêm --policy TỆP"
        return CheckResult(NAME, LABEL, Result.UNKNOWN, told)
    try:
        policy = read_policy(keys)
    except BadPolicy as broken:
        return CheckResult(NAME, LABEL, Result.UNKNOWN, f"tệp chính sách không đọc được: {broken}")

    def later(_: bytes, length: int) -> bool | None:
        if signed.failure:
            return None
        return length == signed.grown_from and not _rewritten(signed)

    report = examine_paper(content, facts.proof, policy, later=later)
    against = [*map(str, report.findings), *_of_another(report, facts)]
    if not against:
        return CheckResult(NAME, LABEL, Result.HOLDS, _told(report, policy))
    surely = any(one.weight is Weight.TAMPERED for one in report.findings) or not report.findings
    result = Result.FAILS if surely else Result.UNKNOWN
    return CheckResult(NAME, LABEL, result, "; ".join(against))


def _rewritten(signed: SignedPaper) -> bool:
    """Say whether something was changed behind a genuine signature that may not be."""
    behind = any(one.is_intact and not one.is_unchanged for one in signed.signatures)
    return behind or bool(signed.changed_pages)


def _of_another(report: PaperReport, facts: PaperFacts) -> Iterator[str]:
    """Say so when the entry is about another paper than the statement in the file."""
    entry: Any = report.entry
    if entry is None or not facts.statement:
        return
    same = entry["subject"]["id"] == facts.statement.get("reference")
    digest = (entry["after"] or {}).get("statement_sha256")
    if not same or digest != statement_digest(facts.statement):
        yield "bằng chứng là của một văn bản khác"


def _told(report: PaperReport, policy: PolicyFile) -> str:
    witnesses = NO_WITNESS if policy.quorum == "none" else f"đủ nhân chứng ({policy.quorum})"
    return f"dòng {report.index} của nhật ký {policy.origin}, {witnesses}"
