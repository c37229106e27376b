"""The appraisers' queue (hàng đợi): views with counts, an order, a search, and saved filters."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.people import Actor
from ntm_verify.domain.queue import (
    ENDED,
    OPEN,
    SORT_LABELS,
    VIEW_LABELS,
    Sort,
    View,
    Waiting,
    is_green,
    is_late,
    margin,
)
from ntm_verify.domain.wording import VIETNAM, day, number
from ntm_verify.domain.working_days import Calendar
from ntm_verify.usecases.keep_filter import KeepFilter, keep_filter
from ntm_verify.usecases.read_queue import QueuePage, ReadQueue, read_queue

from .cases import holder
from .figures import Row, Tag, dossier_row
from .findings import Choice
from .forms import Form, Option
from .policy import APPRAISER
from .session import AnyRequest
from .visit import Visit, go

LONGEST_SEARCH: Final = 100
GROUPS: Final = (
    ("Của tôi", (View.WAITING, View.MINE, View.LATE, View.AGAIN)),
    ("Phân luồng", (View.GREEN, View.RISKY, View.SHORT, View.FLAGGED)),
    ("Chung", (View.OTHERS, View.RETURNED, View.APPROVED, View.ALL, View.DONE)),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says (điều kiện trong địa chỉ): view, words, order, page."""

    view: View = View.WAITING
    text: str = ""
    sort: Sort = Sort.DUE
    page: int = 1

    @classmethod
    def read(cls, told: dict[str, str]) -> "Asked":
        """Take what the address says; what makes no sense is as if it were not said."""
        view, sort, page = told.get("view", ""), told.get("sort", ""), told.get("page", "")
        return cls(
            View(view) if view in set(View) else View.WAITING,
            told.get("q", "").strip()[:LONGEST_SEARCH],
            Sort(sort) if sort in set(Sort) else Sort.DUE,
            int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,  # noqa: PLR2004 - bounds a number
        )

    def query(self, **changes: object) -> str:
        """Write the address of these conditions, with changes; the usual ones are left out."""
        told: dict[str, object] = {"view": self.view.value, "q": self.text}
        told |= {"sort": "" if self.sort is Sort.DUE else self.sort.value, **changes}
        return urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One dossier of the queue (một dòng của hàng đợi)."""

    row: Row
    margin: str
    short: bool
    matches: str
    age: str
    due: Tag
    green: bool
    waits: bool
    holder: str


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter that the visitor keeps (bộ lọc đã lưu)."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue (hàng đợi): views as links with counts, one row a dossier."""

    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    title: str
    rows: tuple[QueueRow, ...]
    total: str
    order: str
    sorts: tuple[Option, ...]
    asked: Asked
    query: str
    pages: int
    earlier: str
    later: str
    filters: tuple[SavedFilter, ...]
    can_take: bool
    can_bulk: bool


def queue_view(
    found: QueuePage, asked: Asked, actor: Actor, now: datetime, calendar: Calendar
) -> QueueView:
    """Lay one page of the queue out (trang hàng đợi)."""
    rows = tuple(queue_row(item, found, actor, now, calendar) for item in found.items)
    groups = tuple(
        (title, tuple(_choice(view, found, asked) for view in views)) for title, views in GROUPS
    )
    here = asked.query()
    return QueueView(
        groups=groups,
        title=VIEW_LABELS[asked.view],
        rows=rows,
        total=number(found.counts[asked.view]),
        order=SORT_LABELS[asked.sort],
        sorts=tuple(Option(s.value, text, s is asked.sort) for s, text in SORT_LABELS.items()),
        asked=asked,
        query=here,
        pages=found.pages,
        earlier=_address(asked, page=found.page - 1) if found.page > 1 else "",
        later=_address(asked, page=found.page + 1) if found.page < found.pages else "",
        filters=tuple(
            SavedFilter(name, f"/appraisals?{query}", query == here)
            for name, query in found.filters.items()
        ),
        can_take=any(row.waits for row in rows),
        can_bulk=found.counts[View.GREEN] > 0,
    )


def _choice(view: View, found: QueuePage, asked: Asked) -> Choice:
    address = _address(asked, view=view.value)
    return Choice(address, VIEW_LABELS[view], number(found.counts[view]), view is asked.view)


def _address(asked: Asked, **changes: object) -> str:
    return f"/appraisals?{asked.query(**changes)}"


def queue_row(
    item: Waiting, found: QueuePage, actor: Actor, now: datetime, calendar: Calendar
) -> QueueRow:
    """Show a dossier in one line, with margin, matches, age and deadline (một dòng)."""
    dossier, spare = item.dossier, margin(item.dossier)
    came_in = dossier.submitted_at or dossier.created_at
    over = dossier.status in ENDED
    age = calendar.days_between(came_in, now)
    return QueueRow(
        row=dossier_row(dossier, day(came_in.astimezone(VIETNAM).date())),
        margin="" if spare is None else f"{'+' if spare >= 0 else '−'}{number(abs(spare))}",
        short=spare is not None and spare < 0,
        matches=number(item.undecided) if item.undecided else "",
        age="" if over else f"{number(age)} ngày",
        due=due_tag(item, found, calendar),
        green=is_green(item, found.here),
        waits=dossier.status is Status.SUBMITTED,
        holder=holder(dossier, actor, found.names),
    )


def due_tag(item: Waiting, found: QueuePage, calendar: Calendar) -> Tag:
    """Say how long there is left: "quá hạn 2 ngày", "hôm nay", "còn 3 ngày" (hạn)."""
    if item.dossier.status not in OPEN:
        return Tag("", "")
    until = item.until or calendar.due(item.counts_from, item.dossier.province).day
    words = due_words(until, found.here.today, calendar)
    if is_late(item, found.here):
        return Tag("fail", words)
    return Tag("warn" if until == found.here.today else "", words)


def due_words(until: date, today: date, calendar: Calendar) -> str:
    """Write the distance to a deadline in working days (còn bao lâu)."""
    noon = [datetime(d.year, d.month, d.day, 12, tzinfo=VIETNAM) for d in (today, until)]
    if until == today:
        return "hạn hôm nay"
    if until < today:
        return f"quá hạn {number(max(1, calendar.days_between(noon[1], noon[0])))} ngày"
    return f"còn {number(calendar.days_between(noon[0], noon[1]))} ngày"


class QueueController(Controller):
    """The queue of the province (hàng đợi)."""

    path = "/appraisals"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": APPRAISER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def queue(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show what waits (hàng đợi)."""
        asked = Asked.read(dict(request.query_params))
        wanted = ReadQueue(asked.view, asked.text, asked.sort, asked.page)
        found = await read_queue(visit.ports, visit.actor, wanted)
        shown = queue_view(found, asked, visit.actor, visit.ports.now(), visit.ports.calendar)
        return visit.page("appraiser/queue.html", shown)

    @post("/filters")
    async def keep(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Keep the conditions of the page under a name, or take a filter away (lưu bộ lọc)."""
        asked = Asked.read(dict(parse_qsl(form.text("query"))))
        query = "" if form.text("drop") else asked.query()
        await keep_filter(visit.ports, visit.actor, KeepFilter(form.text("name"), query))
        return go(f"/appraisals?{asked.query()}")
