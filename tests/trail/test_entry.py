"""An entry has one shape, and what has another shape is no entry."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from ntm_verify.trail.canonical import NotCanonical, canonical
from ntm_verify.trail.entry import (
    FIELDS,
    LONGEST,
    NotAnEntry,
    TooLong,
    commit,
    commitment,
    read_entry,
    seal,
    signed_part,
    timestamp,
)
from ntm_verify.trail.signatures import verify_signature

from .logs import KEY, SALT, WRITER, an_entry, fields


def test_what_is_sealed_reads_back_and_is_signed() -> None:
    entry = an_entry(3, after={"status": "draft", "people": 7})

    told = read_entry(entry)

    assert told == {
        **fields(3, after={"status": "draft", "people": 7}),
        "v": 1,
        "w": WRITER.name,
        "sig": told["sig"],
    }
    assert told.keys() == FIELDS
    assert verify_signature(KEY.public, *signed_part(told))
    assert not verify_signature(KEY.public, *signed_part({**told, "req": "another"}))


def test_an_entry_is_the_same_bytes_every_time() -> None:
    assert an_entry(1) == an_entry(1)
    assert sha256(an_entry(1)).hexdigest() == (
        "136f7bab0d88508a26eb3364a322502bb56683f9e148a3aa3f16ee5f6468433a"
    )


def test_strings_are_composed_and_other_containers_become_plain() -> None:
    told = read_entry(an_entry(1, after={"name": "e\u0302\u0301", "parts": ("a", {"b": ("c",)})}))

    assert told["after"] == {"name": "ế", "parts": ["a", {"b": ["c"]}]}


@pytest.mark.parametrize("value", [1.5, 2**53, b"x", {"đ": 1}, "\ud800"])
def test_a_value_without_an_agreed_form_is_not_sealed(value: object) -> None:
    with pytest.raises(NotCanonical):
        an_entry(1, after={"value": value})


def test_an_entry_fits_into_sixteen_bits_or_is_not_sealed() -> None:
    room = LONGEST - len(an_entry(1, req=""))

    assert len(an_entry(1, req="x" * room)) == LONGEST
    with pytest.raises(TooLong, match="65536"):
        an_entry(1, req="x" * (room + 1))


def spoilt(**changes: Any) -> bytes:  # noqa: ANN401 - wrong on purpose
    return canonical({**json.loads(an_entry(1)), **changes})


def test_the_control_of_the_wrong_shapes_is_right() -> None:
    assert read_entry(spoilt())["v"] == 1


HASH = b64encode(b"h" * 32).decode()
SIGN = b64encode(b"s" * 64).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"v": True},
        {"log": 1},
        {"id": "0192b1f0-0000-4000-8000-000000000001"},
        {"id": "0192B1F0-0000-7000-8000-000000000001"},
        {"id": None},
        {"at": "2026-11-02T01:00:00Z"},
        {"at": "2026-11-02T01:00:00.000000+07:00"},
        {"at": "2026-13-02T01:00:00.000000Z"},
        {"at": "2026-11-2T01:00:00.000000Z"},
        {"at": 5},
        {"type": "submission"},
        {"type": "submission.created\n"},
        {"req": None},
        {"actor": {"id": "x", "role": "y"}},
        {"actor": {"id": "x", "role": "y", "unit": 1}},
        {"actor": {"id": "x", "role": "y", "unit": "z", "name": "An"}},
        {"actor": []},
        {"subject": {"kind": "x", "id": "y"}},
        {"subject": {"kind": "x", "id": "y", "rev": -1}},
        {"subject": {"kind": "x", "id": "y", "rev": True}},
        {"subject": {"kind": 1, "id": "y", "rev": 1}},
        {"subject": None},
        {"before": []},
        {"after": "draft"},
        {"priv": None},
        {"priv": {"name": "An"}},
        {"priv": {"name": HASH[:-1]}},
        {"priv": {"name": HASH[:-2] + "h="}},
        {"priv": {"name": SIGN}},
        {"priv": {"name": "ă"}},
        {"cause": -1},
        {"cause": True},
        {"cause": "1"},
        {"w": "writer"},
        {"w": "writer+0011223G"},
        {"sig": HASH},
        {"sig": None},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_field_of_another_shape_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(NotAnEntry):
        read_entry(spoilt(**changes))


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_missing_field_is_refused(name: str) -> None:
    told = json.loads(an_entry(1))
    del told[name]

    with pytest.raises(NotAnEntry):
        read_entry(canonical(told))


@pytest.mark.parametrize("entry", [b"[]", b"1", b'"x"', b"null"])
def test_what_is_no_object_is_refused(entry: bytes) -> None:
    with pytest.raises(NotAnEntry):
        read_entry(entry)


def test_more_than_an_entry_may_hold_is_refused_unread() -> None:
    with pytest.raises(NotAnEntry, match="65536"):
        read_entry(b"x" * (LONGEST + 1))


def test_a_commitment_is_written_as_the_design_says() -> None:
    spelt = b"ntm-commit/v1\x00" + SALT + '"Nguyễn Văn A"'.encode()

    assert commit(SALT, "Nguyễn Văn A") == sha256(spelt).digest()
    assert commitment(SALT, "Nguyễn Văn A") == b64encode(sha256(spelt).digest()).decode()
    assert commit(SALT, "Nguye\u0302\u0303n Va\u0306n A") == commit(SALT, "Nguyễn Văn A")
    assert commit(SALT, ["a", 1]) == commit(SALT, ("a", 1))


def test_times_are_written_in_utc_with_six_decimals() -> None:
    vietnam = timezone(timedelta(hours=7))

    assert timestamp(datetime(2026, 1, 5, 6, 30, tzinfo=vietnam)) == "2026-01-04T23:30:00.000000Z"
    assert timestamp(datetime(2026, 1, 5, 0, 0, 0, 7, tzinfo=UTC)) == "2026-01-05T00:00:00.000007Z"


def test_the_writer_s_name_is_part_of_what_is_signed() -> None:
    told = read_entry(seal(fields(1), WRITER))

    message, signature = signed_part({**told, "w": "another/writer+00000000"})
    assert not verify_signature(KEY.public, message, signature)
