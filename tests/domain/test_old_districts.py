"""Communes are counted to the district that the register names, and to none that is a guess."""

from datetime import date

import pytest

from ntm_verify.domain.old_districts import SEVERAL, district_of, districts_of
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.units import DatedUnit, Register, Succession, UnitKind
from ntm_verify.regulations.units import load_register

OLD, NEW = date(2010, 1, 1), date(2025, 7, 1)
ENDED = date(2025, 6, 30)


def old(key: str, name: str, kind: UnitKind, parent: str) -> DatedUnit:
    return DatedUnit(key, name, kind, parent, None, ENDED)


REGISTER = Register(
    [
        old("~90", "Tỉnh Giả", UnitKind.PROVINCE, ""),
        old("~901", "Huyện Một", UnitKind.DISTRICT, "~90"),
        old("~902", "Huyện Hai", UnitKind.DISTRICT, "~90"),
        old("~90001", "Xã Một", UnitKind.COMMUNE, "~901"),
        old("~90002", "Xã Hai", UnitKind.COMMUNE, "~902"),
        DatedUnit("90", "Tỉnh Giả", UnitKind.PROVINCE, "", NEW, None),
        *(
            DatedUnit(key, key, UnitKind.COMMUNE, "90", NEW, None)
            for key in ("90001", "90005", "90006")
        ),
    ],
    [
        Succession("~90001", "90001", is_whole=True, day=NEW),
        Succession("~90001", "90005", is_whole=False, day=NEW),
        Succession("~90002", "90005", is_whole=True, day=NEW),
    ],
)


@pytest.mark.parametrize(
    ("code", "first", "province", "name"),
    [
        ("90001", OLD, "90", "Huyện Một"),
        ("90002", OLD, "90", "Huyện Hai"),
        ("90001", NEW, "90", "Huyện Một"),
        ("90005", NEW, "90", SEVERAL),
        ("90006", NEW, "90", ""),
        ("90001", OLD, "00", ""),
        ("99999", NEW, "90", ""),
    ],
)
def test_a_commune_is_counted_to_its_old_district(
    code: str, first: date, province: str, name: str
) -> None:
    assert district_of(Unit(code, "Xã", "commune", province, first), REGISTER) == name


def test_a_unit_with_a_key_of_its_own_is_found_by_its_number() -> None:
    unit = Unit("90001-2", "Xã", "commune", "90", NEW, number="90001")

    assert districts_of([unit], REGISTER) == {"90001-2": "Huyện Một"}


def test_the_province_with_its_borders_kept_has_every_commune_in_a_district() -> None:
    """Thanh Hóa: 166 communes of today, five of them out of two districts."""
    register = load_register()
    units = [
        Unit(one.code, one.name, one.kind.value, "38", NEW)
        for one in register.below("38", date(2026, 1, 1))
    ]

    areas = districts_of(units, register)

    assert len(areas) == len(units) == 166
    assert list(areas.values()).count(SEVERAL) == 5
    assert {"Huyện Yên Định", "Huyện Quảng Xương", "Huyện Thọ Xuân"} < set(areas.values())
