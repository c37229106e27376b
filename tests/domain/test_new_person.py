"""Sheets of people are read in any order of columns; offices and days as offices write them."""

from datetime import date
from typing import Final

import pytest

from ntm_verify.domain.new_person import (
    MOST_PEOPLE,
    Fault,
    PersonNotUsable,
    read_day,
    read_role,
    read_sheet,
)
from ntm_verify.domain.people import ROLE_LABELS, Role

HEADER: Final = (3, ("STT", "Vai trò", "HỌ TÊN", "Tài khoản", "Mã xã", "Email", "Từ ngày"))
ROW: Final = (5, ("1", "Người ký", "Lê  Thị Lập", " Lap.Le ", "38", "a@b.vn", "2026-01-05"))
TITLE: Final = (1, ("DANH SÁCH",))


def test_columns_stand_in_any_order_below_titles() -> None:
    people, faults = read_sheet((TITLE, HEADER, ROW))

    ((line, person),) = people
    assert (line, faults) == (5, ())
    assert (person.username, person.name, person.role) == ("lap.le", "Lê Thị Lập", Role.SIGNER)
    assert (person.unit, person.email) == ("38", "a@b.vn")
    assert (person.first_day, person.last_day) == (date(2026, 1, 5), None)


def test_a_short_row_lacks_what_it_does_not_have() -> None:
    ((_, person),), faults = read_sheet((HEADER, (4, ("1", "kiểm toán"))))
    assert (person.role, person.name, person.username, faults) == (Role.AUDITOR, "", "", ())


def test_a_name_that_stands_twice_points_at_the_first() -> None:
    _, faults = read_sheet((HEADER, ROW, (6, ROW[1])))
    assert [str(fault) for fault in faults] == ["Dòng 6: Tên đăng nhập “lap.le” đã có ở dòng 5."]


@pytest.mark.parametrize(
    "rows", [(), (TITLE,), (HEADER,), (HEADER, *[(n, ROW[1]) for n in range(MOST_PEOPLE + 1)])]
)
def test_what_holds_no_people_is_one_fault(rows: tuple[tuple[int, tuple[str, ...]], ...]) -> None:
    people, faults = read_sheet(rows)
    assert people == ()
    assert [fault.field for fault in faults] == ["header"]


def test_offices_are_read_by_name_code_and_without_accents() -> None:
    for role, label in ROLE_LABELS.items():
        for typed in (label, label.upper(), role.value, f"  {label} "):
            assert read_role(typed) is role
    assert read_role("can bo tham dinh") is Role.APPRAISER
    assert read_role("thủ kho") is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/01/2026", date(2026, 1, 5)),
        (" 5.1.2026 ", date(2026, 1, 5)),
        ("2026-01-05", date(2026, 1, 5)),
        ("31/02/2026", None),
        ("hôm nay", None),
        ("", None),
    ],
)
def test_days_are_read_as_offices_write_them(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


def test_the_row_stands_first_and_a_form_has_none() -> None:
    refused = PersonNotUsable((Fault("name", "Ghi tên."), Fault("unit", "Sai mã.", 7)))
    assert str(refused) == "Ghi tên. Dòng 7: Sai mã."
