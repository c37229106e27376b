"""A note is believed for the keys that its reader knows, and for nothing else."""

import json
from base64 import b64decode, b64encode
from typing import Any

import pytest

from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.notes import (
    COSIGNATURE,
    BadLine,
    BadNote,
    NobodyKnown,
    NoteKey,
    cosignature_line,
    open_note,
    read_key,
    sign_note,
    write_key,
)
from ntm_verify.trail.signatures import ED25519, SigningKey

from .logs import VECTORS

LOG = SigningKey(b"\1" * 32)
WITNESS = SigningKey(b"\2" * 32)
LOG_KEY = NoteKey("log.example/audit", ED25519, LOG.public)
WITNESS_KEY = NoteKey("witness.example", COSIGNATURE, WITNESS.public)
TEXT = b"log.example/audit\n7\nxyz\n"
NOTE = sign_note(TEXT, LOG_KEY.name, LOG)
with_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference vectors here")


def cosigned(at: int) -> bytes:
    return NOTE + cosignature_line(TEXT, WITNESS_KEY.name, WITNESS, at)


def test_a_signed_note_names_who_signed_it() -> None:
    note = open_note(cosigned(1_790_000_000), [LOG_KEY, WITNESS_KEY])

    assert note.text == TEXT
    assert [(one.key, one.at) for one in note.signatures] == [
        (LOG_KEY, None),
        (WITNESS_KEY, 1_790_000_000),
    ]


def test_the_same_text_gets_the_same_bytes() -> None:
    assert sign_note(TEXT, LOG_KEY.name, LOG) == NOTE


def test_keys_are_written_as_they_are_read() -> None:
    for key in (LOG_KEY, WITNESS_KEY):
        assert read_key(write_key(key)) == key


def test_unknown_lines_say_nothing_and_known_ones_spoil_a_note() -> None:
    stranger = NoteKey("witness.example", COSIGNATURE, SigningKey(b"\3" * 32).public)
    assert len(open_note(cosigned(5), [LOG_KEY, stranger]).signatures) == 1
    with pytest.raises(NobodyKnown):
        open_note(NOTE, [stranger])
    with pytest.raises(BadLine):
        open_note(cosigned(5).replace(b"\n7\n", b"\n8\n"), [LOG_KEY])


def test_a_cosignature_holds_for_its_own_second_only() -> None:
    line = cosignature_line(TEXT, WITNESS_KEY.name, WITNESS, 5)
    raw = bytearray(b64decode(line.split()[-1]))
    raw[11] += 1  # the last byte of the time
    moved = line.replace(line.split()[-1], b64encode(raw))
    assert moved != line
    with pytest.raises(BadLine):
        open_note(NOTE + moved, [WITNESS_KEY])
    with pytest.raises(BadLine):
        open_note(cosigned(0), [WITNESS_KEY])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text\n",
        TEXT,
        NOTE[:-1],
        NOTE + b"junk\n",
        NOTE.replace("\N{EM DASH}".encode(), b"-"),
        NOTE.replace(b" log.example", b" log example"),
        b"\xff" + NOTE,
        b"a\tb\n" + NOTE,
        NOTE + NOTE.split(b"\n\n")[1] * 64,
        b"x" * 1_000_001,
    ],
)
def test_what_is_no_note_is_refused(content: bytes) -> None:
    with pytest.raises(BadNote):
        open_note(content, [LOG_KEY])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "a+b+c",
        write_key(LOG_KEY)[:-4],
        write_key(LOG_KEY).replace("log.", "lag."),
        write_key(NoteKey("x", ED25519, b"\0" * 32)),
        write_key(NoteKey("x", b"\x06", LOG.public)),
        write_key(NoteKey("a b", ED25519, LOG.public)),
    ],
)
def test_keys_that_cannot_vouch_are_not_registered(text: str) -> None:
    with pytest.raises(BadNote):
        read_key(text)


def cases(folder: str, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((VECTORS / folder / name).read_text())["cases"]
    return found


@with_vectors
def test_notes_are_judged_as_the_go_library_does() -> None:
    for case in cases("c2sp-cases", "note.json"):
        keys = [read_key(one) for one in case["vkeys"]]
        content = b64decode(case["note_b64"])
        if case["wantErr"]:
            with pytest.raises(BadNote):
                open_note(content, keys)
        else:
            assert len(open_note(content, keys).signatures) == case["verifiedSignatures"]


@with_vectors
def test_a_checkpoint_of_the_go_checksum_database_holds() -> None:
    real = json.loads((VECTORS / "litewitness" / "add-checkpoint.json").read_text())
    told = real["real_checkpoint"]
    note = open_note(told["note_text"].encode(), [read_key(told["vkey"])])
    checkpoint = read_checkpoint(note.text)

    assert (checkpoint.origin, checkpoint.head.size) == (told["origin"], told["size"])
