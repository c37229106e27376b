"""What an auditor looks at beside single dossiers (giám sát): signs, samples, the weekly review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.audit import SENTENCES, Action
from ntm_verify.domain.audit_sample import WrongSeed
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.oversight import SIGN_LABELS, SIGN_QUESTIONS, Sign, Unusual
from ntm_verify.domain.wording import VIETNAM, day, moment, number
from ntm_verify.usecases.draw_audit_sample import AuditSample, DrawAuditSample, draw_audit_sample
from ntm_verify.usecases.find_patterns import FindPatterns, Patterns, find_patterns
from ntm_verify.usecases.read_weeks import ReadWeeks, read_weeks
from ntm_verify.usecases.review_week import (
    NothingNoted,
    ReviewWeek,
    WeekNotOver,
    WeekReport,
    review_week,
)
from ntm_verify.usecases.signed_weeks import Week

from . import forms
from .figures import Row, Tag, dossier_row
from .forms import FieldError, Form
from .policy import AUDITOR
from .search import Asked, said
from .session import AnyRequest
from .visit import Visit, go

USUAL_DAYS: Final = 30
USUAL_COUNT: Final = "10"
MOST_LINKS: Final = 10


@dataclass(frozen=True, slots=True)
class SignRow:
    """One sign with what it rests on (một dấu hiệu)."""

    who: str
    where: str
    said: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signs of one kind (một loại dấu hiệu): what to ask, and each of them."""

    label: str
    code: str
    question: str
    rows: tuple[SignRow, ...]


@dataclass(frozen=True, slots=True)
class PatternsView:
    """Signs of a period (dấu hiệu bất thường), and the thresholds they rest on."""

    first: str
    last: str
    acts: str
    total: str
    groups: tuple[SignGroup, ...]
    limits: tuple[tuple[str, str], ...]
    source: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample of dossiers (mẫu kiểm toán) with its seed, as it is printed."""

    asked: Asked
    said: str
    seed: str
    count: str
    total: str
    rows: tuple[Row, ...]
    is_drawn: bool
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week in the list (một tuần)."""

    address: str
    days: str
    tag: Tag
    signed: str


@dataclass(frozen=True, slots=True)
class WeekView:
    """What happened in a week, and the form that signs for it (xem xét một tuần)."""

    address: str
    days: str
    tag: Tag
    signed: str
    can_sign: bool
    counts: tuple[tuple[str, str, str], ...]
    groups: tuple[SignGroup, ...]
    note: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class WeeksView:
    """The last weeks (các tuần gần đây)."""

    rows: tuple[WeekRow, ...]
    source: str


