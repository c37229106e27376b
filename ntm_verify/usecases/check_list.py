"""Read and check a list on any desk, without database, server or network (kiểm tra danh sách)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ntm_verify.domain.across import Listed, across_findings, counted_keys
from ntm_verify.domain.appraisal import Counts, HamletCount
from ntm_verify.domain.coverage import Assessment, Tally, Threshold
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.list_findings import add_findings, take_over
from ntm_verify.domain.list_rules import Judgement, judge_list
from ntm_verify.domain.participant_list import CheckedList, Finding
from ntm_verify.domain.people import Actor
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile, ListRefused, Reading, ReadingOptions
from ntm_verify.domain.regulation import EnteredFigure, Ruling, require_reference
from ntm_verify.domain.summary import summarise

from .desk import Desk


@dataclass(frozen=True, slots=True)
class PriorList:
    """What another commune handed in for the same period (danh sách của xã khác)."""

    commune: str
    file: ListFile


@dataclass(frozen=True, slots=True)
class CheckList:
    """What is to be checked (yêu cầu kiểm tra): several files are parts of one list."""

    files: tuple[ListFile, ...]
    commune: str
    province: str
    as_of: date
    population: Population
    options: ReadingOptions = ReadingOptions()  # noqa: RUF009 - frozen
    rule_set: str = ""
    figure: EnteredFigure | None = None
    entered: tuple[EnteredFigure, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    prior: tuple[PriorList, ...] = ()


@dataclass(frozen=True, slots=True)
class ListReport:
    """Everything a check finds out (kết quả kiểm tra); `notes` are about whole files and sheets."""

    request: CheckList
    reading: Reading
    notes: tuple[Finding, ...]
    checked: CheckedList
    judgement: Judgement
    counts: Counts
    tally: Tally
    hamlets: tuple[HamletCount, ...]
    ruling: Ruling

    @property
    def assessment(self) -> Assessment:
        """What the rule says of the counts."""
        ruling = self.ruling
        return Assessment(self.tally, self.request.population, ruling.threshold, ruling.reason)


async def check_list(desk: Desk, actor: Actor, request: CheckList) -> ListReport:
    """Read the files, check every row, and hold the counts against the rule in force.

    A row that counts is compared with the lists of other communes, if any are at hand.

    Raises:
        ListRefused: the files, or a list of another commune, cannot be taken as a list.
        OverlappingClauses: two regulations are in force on that day.
        UnknownRuleSet: the named rule set is not known.
        LegalReferenceMissing, WrongThreshold: the figure has no document, or is not possible.

    """
    ruling = _ruling(desk, request)
    options = replace(request.options, period=str(request.as_of.year))
    reading = await desk.read_list(request.files, options, actor.unit or request.commune)
    context = Context(request.as_of, desk.codes, desk.catalogue)
    found = await desk.check_list(reading.raw, context)
    notes, checked = take_over(reading.notes, found, context)
    if request.prior:
        others = await asyncio.gather(*(_listed(desk, one, context) for one in request.prior))
        again = await desk.listed_elsewhere(counted_keys(checked), others)
        checked = add_findings(checked, across_findings(again), context)
    summary = summarise(reading.raw, checked, notes, desk.catalogue)
    return ListReport(
        request,
        reading,
        notes,
        checked,
        judge_list(checked, context),
        summary.counts,
        summary.tally,
        summary.hamlets,
        ruling,
    )


async def _listed(desk: Desk, prior: PriorList, context: Context) -> Listed:
    """Read another commune's list as if it were handed in, and take those who count there."""
    try:
        reading = await desk.read_list((prior.file,), ReadingOptions(), prior.commune)
    except ListRefused as refused:
        raise ListRefused(
            refused.reason,
            f"Danh sách của xã {prior.commune} không đọc được. {refused}",
            file=refused.file,
        ) from refused
    found = await desk.check_list(reading.raw, context)
    _, checked = take_over(reading.notes, found, context)
    return prior.commune, counted_keys(checked)


def _ruling(desk: Desk, request: CheckList) -> Ruling:
    figure = request.figure
    if figure is None:
        return desk.rulebook.ruling(
            request.province, request.as_of, request.entered, request.rule_set, request.groups
        )
    found = desk.rulebook.ruling(request.province, request.as_of, (), request.rule_set)
    if found.clause is not None:
        named = EnteredFigure(
            request.province,
            found.clause.rule_set,
            figure.percent,
            figure.legal_reference,
            _sex_clause(figure.both_sexes, found.clause.both_sexes),
            figure.demonstration,
        )
        return desk.rulebook.ruling(
            request.province, request.as_of, (named,), request.rule_set or found.clause.rule_set
        )
    require_reference(figure)
    threshold = Threshold(
        request.rule_set or "ENTERED",
        "",
        figure.legal_reference,
        figure.percent,
        "",
        figure.both_sexes or False,
        figure.demonstration,
    )
    return Ruling(None, threshold)


def _sex_clause(stated: bool | None, known: bool | None) -> bool | None:  # noqa: FBT001 - a fact
    """Take what the entered document says; silent where nothing is known means: not asked."""
    if stated is not None:
        return stated
    return False if known is None else known
