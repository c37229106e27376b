"""Look ahead for every commune of a province (dự báo thẻ hết hạn toàn tỉnh): F33, F99."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ntm_verify.domain.outlook import ProvinceOutlook, province_outlook, speaking
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports

STAFF: Final = (Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR)
YEARS_BACK: Final = 2
"""Cards are valid for a year; an older list says nothing of cards today."""


@dataclass(frozen=True, slots=True)
class ReadProvinceOutlook:
    """From which day on; None is today (ngày bắt đầu dự báo)."""

    day: date | None = None


@dataclass(frozen=True, slots=True)
class ProvinceAhead:
    """A province and what lies ahead of its communes (dự báo toàn tỉnh)."""

    province: Unit
    found: ProvinceOutlook


@on_record
async def read_province_outlook(
    ports: Ports, actor: Actor, request: ReadProvinceOutlook
) -> ProvinceAhead:
    """Lay the communes out over the days ahead; totals tell of nobody, the look is no entry.

    Answered from counts that are kept with every checked list: no list is read.

    Raises:
        WrongOffice: the actor does not serve the province.

    """
    require_office(actor, *STAFF)
    day = request.day or ports.now().astimezone(VIETNAM).date()
    horizons = ports.outlook.horizons(day)
    first = date(day.year - YEARS_BACK, 1, 1)
    async with ports.reading() as tx:
        province = await tx.units.get(actor.province)
        units = await tx.units.of_province(actor.province)
        facts = await tx.targets.facts(actor.province, first, day)
        reach = actor.reach
        within = (f for f in facts if reach is None or reach.covers(f.commune, f.as_of))
        chosen = speaking(within, day)
        ids = [fact.id for fact in chosen.values()]
        figures = await tx.card_endings.figures(ids, [one.day for one in horizons])
    return ProvinceAhead(province, province_outlook(units, chosen, figures, horizons))
