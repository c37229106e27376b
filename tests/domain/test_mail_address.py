"""An address is used once its owner opened the letter; the log never learns it."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from ntm_verify.domain.mail_address import (
    ASKED_EVERY,
    VALID_FOR,
    AskedAlready,
    LinkOver,
    MailAddress,
    WrongAddress,
    ask,
    confirm,
    masked,
    require_address,
    told,
)
from tests.support.builders import CLERK, NOON

NONE: Final = MailAddress(CLERK.id)
ASKED: Final = MailAddress(CLERK.id, "can.bo@xa.example", "ma-gia", NOON, None, 1)


@pytest.mark.parametrize("typed", ["can.bo@xa.example", " a+b@x-y.gov.vn ", "o'x@a.vn"])
def test_an_address_is_taken_without_outer_spaces(typed: str) -> None:
    assert require_address(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        *("", "can.bo", "can.bo@", "@xa.vn", "a@b", "a b@xa.vn", "a@xa..vn", "a@@xa.vn"),
        *("a@xa.vn\r\nBcc: b@c.vn", "a@xa.vn,b@c.vn", "cán.bộ@xa.vn", f"{'a' * 65}@xa.vn"),
        *("<a@xa.vn>", f"a@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 63}.vn"),
    ],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(WrongAddress):
        require_address(typed)


def test_a_new_address_waits_until_it_is_confirmed() -> None:
    new = ask(NONE, "can.bo@xa.example", "ma-gia", at=NOON)

    assert replace(new, version=1) == ASKED
    assert (NONE.state, ASKED.state) == ("", "asked")
    assert confirm(ASKED, "ma-gia", at=NOON).state == "confirmed"


def test_the_link_serves_once_in_time_and_only_from_the_latest_letter() -> None:
    used = confirm(ASKED, "ma-gia", at=NOON + VALID_FOR)
    for known, token, at in (
        (ASKED, "ma-khac", NOON),
        (ASKED, "", NOON),
        (ASKED, "ma-gia", NOON + VALID_FOR + timedelta(seconds=1)),
        (used, "ma-gia", NOON),
        (NONE, "", NOON),
    ):
        with pytest.raises(LinkOver):
            confirm(known, token, at=at)


def test_nobody_is_flooded_with_letters() -> None:
    with pytest.raises(AskedAlready):
        ask(ASKED, "khac@xa.example", "ma-2", at=NOON + ASKED_EVERY - timedelta(seconds=1))

    assert ask(ASKED, "khac@xa.example", "ma-2", at=NOON + ASKED_EVERY).state == "asked"


def test_the_log_learns_that_it_changed_and_nothing_else() -> None:
    first = told(NONE, ask(NONE, "can.bo@xa.example", "ma-gia", at=NOON), CLERK)
    second = told(ASKED, confirm(ASKED, "ma-gia", at=NOON), CLERK)
    gone = told(ASKED, replace(ASKED, address="", token=""), CLERK)

    assert (first.before, first.after, first.subject.rev) == (None, {"state": "asked"}, 1)
    assert (second.before, second.after) == ({"state": "asked"}, {"state": "confirmed"})
    assert gone.after == {"state": "removed"}
    assert not first.private


def test_an_address_is_shown_so_that_only_its_owner_knows_it() -> None:
    assert masked("can.bo@xa.example") == "ca…@xa.example"
    assert "can.bo" not in repr(ASKED)
