"""All certified communes of a province by one rule set (còn đạt hôm nay không, toàn tỉnh)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ntm_verify.domain.appraisal import Appraisal, Status, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.coverage import Assessment
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.outcome import Outcome, assess
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.province_recheck import CommuneRecheck, ProvinceRecheck, recheck_report
from ntm_verify.domain.rule_sets import Placement, group_on
from ntm_verify.domain.unit_change import Known, NotInProgramme, require_in_programme
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports, Transaction
from .standing_rules import InForce
from .survey_units import dossiers_of, known_units

STAFF = (Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class RecheckProvince:
    """By which set, "" for the one in force today; `as_book` for a workbook (bộ tiêu chí)."""

    rule_set: str = ""
    as_book: bool = False


@dataclass(frozen=True, slots=True)
class ProvinceTable:
    """The communes and, where one was asked for, the workbook (bảng, bảng tính)."""

    found: ProvinceRecheck
    province: str
    file: bytes = b""


@on_record
async def recheck_province(ports: Ports, actor: Actor, request: RecheckProvince) -> ProvinceTable:
    """Judge each commune's newest paper in force by the set, from the counts of its dossier.

    Raises:
        WrongOffice: the actor does not serve the province.
        UnknownRuleSet: there is no set of this name.

    """
    require_office(actor, *STAFF)
    if request.rule_set:
        ports.rulebook.named(request.rule_set)
    today = ports.now().astimezone(VIETNAM).date()
    async with ports.reading() as tx:
        province = await tx.units.get(actor.province)
        known = await known_units(tx, actor.province)
        newest = await _newest(tx, actor)
        figures = await tx.figures.all()
        placed: dict[str, list[Placement]] = {}
        for one in await tx.rule_sets.placements(actor.province):
            placed.setdefault(one.commune, []).append(one)
    rules = {name: InForce(figures, group_on(placed.get(name, ()), today)) for name in newest}
    rows = [_judged(ports, request, today, newest[n], rules[n], known) for n in sorted(newest)]
    clause = ports.rulebook.ruling(actor.province, today, figures, request.rule_set).clause
    found = ProvinceRecheck(clause.rule_set if clause else "", today, tuple(rows))
    await _record(ports, actor, found)
    if not request.as_book:
        return ProvinceTable(found, province.name)
    report = recheck_report(found, province.name, ports.base_url)
    return ProvinceTable(found, province.name, await ports.workbooks.report(report, "xlsx"))


async def _newest(tx: Transaction, actor: Actor) -> Mapping[str, tuple[Appraisal, Outcome]]:
    """Give each commune's dossier with the latest cut-off date whose paper is in force."""
    found: dict[str, tuple[Appraisal, Outcome]] = {}
    for one in await dossiers_of(tx, actor.province, "", frozenset({Status.CERTIFIED})):
        if one.outcome is None or not may_see(actor, one):
            continue
        if one.commune not in found or found[one.commune][0].as_of < one.as_of:
            found[one.commune] = one, one.outcome
    return found


def _judged(
    ports: Ports,
    request: RecheckProvince,
    today: date,
    case: tuple[Appraisal, Outcome],
    rules: InForce,
    known: Known,
) -> CommuneRecheck:
    dossier, outcome = case
    ruling = ports.rulebook.ruling(
        dossier.province, today, rules.figures, request.rule_set, rules.groups
    )
    now = Assessment(outcome.tally, dossier.population, ruling.threshold, ruling.reason)
    then = assess(outcome, dossier.population)
    return CommuneRecheck(dossier, then, now, _outside(known, dossier.commune, today))


def _outside(known: Known, commune: str, today: date) -> str:
    try:
        require_in_programme(known, commune, today)
    except (NotInProgramme, NotFound) as refused:
        return str(refused)
    return ""


async def _record(ports: Ports, actor: Actor, found: ProvinceRecheck) -> None:
    after: dict[str, object] = {
        "rule_set": found.rule_set,
        "communes": len(found.communes),
        **{verdict.value: count for verdict, count in found.counts.items()},
    }
    async with ports.transaction() as tx:
        subject = Subject("province", actor.province)
        await tx.audit.append(AuditEvent(Action.REAPPRAISED, actor, subject, after=after))
