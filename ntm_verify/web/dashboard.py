"""The whole province on one page (toàn tỉnh): sums, pictures with their tables, who is behind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from ntm_verify.domain.commune_line import ORIGIN_LABELS, Origin
from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.ratios import BASE_LABELS, Ratio
from ntm_verify.domain.rollup import PROGRESS_LABELS, CommuneLine, Progress, Sum
from ntm_verify.domain.targets import MEASURE_LABELS, Standing
from ntm_verify.domain.wording import VIETNAM, number
from ntm_verify.domain.wording import day as written
from ntm_verify.usecases.read_province_overview import (
    ProvinceOverview,
    ReadProvinceOverview,
    read_province_overview,
)

from .charts import Lines, Picture, dots, path_lines, said, tiles, trend_lines
from .findings import Choice
from .forms import day
from .policy import STAFF
from .session import AnyRequest
from .visit import Visit

ADDRESS: Final = "/dashboard"
OFFICE: Final = "application/vnd.openxmlformats-officedocument"
FILES: Final = {
    "report.xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "report.docx": f"{OFFICE}.wordprocessingml.document",
    "open.csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One commune (một xã)."""

    address: str
    code: str
    name: str
    coverage: str
    insured: str
    people: str
    shortfall: str
    change: str
    note: str
    state: str
    origin: str
    paper: str


@dataclass(frozen=True, slots=True)
class SumRow:
    """Some communes together, or the province at a time (một dòng tổng hợp)."""

    name: str
    communes: str
    appraised: str
    met: str
    insured: str
    people: str
    coverage: str
    all_met: bool
    absent: str
    returned: str
    increase: str


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A scheme against its target (thực hiện so với chỉ tiêu), each figure with its source."""

    unit: str
    scheme: str
    reached: str
    parts: str
    wanted: str
    of_target: str
    base: str
    coverage: str
    gap: str
    pace: str
    document: str
    source: str


@dataclass(frozen=True, slots=True)
class PathRow:
    """A year of the road map (một năm của lộ trình)."""

    year: str
    wanted: str
    document: str


@dataclass(frozen=True, slots=True)
class HamletRow:
    """One hamlet of the commune that is looked at (một thôn)."""

    name: str
    counted: str
    left_out: str


@dataclass(frozen=True, slots=True)
class DashboardView:
    """Everything of the page (trang toàn tỉnh), in its order."""

    province: str
    day: str
    due: str
    due_document: str
    query: str
    whole: SumRow
    shortfall: str
    below: str
    increase: str
    matched: str
    waiting: str
    waiting_insured: str
    ended: str
    reported: str
    choices: tuple[Choice, ...]
    rows: tuple[CommuneRow, ...]
    areas: tuple[SumRow, ...]
    months: tuple[SumRow, ...]
    years: tuple[SumRow, ...]
    standings: tuple[StandingRow, ...]
    path: tuple[PathRow, ...]
    tiles: Picture
    dots: Picture
    trend: Lines
    road: Lines
    commune: str
    hamlets: tuple[HamletRow, ...]


class DashboardController(Controller):
    """The province as those see it who serve it (toàn tỉnh)."""

    path = ADDRESS
    include_in_schema = False
    opt: dict[str, Any] = {"policy": STAFF}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show the province on a day, today if none is named (toàn tỉnh)."""
        query = request.query_params
        asked = asked_for(visit, query)
        found = await read_province_overview(visit.ports, visit.actor, asked)
        return visit.page("province/dashboard.html", _view(found, asked, query.get("state", "")))

    @get("/{name:str}")
    async def take(
        self, request: AnyRequest, visit: NamedDependency[Visit], name: FromPath[str]
    ) -> Response[bytes]:
        """Give the report or the open data: report.xlsx, report.docx, open.csv (tải về)."""
        if name not in FILES:
            raise NotFoundException
        form = name.partition(".")[2]
        asked = replace(asked_for(visit, request.query_params), form=form)
        found = await read_province_overview(visit.ports, visit.actor, asked)
        save_as = f"{visit.actor.province}-{asked.day.isoformat()}-{name}"
        headers = {"content-disposition": f'attachment; filename="{save_as}"'}
        return Response(found.file, media_type=FILES[name], headers=headers)


def asked_for(visit: Visit, query: Mapping[str, str]) -> ReadProvinceOverview:
    """Read the day, the last day for dossiers and the commune out of an address."""
    today = visit.ports.now().astimezone(VIETNAM).date()
    chosen = day(query.get("day", "")) or today
    return ReadProvinceOverview(chosen, day(query.get("due", "")), query.get("commune", ""))


def address(asked: ReadProvinceOverview, **more: str) -> str:
    """Name the page with what was asked (địa chỉ có bộ lọc)."""
    told = {"day": written(asked.day), "due": written(asked.due) if asked.due else "", **more}
    return f"{ADDRESS}?{urlencode({name: text for name, text in told.items() if text})}"


