"""Whom a hamlet head calls on: nobody who renewed, nobody who is dead, nobody by guess."""

from dataclasses import replace
from datetime import date

import pytest

from ntm_verify.domain.call_list import (
    PurposeMissing,
    Reason,
    by_hamlet,
    calls,
    of_hamlet,
    require_purpose,
    unnamed,
)
from ntm_verify.domain.endings import Ending
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.roster import Roster, RosterRow

TODAY = date(2026, 11, 22)
OVER, SOON = Check.CARD_EXPIRED, Check.CARD_EXPIRES_SOON


def a_row(place: int, name: str, number: str, hamlet: str = "Thôn 1", *codes: Check) -> RosterRow:
    told = tuple(code.value for code in codes)
    kind = "b" if number else "-"
    return RosterRow(0, place + 2, name, number, kind, hamlet, counted=not codes, codes=told)


def ends(check: Check, place: int, day: str) -> Finding:
    return Finding(check, Field.VALID_TO, place, detail=day)


NOW = Roster(
    (),
    (
        a_row(0, "Nguyễn Văn Giả", "3899000001", "Thôn 1", OVER),
        a_row(1, "Nguyễn Thị Lập", "3899000002"),
        a_row(2, "Trần Văn Mẫu", "3899000003"),
        a_row(3, "Lê Thị Thử", "3899000004", "thôn hoà", OVER, Check.PERSON_DECEASED),
        a_row(4, "Lê Văn Thử", "3899000005", "Thôn Hòa", OVER),
        a_row(5, "Lê Văn Thử", "3899000005", "Thôn Hòa"),
        a_row(6, "Phạm Thị Giả", "3899000006", "Thôn Hòa"),
        a_row(7, "Bùi Văn Lập", "3899000007"),
    ),
)
FOUND = (
    ends(OVER, 0, "2026-10-31"),
    ends(SOON, 1, "2026-11-21"),
    ends(SOON, 2, "2026-12-31"),
    ends(OVER, 3, "2026-01-31"),
    ends(OVER, 4, "2026-01-31"),
    ends(SOON, 6, "2026-11-22"),
)
BEFORE = Roster(
    (),
    (
        a_row(0, "Hồ Văn Giả", "3899000009", "Thôn Hòa"),
        a_row(1, "Nguyễn Văn Giả", "3899000001"),
        a_row(2, "Đỗ Thị Mẫu", "3899000010", "Thôn 1", OVER),
    ),
)


def test_over_ending_and_gone_are_told_apart_and_who_renewed_or_died_is_left_out() -> None:
    found = calls(NOW, FOUND, BEFORE, TODAY, date(2026, 12, 31))

    assert [(call.name, call.digits, call.reason, call.day) for call in found] == [
        ("Nguyễn Văn Giả", "0001", Reason.LAPSED, date(2026, 10, 31)),
        ("Nguyễn Thị Lập", "0002", Reason.LAPSED, date(2026, 11, 21)),
        ("Trần Văn Mẫu", "0003", Reason.ENDING, date(2026, 12, 31)),
        ("Phạm Thị Giả", "0006", Reason.ENDING, date(2026, 11, 22)),
        ("Hồ Văn Giả", "0009", Reason.GONE, None),
    ]


def test_up_to_yesterday_only_cards_that_are_over_count() -> None:
    found = calls(NOW, FOUND, None, TODAY, date(2026, 11, 21))

    assert {call.reason for call in found} == {Reason.LAPSED}
    assert len(found) == 2


def test_the_card_that_ends_last_speaks_for_a_person_in_two_rows() -> None:
    rows = (NOW.rows[0], replace(NOW.rows[0], line=9, hamlet="Thôn 3"))
    findings = (ends(OVER, 0, "2026-10-31"), ends(SOON, 1, "2026-12-01"))

    (call,) = calls(Roster((), rows), findings, None, TODAY, date(2026, 12, 31))

    assert (call.day, call.hamlet, call.place) == (date(2026, 12, 1), "Thôn 3", 1)


def test_people_are_laid_out_by_hamlet_and_rows_that_follow_one_another_are_a_group() -> None:
    found = by_hamlet(calls(NOW, FOUND, BEFORE, TODAY, date(2026, 12, 31)))

    assert [(one.hamlet, one.people) for one in found] == [("Thôn 1", 3), ("Thôn Hòa", 2)]
    assert [[call.name for call in group] for group in found[0].groups] == [
        ["Nguyễn Văn Giả", "Nguyễn Thị Lập", "Trần Văn Mẫu"]
    ]
    assert [[call.name for call in group] for group in found[1].groups] == [
        ["Phạm Thị Giả"],
        ["Hồ Văn Giả"],
    ]
    assert of_hamlet(found, "THÔN HOÀ") == (found[1],)


def test_people_without_a_kept_date_are_a_number_and_no_names() -> None:
    until = date(2026, 12, 31)
    kept = (Ending("Thôn 1", until, 5), Ending("Thôn Hòa", date(2026, 11, 22), 2))

    assert unnamed(NOW, FOUND, kept, until, None) == 7 - 3
    assert unnamed(NOW, FOUND, kept, until, "thôn hòa") == 2 - 1
    assert unnamed(NOW, FOUND, kept, date(2026, 11, 21), None) == 0
    assert unnamed(NOW, FOUND, (), until, None) == 0


def test_a_list_of_people_is_made_for_a_purpose() -> None:
    assert require_purpose("renewal") == "renewal"
    with pytest.raises(PurposeMissing):
        require_purpose("")