class OversightController(Controller):
    """Signs, samples and weekly reviews (giám sát)."""

    path = "/audit"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": AUDITOR}  # noqa: RUF012 - the framework's shape

    @get("/patterns")
    async def patterns(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show what is worth a question in a period (dấu hiệu bất thường)."""
        today = visit.ports.now().astimezone(VIETNAM).date()
        asked, errors = request.query_params, []
        days: dict[str, date] = {}
        for name, usual in (("first", today - timedelta(USUAL_DAYS)), ("last", today)):
            told = asked.get(name, "").strip()[:10]
            read = forms.day(told)
            if told and read is None:
                errors.append(FieldError(name, "Ghi ngày theo dạng ngày/tháng/năm."))
            days[name] = read or usual
        found = await find_patterns(visit.ports, visit.actor, FindPatterns(**_period(days)))
        view = patterns_view(visit, days, found, tuple(errors))
        return visit.page("auditor/patterns.html", view)

    @get("/sample")
    async def sample(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Draw dossiers at random; the same address draws the same ones (mẫu kiểm toán)."""
        query = request.query_params
        asked, seed = Asked.read(query), query.get("seed", "").strip()
        told = query.get("count", USUAL_COUNT).strip()[:6]
        if not seed:
            fresh = visit.ports.new_token("0123456789abcdef", 16)
            return visit.page("auditor/sample.html", _sample_view(asked, fresh, told, None))
        count = int(told) if told.isascii() and told.isdigit() else 0
        wanted = DrawAuditSample(asked.search(), seed, count)
        try:
            drawn = await draw_audit_sample(visit.ports, visit.actor, wanted)
        except WrongSeed as refused:
            view = _sample_view(asked, seed, told, None, FieldError("seed", str(refused)))
            return visit.page("auditor/sample.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return visit.page("auditor/sample.html", _sample_view(asked, seed, told, drawn))

    @get("/reviews")
    async def weeks(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """List the last weeks, and who looked at the log (xem xét nhật ký hằng tuần)."""
        weeks = await read_weeks(visit.ports, visit.actor, ReadWeeks())
        rows = tuple(
            WeekRow(f"/audit/reviews/{w.first:%Y-%m-%d}", _days(w), _tag(w), _signed(w, {}))
            for w in weeks
        )
        view = WeeksView(rows, visit.ports.oversight.review_source)
        return visit.page("auditor/reviews.html", view)

    @get("/reviews/{week:str}")
    async def week(self, visit: NamedDependency[Visit], week: FromPath[str]) -> Response[Any]:
        """Show what happened in a week (xem xét một tuần)."""
        report = await review_week(visit.ports, visit.actor, ReviewWeek(_day(week)))
        return visit.page("auditor/review.html", week_view(report, ""))

    @post("/reviews/{week:str}")
    async def sign(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        week: FromPath[str],
    ) -> Response[Any]:
        """Sign for a week with a note (ký xem xét)."""
        asked, note = _day(week), form.text("note")
        try:
            await review_week(visit.ports, visit.actor, ReviewWeek(asked, note or "-"))
        except (NothingNoted, WeekNotOver) as refused:
            report = await review_week(visit.ports, visit.actor, ReviewWeek(asked))
            view = week_view(report, note, FieldError("note", str(refused)))
            late = isinstance(refused, WeekNotOver)
            status = HTTP_409_CONFLICT if late else HTTP_422_UNPROCESSABLE_ENTITY
            return visit.page("auditor/review.html", view, status)
        return go(f"/audit/reviews/{asked:%Y-%m-%d}")


def _period(days: Mapping[str, date]) -> dict[str, date]:
    first, last = sorted(days.values())
    return {"first_day": first, "last_day": last}


def _day(told: str) -> date:
    read = forms.day(told)
    if read is None:
        raise NotFound("tuần", told[:20])
    return read


def patterns_view(
    visit: Visit, days: Mapping[str, date], found: Patterns, errors: tuple[FieldError, ...]
) -> PatternsView:
    """Show every sign, with the thresholds that made it one."""
    period, rules = _period(days), visit.ports.oversight
    limits = rules.on(period["last_day"])
    return PatternsView(
        day(period["first_day"]),
        day(period["last_day"]),
        number(found.acts),
        number(len(found.found)),
        groups(found.found, found.people, found.communes),
        (
            ("Giờ đêm", f"từ {limits.night_from} giờ đến trước {limits.night_until} giờ"),
            ("Nhận rồi phê duyệt nhanh", f"trong {limits.quick_minutes} phút"),
            ("Liên tiếp", f"{limits.burst_decisions} quyết định / {limits.burst_minutes} phút"),
            ("Chỉ một xã", f"từ {limits.alone_decisions} quyết định"),
            ("Thu hồi", f"từ {limits.revocations} văn bản trong kỳ"),
            (
                "Tăng nhanh",
                f"từ {limits.rising_basis_points / 100:.2f} điểm phần trăm".replace(".", ","),
            ),
        ),
        rules.source,
        errors,
    )


def groups(
    found: tuple[Unusual, ...], people: Mapping[str, str], communes: Mapping[str, str]
) -> tuple[SignGroup, ...]:
    """Put signs of one kind together, kinds without any left out."""
    return tuple(
        SignGroup(SIGN_LABELS[sign], sign.value, SIGN_QUESTIONS[sign], rows)
        for sign in Sign
        if (rows := tuple(_sign_row(one, people, communes) for one in found if one.sign is sign))
    )


def _sign_row(one: Unusual, people: Mapping[str, str], communes: Mapping[str, str]) -> SignRow:
    seen = {act.dossier: moment(act.at) for act in one.acts}
    links = tuple(
        (f"/audit/appraisals/{dossier}", f"{at} (…{dossier[-6:]})") for dossier, at in seen.items()
    )
    return SignRow(
        people.get(one.actor, one.actor),
        communes.get(one.unit, one.unit),
        one.said,
        links[:MOST_LINKS],
    )


def _sample_view(
    asked: Asked, seed: str, count: str, drawn: AuditSample | None, *errors: FieldError
) -> SampleView:
    items = drawn.items if drawn else ()
    rows = (dossier_row(d, moment(d.submitted_at or d.created_at), d.certificate) for d in items)
    total = number(drawn.total) if drawn else ""
    is_drawn = drawn is not None
    return SampleView(asked, said(asked, {}), seed, count, total, tuple(rows), is_drawn, errors)


def week_view(report: WeekReport, note: str, *errors: FieldError) -> WeekView:
    """Show a week: entries by type in words, signs, and who signed for it."""
    week = report.week
    known = {action.value for action in Action}
    counts = tuple(
        (SENTENCES[Action(kind)] if kind in known else kind, kind, number(count))
        for kind, count in sorted(report.counts.items(), key=lambda one: -one[1])
    )
    return WeekView(
        f"/audit/reviews/{week.first:%Y-%m-%d}",
        _days(week),
        _tag(week),
        _signed(week, report.people),
        week.is_over and not week.by,
        counts,
        groups(report.found, report.people, report.communes),
        note,
        errors,
    )


def _days(week: Week) -> str:
    return f"{day(week.first)} đến {day(week.last)}"


def _tag(week: Week) -> Tag:
    if week.by:
        return Tag("pass", "Đã xem xét")
    if not week.is_over:
        return Tag("info", "Đang diễn ra")
    return Tag("fail", "Quá hạn xem xét") if week.is_late else Tag("warn", "Chưa xem xét")


def _signed(week: Week, people: Mapping[str, str]) -> str:
    if not week.by or week.at is None:
        return ""
    return f"{people.get(week.by, week.by)}, {moment(week.at)}"
