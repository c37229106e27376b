"""A policy is read whole or refused; a quorum counts those who really signed."""

import pytest

from ntm_verify.trail.notes import NoteKey, write_key
from ntm_verify.trail.policy_file import BadPolicy, read_policy
from ntm_verify.trail.signatures import SigningKey

from .test_notes import LOG_KEY, WITNESS_KEY

OTHER = NoteKey("other.example", b"\x04", SigningKey(b"\4" * 32).public)
TEXT = f"""
log {write_key(LOG_KEY)}
witness one {write_key(WITNESS_KEY)}
witness two {write_key(OTHER)}
group either any one two
group both 2 one two
quorum both
# a comment
#ntm key-period {LOG_KEY.id.hex()} 0 12
#ntm writer {write_key(LOG_KEY)} 3 -
#ntm max-age 7200
#ntm of-a-later-version x
"""


def test_everything_is_read() -> None:
    policy = read_policy(TEXT)

    assert policy.origin == LOG_KEY.name
    assert policy.keys == (LOG_KEY, WITNESS_KEY, OTHER)
    assert [policy.periods[LOG_KEY.id.hex()].holds(size) for size in (0, 12, 13)] == [1, 1, 0]
    assert [policy.writers[0][1].holds(place) for place in (2, 3, 10**9)] == [0, 1, 1]
    assert (policy.max_future, policy.max_age) == (300, 7200)


def test_a_quorum_counts_who_signed() -> None:
    both = read_policy(TEXT)
    either = read_policy(TEXT.replace("quorum both", "quorum either"))
    none = read_policy(TEXT.replace("quorum both", "quorum none"))

    assert [policy.is_met([LOG_KEY, OTHER]) for policy in (both, either, none)] == [0, 1, 1]
    assert [policy.is_met([WITNESS_KEY, OTHER]) for policy in (both, either, none)] == [1, 1, 1]
    assert [policy.is_met([]) for policy in (both, either, none)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quorum both", ""),
        ("quorum both", "quorum nobody"),
        ("quorum both", "quorum both\nquorum either"),
        ("group both 2 one two", "group both 3 one two"),
        ("group both 2 one two", "group both 0 one two"),
        ("group both 2 one two", "group both all one three"),
        ("group both 2 one two", "group both all"),
        ("group both 2 one two", "group one all two"),
        ("group both 2 one two", "group both 1 one one"),
        ("log ", "lag "),
        ("log ", "log x "),
        ("max-age 7200", "max-age soon"),
        ("witness two", "witness one"),
        (write_key(OTHER), write_key(OTHER)[:-4]),
    ],
)
def test_a_line_that_makes_no_sense_refuses_the_whole(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(BadPolicy):
        read_policy(TEXT.replace(old, new))
    with pytest.raises(BadPolicy):
        read_policy(TEXT + "#" * 100_001)
