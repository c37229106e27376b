"""A webhook lies where it may be called, and what it is told names nobody."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import pytest

from ntm_verify.domain.notice import Happening, Kind
from ntm_verify.domain.webhook import (
    HookState,
    Webhook,
    WrongHook,
    body,
    changed,
    read_secret,
    require_kinds,
    require_url,
    switch,
    write_secret,
)
from tests.support.builders import ADMINISTRATOR, AS_OF, PROVINCE, an_id

HOOK: Final = Webhook(
    an_id(1),
    PROVINCE,
    "Kho dữ liệu",
    "https://nhan.tinh.example/ntm",
    frozenset({Kind.CERTIFIED}),
    bytes(range(32)),
    ADMINISTRATOR.id,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://nhan.tinh.gov.vn/ntm",
        "https://nhan.tinh.gov.vn:8443/a/b?c=d",
        "  https://nhan.tinh.gov.vn/  ",
        "https://[2001:db8::1]/",
    ],
)
def test_an_encrypted_address_may_be_registered(url: str) -> None:
    assert require_url(url, private=False) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        *("", "nhan.tinh.gov.vn", "ftp://nhan/", "http://nhan.tinh.gov.vn/", "https://"),
        *("https://u:p@nhan/", "https://nhan/#a", "https://nhan/a b", "https://nhan:port/"),
        *("file:///etc/passwd", "gopher://nhan/", "javascript:alert(1)", "https://[::1"),
        *("https://nhan/\r\nX: y", f"https://nhan/{'a' * 500}", "https://nhận.vn/"),
        "http://127.0.0.1/",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(WrongHook):
        require_url(url, private=False)


def test_with_leave_this_machine_may_be_called_in_the_clear_and_no_other() -> None:
    assert require_url("http://127.0.0.1:8080/", private=True)
    with pytest.raises(WrongHook):
        require_url("http://10.0.0.1/", private=True)


def test_kinds_are_chosen_from_those_of_dossiers() -> None:
    assert require_kinds(frozenset({"dossier.certified"})) == {Kind.CERTIFIED}
    for wrong in (frozenset[str](), frozenset({"address.asked"}), frozenset({"all"})):
        with pytest.raises(WrongHook):
            require_kinds(wrong)


def test_only_an_active_webhook_wants_what_it_chose() -> None:
    assert HOOK.wants(Kind.CERTIFIED)
    assert not HOOK.wants(Kind.RETURNED)
    assert not replace(HOOK, state=HookState.PAUSED).wants(Kind.CERTIFIED)


def test_a_secret_is_written_as_receivers_enter_it_and_is_never_shown() -> None:
    assert write_secret(HOOK.secret).startswith("whsec_")
    assert read_secret(write_secret(HOOK.secret)) == HOOK.secret
    assert "secret" not in repr(HOOK)


def test_the_log_keeps_neither_address_nor_secret() -> None:
    event = changed(None, HOOK, ADMINISTRATOR)

    told = json.dumps(event.after, sort_keys=True)
    assert (event.before, event.subject.rev) == (None, 1)
    assert "nhan.tinh.example" not in told
    assert write_secret(HOOK.secret) not in told


def test_a_switch_is_told_with_what_was_before() -> None:
    kept = replace(HOOK, version=1)
    paused, event = switch(kept, HookState.PAUSED, ADMINISTRATOR)

    assert paused.state is HookState.PAUSED
    assert event.before == kept.told()
    assert (event.after or {})["state"] == "paused"
    assert event.subject.rev == 2


def test_what_a_program_is_told_has_the_published_shape() -> None:
    happening = Happening(
        an_id(7),
        Kind.DEADLINE_EXTENDED,
        datetime(2026, 3, 5, 2, 15, 30, 123456, tzinfo=UTC),
        str(an_id(1)),
        "u-appraiser",
        "u-appraiser",
        "",
        "under_appraisal",
        "field_check",
        4,
        until=date(2026, 4, 30),
        province="38",
        commune="14866",
        commune_name="Xã Đồng Lương",
        as_of=AS_OF,
    )

    told = json.loads(body(happening, "https://ntm.example"))

    assert told == {
        "type": "dossier.deadline_extended",
        "timestamp": "2026-03-05T02:15:30.123456Z",
        "data": {
            "dossier": str(an_id(1)),
            "revision": 4,
            "province": "38",
            "commune": "14866",
            "as_of": "2019-08-31",
            "status": "under_appraisal",
            "reason_code": "field_check",
            "certificate": None,
            "deadline": "2026-04-30",
            "href": f"https://ntm.example/api/v1/appraisals/{an_id(1)}",
        },
    }
    assert body(happening, "https://ntm.example") == body(happening, "https://ntm.example")
