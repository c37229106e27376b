"""Watching the log over HTTP (API giám sát): signs, a sample, the weekly review."""

from datetime import date, datetime
from typing import Any, Final, Self

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.oversight import Unusual
from ntm_verify.domain.people import Actor, Role
from ntm_verify.usecases.draw_audit_sample import DrawAuditSample, draw_audit_sample
from ntm_verify.usecases.find_patterns import FindPatterns, find_patterns
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_weeks import ReadWeeks, read_weeks
from ntm_verify.usecases.review_week import ReviewWeek, WeekReport, review_week
from ntm_verify.usecases.shelves_retrieval import DossierSearch
from ntm_verify.usecases.signed_weeks import Week

from .identity import provide_actor
from .repeats import Repeats, provide_repeats

READERS: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
MOST: Final = 1000
"""So many signs are listed; the count says how many there are."""
NO_WORD: Final = "–"
"""Who signs without a word is refused, and does not merely look."""


class SignView(Struct, frozen=True):
    """One sign (một dấu hiệu): what is worth a question, whose acts, and their entries."""

    sign: str
    actor: str
    unit: str
    said: str
    entries: list[int]

    @classmethod
    def of(cls, one: Unusual) -> Self:
        """Show a sign."""
        return cls(one.sign.value, one.actor, one.unit, one.said, [act.index for act in one.acts])


class PatternsView(Struct, frozen=True):
    """The signs of a period, of how many acts (dấu hiệu bất thường)."""

    acts: int
    count: int
    signs: list[SignView]


class DrawnView(Struct, frozen=True):
    """One dossier that was drawn (một hồ sơ của mẫu)."""

    id: str
    commune: str
    as_of: date
    status: str

    @classmethod
    def of(cls, dossier: Appraisal) -> Self:
        """Show a dossier."""
        return cls(str(dossier.id), dossier.commune, dossier.as_of, dossier.status.value)


class SampleView(Struct, frozen=True):
    """A sample that anybody draws again with its seed (mẫu kiểm toán)."""

    seed: str
    total: int
    items: list[DrawnView]


class WeekView(Struct, frozen=True):
    """One week, and who signed for it (một tuần)."""

    first: date
    last: date
    by: str
    at: datetime | None
    is_over: bool
    is_late: bool

    @classmethod
    def of(cls, week: Week) -> Self:
        """Show a week."""
        return cls(week.first, week.last, week.by, week.at, week.is_over, week.is_late)


class WeekReportView(Struct, frozen=True):
    """What happened in a week (báo cáo tuần): entries by type, and signs."""

    week: WeekView
    counts: dict[str, int]
    signs: list[SignView]

    @classmethod
    def of(cls, report: WeekReport) -> Self:
        """Show a report."""
        return cls(WeekView.of(report.week), dict(report.counts), signs(report.found))


class WeekBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody signs for a week with (kết luận xem xét)."""

    note: str


class OversightController(Controller):
    """Signs, samples and reviews of the log (giám sát)."""

    path = "/api/v1/audit"
    opt: dict[str, Any] = {"policy": READERS, "scope": Scope.AUDIT}  # noqa: RUF012 - the framework's shape
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @get("/patterns")
    async def patterns(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        first_day: FromQuery[date],
        last_day: FromQuery[date],
    ) -> PatternsView:
        """Give what in the log of a period is worth a question (dấu hiệu bất thường)."""
        found = await find_patterns(ports, actor, FindPatterns(first_day, last_day))
        return PatternsView(found.acts, len(found.found), signs(found.found))

    @get("/sample")
    async def sample(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        seed: FromQuery[str],
        count: FromQuery[int],
        as_of: FromQuery[date | None] = None,
    ) -> SampleView:
        """Draw dossiers at random, the same with the same seed (mẫu kiểm toán).

        `as_of` leaves dossiers of other days of reference out.
        """
        asked = DossierSearch("", first_day=as_of, last_day=as_of)
        drawn = await draw_audit_sample(ports, actor, DrawAuditSample(asked, seed, count))
        return SampleView(seed, drawn.total, [DrawnView.of(one) for one in drawn.items])

    @get("/reviews")
    async def weeks(
        self, ports: NamedDependency[Ports], actor: NamedDependency[Actor]
    ) -> list[WeekView]:
        """List the last weeks, newest first, each with who signed for it (các tuần)."""
        return [WeekView.of(week) for week in await read_weeks(ports, actor, ReadWeeks())]

    @get("/reviews/{day:date}")
    async def week(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        day: FromPath[date],
    ) -> WeekReportView:
        """Give what happened in the week of a day; the look is on record (báo cáo tuần)."""
        return WeekReportView.of(await review_week(ports, actor, ReviewWeek(day)))

    @post("/reviews/{day:date}")
    async def sign(
        self, repeats: NamedDependency[Repeats], day: FromPath[date], data: JSONBody[WeekBody]
    ) -> WeekReportView:
        """Sign for a week that is over (ký xem xét tuần)."""
        asked = ReviewWeek(day, data.note.strip() or NO_WORD)
        return await repeats.answer(review_week, asked, WeekReportView)


def signs(found: tuple[Unusual, ...]) -> list[SignView]:
    """Show signs, at most `MOST` of them."""
    return [SignView.of(one) for one in found[:MOST]]
