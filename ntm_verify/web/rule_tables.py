"""Two rule sets side by side, and the certified communes by one set (so sánh, còn đạt không)."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from ntm_verify.domain.coverage import VERDICT_LABELS, Verdict
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.province_recheck import (
    NOTES,
    CommuneRecheck,
    threshold_of,
    verdict_of,
    why,
)
from ntm_verify.domain.regulation import UnknownRuleSet
from ntm_verify.domain.rule_comparison import Aspect
from ntm_verify.domain.wording import day, number, percent
from ntm_verify.usecases.compare_rules import CompareRules, compare_rules
from ntm_verify.usecases.recheck_province import ProvinceTable, RecheckProvince, recheck_province

from .figures import Tag
from .forms import Option
from .policy import STAFF
from .public import newest_first
from .session import AnyRequest
from .visit import Visit
from .workbooks import KIND

TAGS = {Verdict.MET: "pass", Verdict.NOT_MET: "fail", Verdict.UNDETERMINED: "info"}


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two sets side by side (so sánh hai bộ tiêu chí)."""

    first: str
    second: str
    firsts: tuple[Option, ...]
    seconds: tuple[Option, ...]
    aspects: tuple[Aspect, ...]
    different: int
    between: str


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One commune by the chosen set (một xã)."""

    commune: str
    name: str
    as_of: str
    insured: str
    population: str
    share: str
    threshold: str
    required: str
    shortfall: str
    tag: Tag
    why: str
    then: str
    paper: str


@dataclass(frozen=True, slots=True)
class TodayView:
    """The certified communes by one set (còn đạt hôm nay không)."""

    rule_set: str
    chosen: str
    day: str
    sets: tuple[Option, ...]
    counts: tuple[tuple[str, str], ...]
    rows: tuple[CommuneRow, ...]
    notes: tuple[str, ...]


class RuleTableController(Controller):
    """Rule sets as staff look at them (bảng về bộ tiêu chí)."""

    path = "/dashboard"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": STAFF}  # noqa: RUF012 - the framework's shape

    @get("/rules")
    async def compare(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Lay two sets side by side; the two newest where none is named (so sánh).

        Raises:
            NotFound: the address names a set that there is not.

        """
        named = tuple(request.query_params.get(name, "") for name in ("first", "second"))
        try:
            found = await compare_rules(visit.ports, visit.actor, CompareRules(*named))
        except UnknownRuleSet as unknown:
            raise NotFound("bộ tiêu chí", ", ".join(named)) from unknown
        first, second = found.first.clause.rule_set, found.second.clause.rule_set
        view = ComparisonView(
            first,
            second,
            set_options(visit, first),
            set_options(visit, second),
            found.aspects,
            found.different,
            found.between,
        )
        return visit.page("province/comparison.html", view)

    @get("/today")
    async def today(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Judge the certified communes by one set; no paper changes (còn đạt hôm nay không)."""
        chosen = request.query_params.get("rule_set", "")
        found = await _recheck(visit, RecheckProvince(chosen))
        return visit.page("province/today.html", _today(visit, found, chosen))

    @get("/today/table.xlsx")
    async def book(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[bytes]:
        """Give the table as a workbook (tải bảng tính)."""
        chosen = request.query_params.get("rule_set", "")
        found = await _recheck(visit, RecheckProvince(chosen, as_book=True))
        name = f"con-dat-{found.found.rule_set or 'khong-co-bo'}-{found.found.day:%Y%m%d}.xlsx"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(found.file, media_type=KIND, headers=headers)


async def _recheck(visit: Visit, asked: RecheckProvince) -> ProvinceTable:
    """Ask for the table.

    Raises:
        NotFound: the address names a set that there is not.

    """
    try:
        return await recheck_province(visit.ports, visit.actor, asked)
    except UnknownRuleSet as unknown:
        raise NotFound("bộ tiêu chí", asked.rule_set) from unknown


def set_options(visit: Visit, chosen: str) -> tuple[Option, ...]:
    """Give every set as a choice, the newest first (các bộ tiêu chí)."""
    return tuple(
        Option(
            clause.rule_set,
            f"{clause.rule_set} ({day(clause.first_day)} – {day(clause.last_day)})",
            clause.rule_set == chosen,
        )
        for clause in newest_first(visit.ports.rulebook.clauses)
    )


def _today(visit: Visit, table: ProvinceTable, chosen: str) -> TodayView:
    found = table.found
    counts = [(VERDICT_LABELS[one], number(found.counts[one])) for one in Verdict]
    if found.outside:
        counts.append(("không còn xét", number(found.outside)))
    return TodayView(
        found.rule_set,
        chosen,
        day(found.day),
        set_options(visit, chosen),
        tuple(counts),
        tuple(_row(one) for one in found.communes),
        NOTES,
    )


def _row(one: CommuneRecheck) -> CommuneRow:
    dossier, now = one.dossier, one.now
    kind = "mute" if one.outside else TAGS[now.verdict]
    return CommuneRow(
        dossier.commune,
        dossier.commune_name,
        day(dossier.as_of),
        number(now.tally.insured),
        number(now.population.total),
        percent(now.percent_truncated),
        threshold_of(one),
        "–" if now.required is None else number(now.required),
        "–" if now.shortfall is None else number(now.shortfall),
        Tag(kind, verdict_of(one)),
        why(one),
        VERDICT_LABELS[one.then.verdict],
        dossier.certificate,
    )
