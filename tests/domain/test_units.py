"""Units of any time are found by name; who stands behind a name is never guessed."""

from datetime import date
from typing import Final

import pytest

from ntm_verify.domain.units import DatedUnit, Register, Succession, UnitKind, parted_name

END, BEGIN, SINCE = date(2025, 6, 30), date(2025, 7, 1), date(2026, 4, 30)
OLD: Final = (
    DatedUnit("~90", "Tỉnh Giả", UnitKind.PROVINCE, "", None, END),
    DatedUnit("~901", "Huyện Lập", UnitKind.DISTRICT, "~90", None, END),
    DatedUnit("~90001", "Thị trấn Hòa Giả", UnitKind.TOWN, "~901", None, END),
    DatedUnit("~90002", "Xã Sơn Hà", UnitKind.COMMUNE, "~901", None, END),
)
NEW: Final = (
    DatedUnit("91", "Tỉnh Giả", UnitKind.PROVINCE, "", BEGIN, None, "19/2025/QĐ-TTg"),
    DatedUnit("90001", "Xã Hòa Giả", UnitKind.COMMUNE, "91", BEGIN, date(2026, 4, 29)),
    DatedUnit("90001", "Phường Hòa Giả", UnitKind.WARD, "91", SINCE, None),
    DatedUnit("90003", "Xã Sơn Hạ", UnitKind.COMMUNE, "91", BEGIN, None),
)
REGISTER: Final = Register(
    (*OLD, *NEW),
    (
        Succession("~90001", "90001", is_whole=True, day=BEGIN),
        Succession("~90002", "90001", is_whole=False, day=BEGIN),
        Succession("~90002", "90003", is_whole=False, day=BEGIN),
    ),
)


def keys(units: tuple[DatedUnit, ...]) -> list[str]:
    return [unit.key for unit in units]


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("TT. Nga Sơn", ("tt", "Nga Sơn")),
        ("X.Sơn Hà", ("x", "Sơn Hà")),
        ("Thành phố Huế", ("thành phố", "Huế")),
        ("  đặc khu   Lý Sơn ", ("đặc khu", "Lý Sơn")),
        ("Phú Thọ", ("", "Phú Thọ")),
        ("Xã", ("", "Xã")),
    ],
)
def test_a_typed_name_is_parted_from_its_kind(typed: str, parted: tuple[str, str]) -> None:
    assert parted_name(typed) == parted


def test_an_old_name_is_found_without_accents_and_shows_where_it_was() -> None:
    assert keys(REGISTER.find("hoa gia")) == ["90001", "90001", "~90001"]
    (town,) = REGISTER.find("tt hoa gia")
    assert REGISTER.full_name(town) == "Thị trấn Hòa Giả, Huyện Lập, Tỉnh Giả"
    assert keys(REGISTER.find("90002")) == ["~90002"]
    assert keys(REGISTER.find("sơn hạ")) == ["90003", "~90002"]
    assert keys(REGISTER.find("a", most=2)) == ["90001", "90003"]
    assert keys(REGISTER.find("hoa gia", province="~90")) == ["~90001"]
    assert REGISTER.find("  ") == ()


def test_a_name_is_decided_with_accents_within_a_province_and_on_a_day() -> None:
    assert keys(REGISTER.resolve("Sơn Hà", END, "~90")) == ["~90002"]
    assert REGISTER.resolve("Sơn Hà", BEGIN, "91") == ()
    assert REGISTER.resolve("son ha", END, "~90") == ()
    assert keys(REGISTER.resolve("Hoà Giả", BEGIN, "91")) == ["90001"]
    assert REGISTER.resolve("phường Hòa Giả", BEGIN, "91") == ()
    assert REGISTER.resolve("Hòa Giả", BEGIN, "~90") == ()


def test_a_unit_is_asked_for_by_day_and_changes_its_kind_under_one_key() -> None:
    before, after = REGISTER.on("90001", date(2026, 4, 29)), REGISTER.on("90001", SINCE)
    assert (before, after) == REGISTER.periods("90001")
    assert REGISTER.on("90001", END) is None
    assert REGISTER.periods("nobody") == ()
    assert keys(REGISTER.below("91", SINCE)) == ["90001", "90003"]
    assert keys(tuple(REGISTER.standing(END, UnitKind.TOWN, UnitKind.PROVINCE))) == [
        "~90",
        "~90001",
    ]


def test_an_old_unit_that_went_to_several_asks() -> None:
    whole, parts, district = (REGISTER.became(key) for key in ("~90001", "~90002", "~901"))

    assert (whole.one, whole.must_ask) == (NEW[1], False)
    assert (parts.one, parts.must_ask, keys(parts.choices)) == (None, True, ["90001", "90003"])
    assert (district.one, district.must_ask) == (None, False)
    assert [link.old for link in REGISTER.came_from("90001")] == ["~90001", "~90002"]
    assert NEW[1].code == OLD[2].code == "90001"
