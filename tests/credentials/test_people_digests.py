"""Equal numbers meet under one key, and mean nothing under another."""

from hashlib import sha256
from hmac import new
from typing import Final

from ntm_verify.credentials.people_digests import SIZE, PeopleDigests

KEY: Final = bytes(range(32))
NUMBERS: Final = ["0090000001", "0090000002", "0090000001", ""]


def test_equal_numbers_meet_in_their_order() -> None:
    first, second, again, empty = PeopleDigests(KEY).of(NUMBERS)

    assert first == again
    assert len({first, second, empty}) == 3
    assert all(len(one) == SIZE == 16 for one in (first, second, empty))


def test_another_key_gives_nothing_in_common() -> None:
    ours, theirs = PeopleDigests(KEY).of(NUMBERS), PeopleDigests(bytes(32)).of(NUMBERS)

    assert not set(ours) & set(theirs)


def test_a_digest_is_the_start_of_the_known_keyed_hash() -> None:
    (one,) = PeopleDigests(KEY).of(["0090000001"])

    assert one == new(KEY, b"0090000001", sha256).digest()[:16]


def test_the_key_is_not_shown() -> None:
    assert repr(PeopleDigests(KEY)) == "PeopleDigests()"
