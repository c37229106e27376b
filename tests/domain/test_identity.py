"""An attempt and an identity say what they are, and no more."""

from datetime import timedelta

import pytest

from ntm_verify.domain.identity import (
    ATTEMPT_LIFE,
    SKEW,
    Attempt,
    Proven,
    Purpose,
    SubjectNotUsable,
    require_subject,
)
from tests.support.builders import NOON

ATTEMPT = Attempt(Purpose.CONFIRM, "trạng thái", "n", "v", NOON, "/audit", "x")


def test_an_attempt_reads_back_as_it_was_written_and_shows_no_secret() -> None:
    assert Attempt.read(ATTEMPT.text()) == ATTEMPT
    assert "trạng thái" not in repr(ATTEMPT)


def test_an_attempt_lives_ten_minutes_and_not_before_it_began() -> None:
    second = timedelta(seconds=1)
    for moment, lives in (
        (NOON - second, False),
        (NOON, True),
        (NOON + ATTEMPT_LIFE - second, True),
        (NOON + ATTEMPT_LIFE, False),
    ):
        assert ATTEMPT.lives(moment) is lives


def test_only_signing_in_may_rest_on_a_session_at_the_provider() -> None:
    asked = {p: Attempt(p, "s", "n", "v", NOON).is_fresh_asked for p in Purpose}
    assert asked == {Purpose.SIGN_IN: False, Purpose.ACCEPT: True, Purpose.CONFIRM: True}


def test_somebody_was_asked_since_a_moment_if_the_provider_says_so() -> None:
    assert Proven("i", "s", NOON).shown_since(NOON + SKEW)
    assert not Proven("i", "s", NOON).shown_since(NOON + SKEW + timedelta(seconds=1))
    assert not Proven("i", "s").shown_since(NOON)


@pytest.mark.parametrize("typed", ["", " ", "a b", "a\t", "é", "a" * 256])
def test_a_subject_is_plain_and_bounded(typed: str) -> None:
    assert require_subject("a" * 255) == "a" * 255
    with pytest.raises(SubjectNotUsable):
        require_subject(typed)
