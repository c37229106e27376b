"""How long a session lives, and in whose office an account acts."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.account import (
    ABSOLUTE_LIMIT,
    FIRST_DELAY,
    IDLE_LIMIT,
    MOST_FAILURES,
    WINDOW,
    ReauthenticationRequired,
    Session,
    WeakPassword,
    WrongCredentials,
    delay,
    require_strength,
    short_agent,
)
from ntm_verify.domain.people import Actor, Reach
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


@pytest.mark.parametrize(
    "password",
    [
        "ngắn quá",
        "x" * 129,
        "Matkhau12345",
        "la clerk.xa day nhe",
        "ntm_verify-2026",
        "aaaaabbbbbcccc",
        "123456789012",
        "210987654321",
        "qwertyuiopas",
    ],
)
def test_what_everybody_tries_first_is_no_password(password: str) -> None:
    with pytest.raises(WeakPassword):
        require_strength(password, " Clerk.XA ")


@pytest.mark.parametrize("password", ["ba con mèo đen", "x7Kq!mZp2wLd", "một hai ba bốn năm"])
def test_a_sentence_or_chance_is_a_password_whatever_its_letters(password: str) -> None:
    require_strength(password, "clerk.xa")
    require_strength(f"{password} xa", "xa")


def test_waits_double_and_end() -> None:
    waits = [delay(MOST_FAILURES + n) for n in range(12)]
    assert waits[:3] == [FIRST_DELAY, 2 * FIRST_DELAY, 4 * FIRST_DELAY]
    assert waits[-1] == WINDOW


def test_the_log_s_state_tells_what_is_unusual_and_nothing_personal() -> None:
    usual = an_account(CLERK, password_hash="x", email="a@b.vn")  # noqa: S106 - no hash
    assert usual.state() == {"role": "commune", "unit": CLERK.unit}
    reach = Reach(frozenset({"2", "1"}), date(2019, 1, 1), date(2019, 12, 31))
    limited = an_account(
        CLERK,
        active=False,
        first_day=date(2019, 1, 1),
        last_day=date(2019, 2, 1),
        reach=reach,
        has_factor=True,
    )
    assert limited.state() == {
        **usual.state(),
        "active": False,
        "password": False,
        "factor": True,
        "first_day": "2019-01-01",
        "last_day": "2019-02-01",
        "communes": ["1", "2"],
        "first_period": "2019-01-01",
        "last_period": "2019-12-31",
    }
    assert "password_hash" not in repr(usual)


def test_the_day_of_a_term_is_vietnam_s() -> None:
    account = an_account(CLERK, last_day=date(2019, 9, 25))
    last_minute = datetime(2019, 9, 25, 16, 59, tzinfo=UTC)
    assert account.serves(last_minute)
    assert not account.serves(last_minute + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("told", "short"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge trên Windows"),
        ("Mozilla/5.0 (Windows NT 6.1) coc_coc_browser/109 Chrome/103", "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile", "Chrome trên Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Safari/604", "Safari trên iPhone"),
        ("curl/8.5", "chương trình khác"),
    ],
)
def test_a_device_is_told_in_few_words(told: str, short: str) -> None:
    assert short_agent(told) == short


def test_an_auditor_s_reach_has_edges_that_belong_to_it() -> None:
    reach = Reach(frozenset({"1"}), date(2019, 1, 1), date(2019, 12, 31))
    assert reach.covers("1", date(2019, 1, 1))
    assert reach.covers("1", date(2019, 12, 31))
    assert not reach.covers("1", date(2018, 12, 31))
    assert not reach.covers("1", date(2020, 1, 1))
    assert not reach.covers("2", date(2019, 6, 30))
    assert Reach().covers("2", date(2019, 6, 30))


def test_a_program_is_told_where_to_confirm() -> None:
    assert "POST /api/v1/session/confirmation" in str(ReauthenticationRequired())
