"""An administrator looks at the units, their changes and figures (xem đơn vị hành chính)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit_change import Known
from ntm_verify.domain.unit_years import YearFigure, years_of

from .on_record import on_record
from .ports import Ports
from .survey_units import dossiers_of, figure_of, known_units, papers_of


@dataclass(frozen=True, slots=True)
class ReadUnits:
    """Ask for the actor's own province; with `unit` also for that unit's figures by year."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class UnitsFile:
    """Units and changes of a province, and figures by unit (đơn vị, thay đổi, số liệu)."""

    known: Known
    years: Mapping[str, tuple[YearFigure, ...]]


@on_record
async def read_units(ports: Ports, actor: Actor, request: ReadUnits) -> UnitsFile:
    """Give the province's units with every change, and the figures of the one asked for.

    A unit that others were merged into has their figures added up before the day of the merger.

    Raises:
        WrongOffice: the actor is no administrator or auditor.

    """
    require_office(actor, Role.ADMINISTRATOR, Role.AUDITOR)
    async with ports.reading() as tx:
        known = await known_units(tx, actor.province)
        if request.unit not in known.units:
            return UnitsFile(known, {})
        figures = []
        for code in _line(request.unit, known):
            dossiers = await dossiers_of(tx, actor.province, code)
            figures += [figure_of(paper) for paper in await papers_of(tx, dossiers)]
    return UnitsFile(known, {request.unit: years_of(request.unit, known, figures)})


def _line(code: str, known: Known) -> tuple[str, ...]:
    """Give a unit and, through its mergers, everything that went into it."""
    made = known.merged_into(code)
    before = made.before if made else ()
    return (code, *(one for unit in before for one in _line(unit.code, known)))
