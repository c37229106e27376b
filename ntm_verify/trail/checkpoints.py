"""Checkpoints held against what a reader knows (xét các mốc): whose, by which keys, seen when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .auditor import Policy
from .checkpoint import Checkpoint, read_checkpoint
from .entry import signed_part, timestamp
from .notes import BadNote, NobodyKnown, Note, NoteKey, open_note
from .policy_file import PolicyFile
from .signatures import verify_signature
from .tree import Head
from .words import Finding, Word


@dataclass(slots=True)
class Judged:
    """What the checkpoints say (kết quả xét mốc): heads that the log's keys vouch for, and when."""

    heads: list[Head] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: list[tuple[int, int]] = field(default_factory=list)
    """(size, earliest second at which a witness saw it)."""
    newest: tuple[Checkpoint, Note] | None = None


def judge_checkpoints(
    notes: Iterable[bytes], policy: PolicyFile, now: datetime | None = None
) -> Judged:
    """Hold every checkpoint against the policy; all that are validly signed count."""
    judged = Judged()
    for content in notes:
        _judge(judged, content, policy)
    roots: dict[int, bytes] = {}
    for head in judged.heads:
        if roots.setdefault(head.size, head.root) != head.root:
            judged.findings.append(Finding(Word.SPLIT_VIEW, None, "", head.size))
    _newest(judged, policy, now)
    return judged


def _judge(judged: Judged, content: bytes, policy: PolicyFile) -> None:
    try:
        note = open_note(content, policy.keys)
        told = read_checkpoint(note.text)
    except BadNote as broken:
        judged.findings.append(Finding(_word(broken), None, str(broken)))
        return
    size = told.head.size
    if told.origin != policy.origin:
        judged.findings.append(Finding(Word.WRONG_ORIGIN, None, told.origin))
        return
    by_log = [one.key for one in note.signatures if one.key in policy.logs]
    if not by_log:
        judged.findings.append(Finding(Word.UNKNOWN_KEY, None, "", size))
        return
    if not any(_in_period(key, size, policy) for key in by_log):
        judged.findings.append(Finding(Word.KEY_OUT_OF_PERIOD, None, "", size))
        return
    judged.heads.append(told.head)
    times = [one.at for one in note.signatures if one.at is not None]
    if times:
        judged.seen.append((size, min(times)))
    if judged.newest is None or _speaks_better(told, note, judged.newest, policy):
        judged.newest = told, note


def _speaks_better(
    told: Checkpoint, note: Note, newest: tuple[Checkpoint, Note], policy: PolicyFile
) -> bool:
    """Say whether a checkpoint is newer, or of the same size and seen by enough witnesses."""
    if told.head.size != newest[0].head.size:
        return told.head.size > newest[0].head.size
    return policy.is_met(one.key for one in note.signatures)


def _word(broken: BadNote) -> Word:
    return Word.UNKNOWN_KEY if isinstance(broken, NobodyKnown) else Word.BAD_SIGNATURE


def _in_period(key: NoteKey, size: int, policy: PolicyFile) -> bool:
    period = policy.periods.get(key.id.hex())
    return period is None or period.holds(size)


def _newest(judged: Judged, policy: PolicyFile, now: datetime | None) -> None:
    if judged.newest is None:
        judged.findings.append(Finding(Word.MISSING_EVIDENCE, None, "không có mốc nào dùng được"))
        return
    told, note = judged.newest
    size = told.head.size
    if not policy.is_met(one.key for one in note.signatures):
        judged.findings.append(Finding(Word.WITNESS_QUORUM_MISSING, None, "", size))
    times = [one.at for one in note.signatures if one.at is not None]
    if policy.max_age is not None and now is not None and times:
        age = int(now.timestamp()) - max(times)
        if age > policy.max_age:
            judged.findings.append(Finding(Word.STALE, None, f"{age} giây", size))


def policy_for(policy: PolicyFile, judged: Judged, pins: Iterable[Head] = ()) -> Policy:
    """Say to the auditor what must be true of the entries: writers, heads, latest moments."""
    return Policy(
        log=policy.origin,
        signed=_signer(policy) if policy.writers else None,
        pins=(*judged.heads, *pins),
        latest=_latest(judged, policy),
    )


def _signer(policy: PolicyFile) -> Callable[[int, Mapping[str, Any]], bool]:
    def is_signed(index: int, entry: Mapping[str, Any]) -> bool:
        message, signature = signed_part(entry)
        return any(
            f"{key.name}+{key.id.hex()}" == entry["w"]
            and period.holds(index)
            and verify_signature(key.public, message, signature)
            for key, period in policy.writers
        )

    return is_signed


def _latest(judged: Judged, policy: PolicyFile) -> tuple[tuple[int, str], ...]:
    """Give, by size, the moment after which no entry below it can have been written."""
    found: list[tuple[int, str]] = []
    earliest: int | None = None
    for size, at in sorted(judged.seen, reverse=True):
        if earliest is None or at < earliest:
            earliest = at
            moment = datetime.fromtimestamp(at + policy.max_future, UTC)
            found.append((size, timestamp(moment)))
    return tuple(reversed(found))
