"""A paper, its proof and nothing else (xét văn bản kèm bằng chứng): is it the file that was logged.

What the log says of a file is its digest and length. Later revisions of the same file may follow
that part; whether they change a page is for a reader of PDF files to judge, who is handed in.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from .auditor import CANNOT_TELL, DOES_NOT_HOLD, HOLDS
from .canonical import NotCanonical
from .checkpoints import judge_checkpoints, policy_for
from .entry import NotAnEntry, read_entry
from .policy_file import PolicyFile
from .proofs import BrokenProof, check_inclusion
from .tlog_proof import TlogProof, read_proof
from .tree import Head, leaf_hash
from .words import Finding, Weight, Word

FILES: Final[Mapping[str, tuple[str, str]]] = {
    "certificate.issued": ("pdf_sha256", "pdf_length"),
    "certificate.rendered": ("base_sha256", "base_length"),
    "certificate.sealed": ("sealed_sha256", "sealed_length"),
}
"""What entries tell of files, by type: the fields of digest and length."""

LaterRevisions = Callable[[bytes, int], bool | None]
"""(file, length of the logged part) → may what follows stand there; None = cannot be told."""


def no_reader(_: bytes, __: int) -> bool | None:
    """Tell nothing: nobody here reads PDF files."""
    return None


@dataclass(frozen=True, slots=True)
class PaperReport:
    """What was found (biên bản xét văn bản), and the entry that the proof shows, if it does."""

    findings: tuple[Finding, ...]
    index: int | None = None
    entry: Mapping[str, Any] | None = None

    @property
    def exit_code(self) -> int:
        """0 the paper holds, 1 it does not, 4 it cannot be told."""
        weights = {finding.weight for finding in self.findings}
        if Weight.TAMPERED in weights:
            return DOES_NOT_HOLD
        return CANNOT_TELL if Weight.UNKNOWN in weights else HOLDS


def examine_paper(
    pdf: bytes,
    proof: bytes,
    policy: PolicyFile,
    pins: Iterable[Head] = (),
    later: LaterRevisions = no_reader,
) -> PaperReport:
    """Hold a file against the entry of its proof, and the proof against what its reader knows."""
    try:
        read = read_proof(proof)
    except BrokenProof as broken:
        return PaperReport((Finding(Word.BAD_PROOF, None, str(broken)),))
    judged = judge_checkpoints([read.checkpoint], policy)
    found = list(judged.findings)
    for head in judged.heads:
        found += _included(read, head)
        found += _against(head, pins)
    if any(one.weight is Weight.TAMPERED for one in found) or not judged.heads:
        return PaperReport(tuple(found))
    told = _told(read, policy, found)
    if told is not None:
        found += _file(pdf, told, later)
    return PaperReport(tuple(found), read.index, told)


def _included(read: TlogProof, head: Head) -> Iterable[Finding]:
    try:
        check_inclusion(read.index, leaf_hash(read.entry), read.hashes, head)
    except BrokenProof as broken:
        yield Finding(Word.NOT_IN_LOG, read.index, str(broken), head.size)


def _against(head: Head, pins: Iterable[Head]) -> Iterable[Finding]:
    for pin in pins:
        if pin.size == head.size and pin.root != head.root:
            yield Finding(Word.SPLIT_VIEW, None, "", head.size)


def _told(read: TlogProof, policy: PolicyFile, found: list[Finding]) -> Mapping[str, Any] | None:
    try:
        told = read_entry(read.entry)
    except (NotCanonical, NotAnEntry) as broken:
        found.append(Finding(Word.NON_CANONICAL, read.index, str(broken)))
        return None
    if told["log"] != policy.origin:
        found.append(Finding(Word.WRONG_LOG, read.index, told["log"]))
    signed = policy_for(policy, judge_checkpoints([], policy)).signed
    if signed is not None and not signed(read.index, told):
        found.append(Finding(Word.FORGED_EVENT, read.index, told["w"]))
    return told


def _file(pdf: bytes, told: Mapping[str, Any], later: LaterRevisions) -> Iterable[Finding]:
    digest, length = FILES.get(told["type"], ("", ""))
    match told["after"]:
        case {**after} if digest and isinstance(size := after.get(length), int):
            if sha256(pdf[:size]).hexdigest() != after.get(digest) or size > len(pdf):
                yield Finding(Word.DOC_MISMATCH, None, "nội dung tệp đã khác")
            elif len(pdf) > size:
                yield from _followed(later(pdf, size))
        case _:
            yield Finding(Word.DOC_MISMATCH, None, f"dòng “{told['type']}” không nói về tệp nào")


def _followed(may: bool | None) -> Iterable[Finding]:  # noqa: FBT001 - an answer, not a switch
    if may is None:
        yield Finding(Word.MISSING_EVIDENCE, None, "chưa xét được phần thêm sau của tệp PDF")
    elif not may:
        yield Finding(Word.DOC_MISMATCH, None, "phần thêm sau đã thay đổi văn bản")
