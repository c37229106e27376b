"""Why dossiers come back and how long decisions take, by commune and period (thống kê)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from ntm_verify.domain.statistics import DecisionFact, Figures, figures
from ntm_verify.domain.steps import REASON_LABELS
from ntm_verify.domain.wording import VIETNAM, number
from ntm_verify.domain.wording import day as written
from ntm_verify.usecases.read_statistics import ReadStatistics, read_statistics

from .forms import day
from .policy import APPRAISER
from .session import AnyRequest
from .visit import Visit


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """One commune or period (một dòng thống kê)."""

    name: str
    decided: str
    approved: str
    returned: str
    refused: str
    median: str
    longest: str


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """The statistics of a span of days (thống kê thẩm định)."""

    first_day: str
    last_day: str
    whole: StatisticsRow
    reasons: tuple[tuple[str, str], ...]
    periods: tuple[StatisticsRow, ...]
    communes: tuple[StatisticsRow, ...]


class StatisticsController(Controller):
    """Reasons and days (thống kê)."""

    path = "/appraisals/statistics"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": APPRAISER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show what was decided between two days, this year's if none are named (thống kê)."""
        today = visit.ports.now().astimezone(VIETNAM).date()
        first = day(request.query_params.get("from", "")) or today.replace(month=1, day=1)
        last = day(request.query_params.get("to", "")) or today
        asked = ReadStatistics(first, max(first, last))
        facts, units = await read_statistics(visit.ports, visit.actor, asked)
        return visit.page("appraiser/statistics.html", statistics_view(facts, units, asked))


def statistics_view(
    facts: tuple[DecisionFact, ...], units: dict[str, str], asked: ReadStatistics
) -> StatisticsView:
    """Lay the decisions out by period and by commune (thống kê)."""
    whole = figures(facts)
    periods = sorted({fact.as_of for fact in facts}, reverse=True)
    communes = sorted({fact.commune for fact in facts})
    return StatisticsView(
        written(asked.first_day),
        written(asked.last_day),
        _row("Cả tỉnh", whole),
        tuple((REASON_LABELS.get(code, code), number(count)) for code, count in whole.reasons),
        tuple(_of_period(facts, one) for one in periods),
        tuple(
            _row(units.get(code, code), figures(f for f in facts if f.commune == code))
            for code in communes
        ),
    )


def _of_period(facts: tuple[DecisionFact, ...], one: date) -> StatisticsRow:
    return _row(f"Chốt ngày {written(one)}", figures(f for f in facts if f.as_of == one))


def _row(name: str, found: Figures) -> StatisticsRow:
    return StatisticsRow(
        name,
        number(found.decided),
        number(found.approved),
        number(found.returned),
        number(found.refused),
        "–" if found.median is None else number(found.median),
        "–" if found.longest is None else number(found.longest),
    )
