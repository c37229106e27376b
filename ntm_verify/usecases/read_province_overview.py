"""Province staff see the whole province on a day (tổng hợp toàn tỉnh): F97, F98."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ntm_verify.domain.old_districts import districts_of
from ntm_verify.domain.outcome import HamletCount
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.province_report import open_data, province_report
from ntm_verify.domain.regulation import OverlappingClauses
from ntm_verify.domain.rollup import (
    Around,
    DossierFact,
    Overview,
    Sum,
    overview,
    trend,
    year_before,
)
from ntm_verify.domain.targets import (
    Actual,
    Due,
    Measure,
    Standing,
    Target,
    due_of,
    in_force,
    standings,
)
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import Known

from .on_record import on_record
from .ports import Ports, Transaction
from .survey_units import known_units

STAFF = (Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR)
YEARS = 3
OPEN = "csv"
"""The form of open data: what papers state, without persons and small cells."""


@dataclass(frozen=True, slots=True)
class ReadProvinceOverview:
    """As of which day, until when dossiers were wanted, and which commune closely (điều kiện).

    Without `due` the last day counts that the province set for the day's year.
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
    ends of twelve months up to the day, `years` those of the same day in three years. `due` is
    the province's own last day for the year, `known` its units of every day.
    """

    province: Unit
    found: Overview
    months: tuple[tuple[date, Sum], ...]
    years: tuple[tuple[date, Sum], ...]
    standings: tuple[Standing, ...]
    path: tuple[Target, ...]
    hamlets: tuple[HamletCount, ...]
    known: Known
    due: Due | None = None
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
        known = await known_units(tx, actor.province)
        units = tuple(known.units.values())
        facts = _within(actor, await tx.targets.facts(actor.province, first, request.day))
        targets = await tx.targets.targets(actor.province)
        actuals = await tx.targets.actuals(actor.province, request.day.year)
        due = due_of(await tx.targets.dues(actor.province), request.day.year)
        until = request.due or (due.day if due else None)
        around = await _around(tx, ports, known, actuals, request.day)
        around = replace(around, due=until)
        found = overview(units, facts, request.day, around)
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
        trend(units, facts, month_ends(request.day), around),
        trend(units, facts, _same_days(request.day), around),
        standings(targets, actuals, request.day),
        tuple(health),
        dossier.outcome.hamlets if dossier and dossier.outcome else (),
        known,
        due,
    )
    return replace(seen, file=await _file(ports, seen, request.form)) if request.form else seen


async def _around(
    tx: Transaction, ports: Ports, known: Known, reports: tuple[Actual, ...], day: date
) -> Around:
    """Gather what the dossiers are seen with: districts, units of every day, the day's threshold.

    The register of the country is asked only for units that the province gave no district.
    """
    units = tuple(known.units.values())
    areas = {unit.code: unit.area for unit in units if unit.area}
    if len(areas) < len(units):
        areas = {**districts_of(units, ports.register()), **areas}
    try:
        threshold = ports.rulebook.ruling(known.province, day, await tx.figures.all()).threshold
    except OverlappingClauses:
        threshold = None
    percent = threshold.percent if threshold else None
    return Around(areas=areas, known=known, reports=reports, percent=percent)


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
