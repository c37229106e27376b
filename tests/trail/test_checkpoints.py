"""Checkpoints speak for a log, or against it, by what their reader knows."""

from datetime import UTC, datetime

from ntm_verify.trail.checkpoint import Checkpoint
from ntm_verify.trail.checkpoints import judge_checkpoints, policy_for
from ntm_verify.trail.notes import cosignature_line, sign_note, write_key
from ntm_verify.trail.policy_file import PolicyFile, read_policy
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.tree import Head

from .logs import a_life, edge_of
from .test_notes import LOG, LOG_KEY, WITNESS, WITNESS_KEY

ENTRIES = a_life()
AT = 1_790_000_000


def policy(*more: str, quorum: str = "none") -> PolicyFile:
    lines = (
        f"log {write_key(LOG_KEY)}",
        f"witness one {write_key(WITNESS_KEY)}",
        f"quorum {quorum}",
        *more,
    )
    return read_policy("\n".join(lines))


def signed(head: Head, *, origin: str = LOG_KEY.name, at: int | None = None) -> bytes:
    text = Checkpoint(origin, head).text()
    note = sign_note(text, LOG_KEY.name, LOG)
    return note if at is None else note + cosignature_line(text, WITNESS_KEY.name, WITNESS, at)


def words(notes: list[bytes], known: PolicyFile, now: datetime | None = None) -> list[str]:
    return [finding.word.value for finding in judge_checkpoints(notes, known, now).findings]


HEADS = [edge_of(ENTRIES[:size]).head for size in range(1, 5)]


def test_valid_ones_are_pins_and_the_newest_is_the_largest() -> None:
    judged = judge_checkpoints([signed(HEADS[2]), signed(HEADS[0])], policy())

    assert (judged.heads, judged.findings) == ([HEADS[2], HEADS[0]], [])
    assert judged.newest is not None
    assert judged.newest[0].head == HEADS[2]
    assert policy_for(policy(), judged, [HEADS[3]]).pins == (HEADS[2], HEADS[0], HEADS[3])


def test_two_roots_for_one_size_are_a_split_view() -> None:
    other = Head(HEADS[1].size, b"x" * 32)

    assert words([signed(HEADS[1]), signed(other)], policy()) == ["SPLIT_VIEW"]
    assert words([signed(HEADS[1]), signed(HEADS[1])], policy()) == []


def test_what_cannot_be_believed_is_named() -> None:
    good = signed(HEADS[1])
    stranger = sign_note(good.partition(b"\n\n")[0] + b"\n", "x", SigningKey(b"\x09" * 32))

    assert words([good, good.replace(b"\n2\n", b"\n3\n")], policy()) == ["BAD_SIGNATURE"]
    assert words([good, stranger], policy()) == ["UNKNOWN_KEY"]
    assert words([good, signed(HEADS[1], origin="other")], policy()) == ["WRONG_ORIGIN"]
    retired = policy(f"#ntm key-period {LOG_KEY.id.hex()} 0 2")
    assert words([good, signed(HEADS[3])], retired) == ["KEY_OUT_OF_PERIOD"]
    assert words([], policy()) == ["MISSING_EVIDENCE"]


def test_a_witness_alone_does_not_speak_for_the_log() -> None:
    text = Checkpoint(LOG_KEY.name, HEADS[0]).text()
    alone = text + b"\n" + cosignature_line(text, WITNESS_KEY.name, WITNESS, AT)

    assert words([alone, signed(HEADS[0])], policy()) == ["UNKNOWN_KEY"]


def test_quorum_and_age_are_asked_of_the_newest() -> None:
    old, new = signed(HEADS[0], at=AT), signed(HEADS[1])
    now = datetime.fromtimestamp(AT + 7201, UTC)

    assert words([old, new], policy(quorum="one")) == ["WITNESS_QUORUM_MISSING"]
    assert words([old], policy(quorum="one")) == []
    assert words([old], policy("#ntm max-age 7200"), now) == ["STALE"]
    assert words([old], policy("#ntm max-age 7201"), now) == []


def test_what_a_witness_saw_bounds_the_time_of_entries_below() -> None:
    notes = [signed(HEADS[0], at=AT + 50), signed(HEADS[1], at=AT), signed(HEADS[3], at=AT + 90)]
    known = policy("#ntm max-future 10")

    latest = policy_for(known, judge_checkpoints(notes, known)).latest

    assert latest == ((2, "2026-09-21T14:13:30.000000Z"), (4, "2026-09-21T14:15:00.000000Z"))
