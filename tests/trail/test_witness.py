"""A witness signs what follows, and says why not otherwise, as the protocol wants it."""

import json
from base64 import b64encode

import pytest

from ntm_verify.trail.checkpoint import Checkpoint
from ntm_verify.trail.notes import BadNote, NoteKey, read_key, sign_note
from ntm_verify.trail.signatures import ED25519, SigningKey
from ntm_verify.trail.tree import Edge, Head, leaf_hash
from ntm_verify.trail.witness import (
    LONGEST,
    Answer,
    Asked,
    LogsWitnessed,
    Opened,
    gathered,
    judge,
    open_asked,
    origin_hash,
    read_asked,
)

from .logs import VECTORS

KEY = SigningKey(b"\x0b" * 32)
ORIGIN = "ntm.test.example/audit"
LOGS = LogsWitnessed.of([NoteKey(ORIGIN, ED25519, KEY.public)])


def a_head(size: int) -> Head:
    edge = Edge()
    for index in range(size):
        edge = edge.push(leaf_hash(b"leaf %d" % index))
    return edge.head


def a_note(head: Head, key: SigningKey = KEY, origin: str = ORIGIN) -> bytes:
    return sign_note(Checkpoint(origin, head).text(), origin, key)


def answered(asked: Asked, seen: Head | None = None) -> Answer | None:
    opened = open_asked(asked.text(), LOGS.keys)
    return opened if isinstance(opened, Answer) else judge(opened, seen)


@pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference vectors here")
def test_nine_requests_of_another_implementation_are_answered_as_it_does() -> None:
    told = json.loads((VECTORS / "litewitness" / "add-checkpoint.json").read_text())
    logs, seen = LogsWitnessed.of([read_key(told["log_vkey"])]), None
    for step in told["steps"]:
        opened = open_asked(step["body"].encode(), logs.keys)
        answer = opened if isinstance(opened, Answer) else judge(opened, seen)
        assert (answer.status if answer else 200) == step["status"], step.get("note")
        if answer is None:
            assert isinstance(opened, Opened)
            seen = opened.told.head
        elif "response" in step:
            assert answer.body == step["response"].encode()


def test_a_request_is_read_as_it_was_written() -> None:
    asked = Asked(3, (b"a" * 32, b"b" * 32), a_note(a_head(5)))

    assert read_asked(asked.text()) == asked


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n" + a_note(a_head(1)),
        b"old 01\n\n" + a_note(a_head(1)),
        b"old -1\n\n" + a_note(a_head(1)),
        b"old 1\nnot base64!\n\n" + a_note(a_head(1)),
        b"old 1\n" + b"\n".join([b64encode(b"h" * 32)] * 64) + b"\n\n" + a_note(a_head(1)),
        b"old 0\n\n" + b"x" * LONGEST,
    ],
)
def test_what_is_no_request_is_refused_without_reading_on(body: bytes) -> None:
    with pytest.raises(BadNote):
        read_asked(body)
    assert open_asked(body, LOGS.keys) == Answer(400)


def test_strange_logs_keys_and_sizes_have_answers_of_their_own() -> None:
    stranger = a_note(a_head(1), origin="other.example/audit")
    forged = a_note(a_head(1), SigningKey(b"\x0d" * 32))

    assert answered(Asked(0, (), stranger)) == Answer(404)
    assert answered(Asked(0, (), forged)) == Answer(403)
    assert answered(Asked(2, (), a_note(a_head(1)))) == Answer(400)
    assert answered(Asked(0, (), a_note(a_head(5))), a_head(3)) == Answer(409, b"3\n")


def test_a_second_history_is_refused_and_kept_as_evidence() -> None:
    other = Head(3, b"x" * 32)

    assert answered(Asked(3, (), a_note(other)), a_head(3)) == Answer(422, proves=True)
    assert answered(Asked(0, (), a_note(Head(0, b"x" * 32)))) == Answer(422, proves=True)
    assert answered(Asked(0, (b"x" * 32,), a_note(a_head(1)))) == Answer(422)
    assert answered(Asked(3, (), a_note(a_head(3))), a_head(3)) is None
    assert answered(Asked(0, (), a_note(a_head(0)))) is None


def test_only_lines_that_verify_come_under_a_checkpoint() -> None:
    note = a_note(a_head(2))
    witness = NoteKey("nghean", b"\x04", SigningKey(b"\x51" * 32).public)

    assert gathered(note, {witness: b"\xe2\x80\x94 nghean AAAAAAAA\n"}) == note
    assert gathered(note, {witness: b"rubbish\n"}) == note


def test_a_log_is_named_by_the_digest_of_its_origin() -> None:
    assert origin_hash("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
