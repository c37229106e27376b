"""Province staff see the whole province on a day (tổng hợp toàn tỉnh): F97, F98."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ntm_verify.domain.outcome import HamletCount
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.province_report import open_data, province_report
from ntm_verify.domain.rollup import DossierFact, Overview, Sum, overview, trend, year_before
from ntm_verify.domain.targets import Measure, Standing, Target, in_force, standings
from ntm_verify.domain.unit import Unit

from .on_record import on_record
from .ports import Ports

STAFF = (Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR)
YEARS = 3
OPEN = "csv"
"""The form of open data: what papers state, without persons and small cells."""


@dataclass(frozen=True, slots=True)
class ReadProvinceOverview:
    """As of which day, until when dossiers were wanted, and which commune closely (điều kiện).

    `form` is xlsx, docx or csv for a file to be taken away, "" for none.
    """

    day: date
    due: date | None = None
    commune: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class ProvinceOverview:
    """A province on a day (toàn tỉnh): communes, months and years, targets, one commune's hamlets.

    `path` is the road map of health insurance for the whole province, `months` the sums at the
    ends of twelve months up to the day, `years` those of the same day in three years.
    """

    province: Unit
    found: Overview
    months: tuple[tuple[date, Sum], ...]
    years: tuple[tuple[date, Sum], ...]
    standings: tuple[Standing, ...]
    path: tuple[Target, ...]
    hamlets: tuple[HamletCount, ...]
    file: bytes = b""


@on_record
async def read_province_overview(
    ports: Ports, actor: Actor, request: ReadProvinceOverview
) -> ProvinceOverview:
    """Put the province together from its dossiers; totals tell of nobody, the look is no entry.

    Raises:
        WrongOffice: the actor does not serve the province.

    """
    require_office(actor, *STAFF)
    first = date(request.day.year - YEARS + 1, 1, 1)
    async with ports.reading() as tx:
        province = await tx.units.get(actor.province)
        units = await tx.units.of_province(actor.province)
        facts = _within(actor, await tx.targets.facts(actor.province, first, request.day))
        targets = await tx.targets.targets(actor.province)
        actuals = await tx.targets.actuals(actor.province)
        found = overview(units, facts, request.day, request.due)
        fact = next((line.fact for line in found.lines if line.unit.code == request.commune), None)
        dossier = None if fact is None else await tx.appraisals.get(fact.id)
    health = (
        target
        for target in in_force(targets, request.day)
        if target.unit == actor.province and target.measure is Measure.HEALTH
    )
    seen = ProvinceOverview(
        province,
        found,
        trend(units, facts, month_ends(request.day)),
        trend(units, facts, _same_days(request.day)),
        standings(targets, actuals, request.day),
        tuple(health),
        dossier.outcome.hamlets if dossier and dossier.outcome else (),
    )
    return replace(seen, file=await _file(ports, seen, request.form)) if request.form else seen


async def _file(ports: Ports, seen: ProvinceOverview, form: str) -> bytes:
    """Write what was seen as a file: a report for the steering board, or open data."""
    if form == OPEN:
        return open_data(seen.found).encode("utf-8-sig")
    report = province_report(
        seen.province.name, seen.found, seen.years, seen.standings, ports.base_url
    )
    return await ports.workbooks.report(report, form)


def _within(actor: Actor, facts: Iterable[DossierFact]) -> tuple[DossierFact, ...]:
    """Leave what the actor was let in for; without a reach the whole province."""
    reach = actor.reach
    return tuple(f for f in facts if reach is None or reach.covers(f.commune, f.as_of))


def month_ends(day: date, count: int = 12) -> tuple[date, ...]:
    """Give the day and the ends of the months before it, oldest first (các kỳ tháng)."""
    found = [day]
    while len(found) < count:
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return tuple(reversed(found))


def _same_days(day: date) -> tuple[date, ...]:
    found = [day]
    while len(found) < YEARS:
        found.append(year_before(found[-1]))
    return tuple(reversed(found))
