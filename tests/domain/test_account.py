"""How long a session lives, and in whose office an account acts."""

from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.account import ABSOLUTE_LIMIT, IDLE_LIMIT, Session, WrongCredentials
from ntm_verify.domain.people import Actor
from tests.support.builders import CLERK, NOON, an_account

TICK: Final = timedelta(microseconds=1)


def a_session(scope: str, idle: timedelta = timedelta(0)) -> Session:
    return Session("0" * 64, CLERK.id, scope, NOON, NOON + idle)


@pytest.mark.parametrize(
    ("scope", "age", "seen", "lives"),
    [
        ("web", IDLE_LIMIT, timedelta(0), "yes"),
        ("web", IDLE_LIMIT + TICK, timedelta(0), "no"),
        ("web", IDLE_LIMIT + TICK, TICK, "yes"),
        ("api", IDLE_LIMIT + TICK, timedelta(0), "yes"),
        ("api", ABSOLUTE_LIMIT, timedelta(0), "yes"),
        ("api", ABSOLUTE_LIMIT + TICK, timedelta(0), "no"),
        ("web", ABSOLUTE_LIMIT, ABSOLUTE_LIMIT, "yes"),
        ("web", ABSOLUTE_LIMIT + TICK, ABSOLUTE_LIMIT, "no"),
    ],
)
def test_a_session_ends_by_age_and_a_browser_also_by_idleness(
    scope: str, age: timedelta, seen: timedelta, lives: str
) -> None:
    assert a_session(scope, seen).lives(NOON + age) == (lives == "yes")


@given(st.sampled_from(["web", "api"]), st.timedeltas(timedelta(0), 3 * ABSOLUTE_LIMIT))
def test_nothing_keeps_a_session_alive_beyond_its_longest_life(scope: str, age: timedelta) -> None:
    """Even one that is used in the very same moment."""
    assert a_session(scope, age).lives(NOON + age) == (age <= ABSOLUTE_LIMIT)


def test_an_account_acts_in_its_own_office() -> None:
    actor = an_account(CLERK).actor(request="r", address="192.0.2.7")

    assert actor == CLERK
    assert (actor.name, actor.request, actor.address) == (CLERK.name, "r", "192.0.2.7")
    assert isinstance(actor, Actor)


def test_a_wrong_name_and_a_wrong_password_sound_the_same() -> None:
    assert str(WrongCredentials()) == "Tên đăng nhập hoặc mật khẩu không đúng."