def _view(seen: ProvinceOverview, asked: ReadProvinceOverview, state: str) -> DashboardView:
    found, whole = seen.found, seen.found.whole
    lines = sorted(found.lines, key=lambda line: (-(line.shortfall or 0), line.unit.name))
    wanted = [line for line in lines if not state or state in _states(line)]
    named = {line.unit.code: line.unit.name for line in lines} | {
        seen.province.code: seen.province.name
    }
    return DashboardView(
        seen.province.name,
        written(asked.day),
        written(found.due) if found.due else "",
        seen.due.document if seen.due and asked.due is None else "",
        address(asked).partition("?")[2],
        sum_row(whole),
        number(whole.shortfall),
        number(whole.below),
        _signed(whole.increase),
        number(whole.matched),
        number(whole.waiting),
        number(whole.waiting_insured),
        number(whole.ended) if whole.ended else "",
        number(sum(_origin(line) is Origin.TABLE for line in lines)),
        _choices(seen, asked, state),
        tuple(_row(line, asked) for line in wanted if line.is_in_programme),
        tuple(sum_row(area) for area in found.areas),
        tuple(sum_row(total, written(on)) for on, total in seen.months),
        tuple(sum_row(total, written(on)) for on, total in seen.years),
        tuple(standing_row(one, named, asked.day) for one in seen.standings),
        tuple(
            PathRow(
                str(target.year),
                said_target(target.percent, target.people),
                document(target.citation.kind, target.citation.number),
            )
            for target in seen.path
        ),
        tiles(found.lines),
        dots(found.lines),
        trend_lines(seen.months),
        path_lines(seen.path, seen.years),
        named.get(asked.commune, "") if seen.hamlets else "",
        tuple(
            HamletRow(one.hamlet, number(one.counted), number(max(0, one.rows - one.counted)))
            for one in seen.hamlets
        ),
    )


def document(kind: str, number_: str) -> str:
    """Name a document as it was entered (căn cứ)."""
    return f"{kind} {number_}"


def said_target(percent: object, people: int | None) -> str:
    """Write a target: a share, or a plan in people."""
    if people is not None:
        return number(people)
    return f"{percent:f}".replace(".", ",") + "\u00a0%"


def sum_row(total: Sum, name: str = "") -> SumRow:
    """Lay some communes out together (một dòng tổng hợp)."""
    return SumRow(
        name or total.name,
        number(total.communes),
        number(total.appraised),
        number(total.met),
        number(total.insured),
        number(total.people),
        said(total.coverage),
        total.all_met,
        number(total.absent),
        number(total.returned),
        _signed(total.increase),
    )


def _signed(count: int | None) -> str:
    return "–" if count is None else f"{count:+,}".replace(",", ".")


MET: Final = "met"
BELOW: Final = "below"
SHORT_LABELS: Final = {MET: "đạt tiêu chí", BELOW: "còn thiếu người"}
"""Filters beside those by state: whose paper says met, and who is below the threshold."""


def _states(line: CommuneLine) -> set[str]:
    """Name every filter that a commune answers to."""
    fact, found = line.fact, {line.progress.value}
    if fact is not None and fact.is_appraised and fact.verdict is Verdict.MET:
        found.add(MET)
    return found | ({BELOW} if line.shortfall else set())


def _origin(line: CommuneLine) -> Origin | None:
    return line.shown.origin if line.shown and line.is_in_programme else None


def _choices(seen: ProvinceOverview, asked: ReadProvinceOverview, state: str) -> tuple[Choice, ...]:
    every = Choice(
        f"{address(asked)}#communes", "mọi xã", number(seen.found.whole.communes), not state
    )
    return (
        every,
        *(
            Choice(
                f"{address(asked, state=progress.value)}#communes",
                PROGRESS_LABELS[progress],
                number(seen.found.count(progress)),
                state == progress.value,
            )
            for progress in Progress
            if seen.found.count(progress)
        ),
        *(
            Choice(f"{address(asked, state=key)}#communes", text, number(count), state == key)
            for key, text, count in (
                (MET, SHORT_LABELS[MET], seen.found.whole.met),
                (BELOW, SHORT_LABELS[BELOW], seen.found.whole.below),
            )
            if count
        ),
    )


def _row(line: CommuneLine, asked: ReadProvinceOverview) -> CommuneRow:
    fact, shown, change = line.fact, line.shown, line.increase
    return CommuneRow(
        f"{address(asked, commune=line.unit.code)}#hamlets",
        line.unit.official,
        line.unit.name,
        said(line.coverage),
        number(shown.insured) if shown else "–",
        number(shown.people) if shown else "–",
        "–" if line.shortfall is None else number(line.shortfall),
        _signed(change),
        _note(line),
        PROGRESS_LABELS[line.progress],
        ORIGIN_LABELS[shown.origin] if shown and fact is None else "",
        fact.number if fact and fact.is_appraised else "",
    )


def _note(line: CommuneLine) -> str:
    """Say what a comparison with the year before rests on, where that is not plain."""
    before = line.before
    if before is None:
        return ""
    if before.moved:
        return "địa bàn đã đổi, không so"
    return "cộng gộp các xã cũ" if before.is_added_up else ""


def standing_row(one: Standing, named: Mapping[str, str], on: date) -> StandingRow:
    """Lay a scheme out against its target (thực hiện so với chỉ tiêu)."""
    target, actual, pace = one.target, one.actual, one.pace(on)
    parts = "–"
    if actual is not None and actual.inside is not None and actual.outside is not None:
        parts = f"{number(actual.inside)} + {number(actual.outside)}"
    return StandingRow(
        named.get(target.unit, target.unit),
        MEASURE_LABELS[target.measure],
        _people(one.reached),
        parts,
        said_target(target.percent, target.people),
        said(one.of_target),
        BASE_LABELS[target.base],
        _coverage(one.coverage),
        _people(one.gap),
        _people(pace),
        document(target.citation.kind, target.citation.number),
        actual.source if actual else "",
    )


def _coverage(ratio: Ratio | None) -> str:
    return said(ratio)


def _people(count: int | None) -> str:
    return "–" if count is None else number(count)
