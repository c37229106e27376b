"""Units change by a document: what cannot be is refused, days stay known, figures add up."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import (
    ChangeKind,
    Known,
    NewUnit,
    NotInProgramme,
    UnitChange,
    UnitOrder,
    WrongUnitChange,
    planned,
    require_in_programme,
)
from ntm_verify.domain.unit_years import Figure, years_of
from tests.support.builders import an_id

BEGUN, DAY, LATER = date(2010, 1, 1), date(2025, 7, 1), date(2026, 4, 30)
BY: Final = Actor("u-admin", Role.ADMINISTRATOR, "90", "90")
NOW: Final = datetime(2026, 7, 1, tzinfo=UTC)
A, B = (Unit(code, f"Xã {code}", "commune", "90", BEGUN) for code in ("90001", "90002"))
PROVINCE: Final = Unit("90", "Tỉnh Giả", "province", "90", BEGUN)
ELSEWHERE: Final = Unit("91001", "Xã Khác", "commune", "91", BEGUN)
KNOWN: Final = Known("90", {unit.code: unit for unit in (A, B, PROVINCE, ELSEWHERE)})
MERGE: Final = UnitOrder(
    ChangeKind.MERGE, ("90001", "90002"), (NewUnit("90003", " Xã Mới "),), DAY, " NQ 1 "
)
SPLIT: Final = UnitOrder(
    ChangeKind.SPLIT, ("90001",), (NewUnit("90004", "Xã Tư"), NewUnit("90005", "Xã Năm")), DAY, "NQ"
)
RENAME: Final = UnitOrder(ChangeKind.RENAME, ("90001",), (NewUnit("90001", "Xã Tên"),), DAY, "NQ")
RETYPE: Final = UnitOrder(
    ChangeKind.RETYPE, ("90001",), (NewUnit("90001", "Phường Một", "ward"),), LATER, "NQ"
)

PART: Final = UnitOrder(ChangeKind.PART, ("90001",), (NewUnit("90002", "Xã 90002"),), DAY, "NQ")


def made(order: UnitOrder, known: Known = KNOWN) -> UnitChange:
    return planned(order, known, (an_id(len(known.changes)), BY, NOW))


def after(order: UnitOrder, known: Known = KNOWN) -> Known:
    change = made(order, known)
    rows = {unit.code: unit for unit in change.rows}
    return replace(known, units={**known.units, **rows}, changes=(*known.changes, change))


@pytest.mark.parametrize(
    ("order", "others", "field", "told"),
    [
        (MERGE, {"document": "  "}, "document", "Ghi số, ký hiệu"),
        (MERGE, {"old": ("90001", "90009")}, "old", "90009"),
        (MERGE, {"old": ("90001", "91001")}, "old", "91001"),
        (MERGE, {"old": ("90001", "90")}, "old", "“90”"),
        (MERGE, {"old": ("90001", "90001")}, "old", "hai đơn vị"),
        (MERGE, {"day": BEGUN}, "old", "không tồn tại"),
        (MERGE, {"new": SPLIT.new}, "new", "đúng một đơn vị mới"),
        (MERGE, {"new": (NewUnit("90003", " "),)}, "new", "tên đầy đủ"),
        (MERGE, {"new": (NewUnit("90003", "Xã", "town"),)}, "new", "xã, phường hoặc đặc khu"),
        (MERGE, {"new": (NewUnit("90 3", "Xã Mới"),)}, "new", "mã riêng"),
        (
            SPLIT,
            {"new": (SPLIT.new[0], NewUnit("90002", "Xã Mới"))},
            "new",
            "Đơn vị mới lấy một mã",
        ),
        (MERGE, {"new": (NewUnit("90", "Xã Mới"),)}, "new", "Đơn vị mới lấy một mã"),
        (PART, {"old": ("90001", "90002")}, "old", "đúng một"),
        (PART, {"new": (NewUnit("90001", "Xã"),)}, "new", "đơn vị khác đang tồn tại"),
        (PART, {"new": (NewUnit("90009", "Xã"),)}, "new", "đơn vị khác đang tồn tại"),
        (SPLIT, {"old": ("90001", "90002")}, "old", "đúng một"),
        (SPLIT, {"new": MERGE.new}, "new", "hai đơn vị mới"),
        (SPLIT, {"new": (SPLIT.new[0], SPLIT.new[0])}, "new", "mã riêng"),
        (RENAME, {"new": (NewUnit("90001", "Xã 90001"),)}, "new", "giống tên"),
        (RETYPE, {"new": (NewUnit("90001", "Xã Tên"),)}, "new", "đang là xã"),
    ],
)
def test_a_change_that_cannot_be_says_where_and_why(
    order: UnitOrder, others: dict[str, Any], field: str, told: str
) -> None:
    with pytest.raises(WrongUnitChange, match=told) as refused:
        made(replace(order, **others))
    assert refused.value.field == field


def test_a_merger_ends_its_parts_on_the_eve_and_begins_a_unit_of_its_own() -> None:
    change = made(MERGE)
    new = Unit("90003", "Xã Mới", "commune", "90", DAY)
    eve = date(2025, 6, 30)

    assert change.rows == (replace(A, last_day=eve), replace(B, last_day=eve), new)
    assert (change.number, change.document) == (1, "NQ 1")
    known = after(MERGE)
    assert (known.became("90001"), known.became("90003")) == ((new,), ())
    assert (known.on("90001", eve), known.on("90001", DAY)) == (replace(A, last_day=eve), None)
    assert known.on("90003", DAY) == new


def test_a_split_leaves_it_to_a_person_which_part() -> None:
    known = after(SPLIT)

    assert [unit.name for unit in known.became("90001")] == ["Xã Tư", "Xã Năm"]
    figures = [Figure("90001", date(2024, 12, 31), 9, 10, "x")]
    assert years_of("90004", known, figures) == ()


def test_a_name_and_a_kind_change_from_a_day_on_and_the_past_stays() -> None:
    known = after(RETYPE, after(RENAME))

    told = [known.on("90001", day) for day in (date(2025, 6, 30), DAY, LATER)]

    assert [(unit.name, unit.kind) for unit in told if unit] == [
        ("Xã 90001", "commune"),
        ("Xã Tên", "commune"),
        ("Phường Một", "ward"),
    ]
    assert known.names("90001") == ("Xã 90001", "Xã Tên", "Phường Một")
    assert known.units["90001"].first_day == BEGUN
    with pytest.raises(WrongUnitChange, match="30/4/2026"):
        made(replace(RENAME, day=DAY), known)


def test_a_ward_hands_nothing_in_from_its_first_day_on() -> None:
    known = after(RETYPE)

    assert require_in_programme(known, "90001", date(2026, 4, 29)).name == "Xã 90001"
    assert require_in_programme(known, "90002", LATER) == B
    with pytest.raises(NotInProgramme, match="Phường Một từ ngày 30/4/2026"):
        require_in_programme(known, "90001", LATER)
    with pytest.raises(NotInProgramme, match="Xã 90002 không tồn tại"):
        require_in_programme(known, "90002", date(2009, 12, 31))
    with pytest.raises(NotFound):
        require_in_programme(known, "90009", LATER)
    back = after(replace(RETYPE, new=(NewUnit("90001", "Xã Lại"),), day=date(2026, 6, 1)), known)
    assert require_in_programme(back, "90001", date(2026, 6, 1)).name == "Xã Lại"


def test_figures_of_merged_units_are_added_up_and_a_missing_part_is_no_zero() -> None:
    known = after(MERGE)
    figures = [
        Figure("90001", date(2023, 6, 30), 1, 2, "early"),
        Figure("90001", date(2023, 12, 31), 900, 1000, "a"),
        Figure("90002", date(2023, 12, 31), 1899, 2001, "b"),
        Figure("90001", date(2024, 12, 31), 950, 1000, "c"),
        Figure("90001", date(2025, 12, 31), 1, 1, "after it had ended"),
        Figure("90003", date(2025, 12, 31), 2900, 3001, "d"),
    ]

    told = years_of("90003", known, figures)

    assert [(y.year, y.participants, y.population, y.is_added_up, y.missing) for y in told] == [
        (2023, 2799, 3001, True, ()),
        (2024, None, None, True, ("Xã 90002",)),
        (2025, 2900, 3001, False, ()),
    ]
    assert [part.reference for part in told[0].parts] == ["a", "b"]
    again = UnitOrder(
        ChangeKind.MERGE, ("90003", "90006"), (NewUnit("90007", "Xã Bảy"),), LATER, "NQ"
    )
    six = Unit("90006", "Xã Sáu", "commune", "90", BEGUN)
    twice = after(again, replace(known, units={**known.units, "90006": six}))
    figures += [Figure("90006", date(2023, 12, 31), 1, 9, "e")]
    first = years_of("90007", twice, figures)[0]
    assert (first.participants, first.population) == (2800, 3010)
    assert years_of("90007", twice, figures)[1].missing == ("Xã Sáu", "Xã 90002")


def test_a_new_unit_takes_the_number_of_a_part_and_every_day_has_its_own_bearer() -> None:
    known = after(replace(MERGE, new=(NewUnit("90001", "Xã Mới"),)))
    eve = date(2025, 6, 30)
    new = Unit("90001-2", "Xã Mới", "commune", "90", DAY, number="90001")

    assert known.units["90001-2"] == new
    assert (new.official, known.units["90001"].official) == ("90001", "90001")
    bearers = [known.holder("90001", day) for day in (eve, DAY)]
    assert bearers == [replace(A, last_day=eve), new]
    assert known.became("90001") == (new,)
    assert "number" not in A.state()
    assert new.state()["number"] == "90001"
    figures = [
        Figure("90001", date(2024, 12, 31), 900, 1000, "a"),
        Figure("90002", date(2024, 12, 31), 1899, 2001, "b"),
        Figure("90001-2", date(2025, 12, 31), 2850, 3001, "c"),
    ]
    told = years_of("90001-2", known, figures)
    assert [(y.participants, y.is_added_up) for y in told] == [(2799, True), (2850, False)]
    third = UnitOrder(
        ChangeKind.SPLIT,
        ("90001-2",),
        (NewUnit("90001", "Xã Ba"), NewUnit("90008", "Xã Tám")),
        LATER,
        "NQ",
    )
    again = after(third, known)
    assert [unit.code for unit in again.became("90001-2")] == ["90001-3", "90008"]
    held = again.holder("90001", LATER)
    assert held is not None
    assert held.name == "Xã Ba"


def test_a_part_that_moves_ends_nobody_and_flags_the_comparison_over_its_day() -> None:
    known = after(PART)

    assert (known.units, known.became("90001")) == (KNOWN.units, ())
    assert (known.on("90001", DAY), known.on("90002", DAY)) == (A, B)
    figures = [
        Figure(code, date(year, 12, 31), 9, 10, f"{code}/{year}")
        for code in ("90001", "90002")
        for year in (2023, 2024, 2025, 2026)
    ]
    for code in ("90001", "90002"):
        told = years_of(code, known, figures)
        assert [bool(year.moved) for year in told] == [False, False, True, False]
