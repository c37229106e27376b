"""Which old district a commune is counted to (huyện cũ): from the country's register.

District units ended on 30/6/2025, and results recognised before remain countable by them. A
commune made of communes of several districts belongs to none of them alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from .unit import Unit
from .units import BEFORE, Register, UnitKind

LAST_DAY: Final = date(2025, 6, 30)
"""Luật Tổ chức chính quyền địa phương 2025: the district level ended with this day."""
SEVERAL: Final = "Thuộc nhiều huyện cũ"


def districts_of(units: Iterable[Unit], register: Register) -> Mapping[str, str]:
    """Name the old district of each unit that the register knows, by the unit's key."""
    found = ((unit.code, district_of(unit, register)) for unit in units)
    return {code: name for code, name in found if name}


def district_of(unit: Unit, register: Register) -> str:
    """Name a unit's old district; `SEVERAL` where its parts lay in more than one, "" if unknown.

    A number counts only where the register has it in the unit's own province.
    """
    old, new = BEFORE + unit.official, unit.official
    if unit.first_day <= LAST_DAY:
        inside = _lies_in(old, BEFORE + unit.province, register)
        return _district([old] if inside else [], register)
    inside = _lies_in(new, unit.province, register)
    return _district([link.old for link in register.came_from(new)] if inside else [], register)


def _lies_in(key: str, province: str, register: Register) -> bool:
    rows = register.periods(key)
    return bool(rows) and register.province_of(rows[-1]) == province


def _district(olds: Iterable[str], register: Register) -> str:
    parents = {row.parent for old in olds for row in register.periods(old)[-1:]}
    names = {
        row.name
        for parent in parents
        for row in register.periods(parent)[-1:]
        if row.kind is UnitKind.DISTRICT
    }
    return SEVERAL if len(names) > 1 else next(iter(names), "")
