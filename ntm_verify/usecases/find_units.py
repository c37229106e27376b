"""Somebody looks a unit of any time up by its name or number (tra cứu đơn vị hành chính)."""

from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.units import Became, DatedUnit

from .on_record import on_record
from .ports import Ports

MOST: Final = 20
OFFICES: Final = (Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class FindUnits:
    """A name with or without accents and kind, or a number (từ khóa)."""

    text: str


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit in one time (đơn vị tìm thấy), with those above it, and what it became."""

    unit: DatedUnit
    full_name: str
    became: Became
    heirs: tuple[str, ...]
    """Full names of what it became; several mean: a person has to say which."""


@on_record
async def find_units(ports: Ports, actor: Actor, request: FindUnits) -> tuple[FoundUnit, ...]:
    """Give units of the country of before and since 1/7/2025; public facts, so no entry (F88).

    Raises:
        WrongOffice: the actor is no administrator or auditor.

    """
    require_office(actor, *OFFICES)
    register = ports.register()
    found = []
    for unit in register.find(request.text, MOST):
        became = register.became(unit.key)
        heirs = tuple(register.full_name(heir) for heir in became.choices)
        found.append(FoundUnit(unit, register.full_name(unit), became, heirs))
    return tuple(found)
