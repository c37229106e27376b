"""Pages on how long personal data are kept, and on their deletion (thời hạn lưu giữ, F87)."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.regulation import LegalReferenceMissing
from ntm_verify.domain.retention import (
    ENTERED,
    EnteredTerm,
    PurgeReasonMissing,
    RetentionKind,
    RetentionRule,
    WrongTerm,
)
from ntm_verify.domain.wording import VIETNAM, day, number
from ntm_verify.usecases.enter_term import EnterTerm, enter_term
from ntm_verify.usecases.falling_due import DueDossier, PurgePlan
from ntm_verify.usecases.preview_purge import PreviewPurge, preview_purge
from ntm_verify.usecases.purge_people import PurgePeople, PurgeReport, purge_people

from .forms import FieldError, Form, Option
from .policy import ADMINISTRATOR
from .visit import Visit, go

ADDRESS: Final = "/province/retention"
MOST_SHOWN: Final = 200
MARKS: Final = {
    "experience": "quy tắc của hệ thống",
    "unconfirmed": "chưa xác nhận",
    "official": "văn bản",
    "press": "báo chí",
}


@dataclass(frozen=True, slots=True)
class TermRow:
    """One kind of data and its term (một thời hạn)."""

    name: str
    term: str
    starts: str
    base: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """One dossier whose list falls due (một hồ sơ)."""

    id: str
    commune: str
    as_of: str
    ended: str
    rows: str


@dataclass(frozen=True, slots=True)
class RetentionView:
    """Terms, what is due, and the form as typed (trang thời hạn lưu giữ)."""

    terms: tuple[TermRow, ...]
    due: str
    soon: str
    openings: str
    kinds: tuple[Option, ...]
    months: str
    document: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class PurgeView:
    """What would go, or what went (xem trước, kết quả xóa)."""

    base: str
    length: str
    rows: str
    code: str
    due: tuple[DueRow, ...]
    more: str
    waiting: tuple[DueRow, ...]
    is_own_term: bool
    note: str
    done: str
    errors: tuple[FieldError, ...]


class RetentionController(Controller):
    """How long what names people is kept (thời hạn lưu giữ)."""

    path = ADDRESS
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def terms(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show every term with its source, and what is due (thời hạn lưu giữ)."""
        return visit.page("province/retention.html", await _view(visit, Form()))

    @post("/", opt={"confirm": True})
    async def enter(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Enter a term with the document that sets it (nhập thời hạn)."""
        kind = form.text("kind")
        if kind not in ENTERED:
            errors = (FieldError("kind", "Chọn loại dữ liệu."),)
            return await _refused(visit, form, errors)
        asked = EnterTerm(RetentionKind(kind), form.whole("months"), form.text("document")[:500])
        try:
            await enter_term(visit.ports, visit.actor, asked)
        except WrongTerm as wrong:
            return await _refused(visit, form, (FieldError("months", str(wrong)),))
        except LegalReferenceMissing as wrong:
            return await _refused(visit, form, (FieldError("document", str(wrong)),))
        return go(ADDRESS)

    @get("/purge")
    async def ask(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show what would be deleted, by dossier (xem trước việc xóa)."""
        plan = await preview_purge(visit.ports, visit.actor, PreviewPurge())
        return visit.page("province/purge.html", _purge(visit, plan))

    @post("/purge", opt={"confirm": True})
    async def purge(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Delete what the preview showed, and say what went (xóa dữ liệu hết hạn)."""
        asked = PurgePeople(form.text("plan"), form.text("note"))
        try:
            done = await purge_people(visit.ports, visit.actor, asked)
        except PurgeReasonMissing as wrong:
            plan = await preview_purge(visit.ports, visit.actor, PreviewPurge())
            errors = (FieldError("note", str(wrong)),)
            view = _purge(visit, plan, errors=errors, note=asked.note)
            return visit.page("province/purge.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        plan = await preview_purge(visit.ports, visit.actor, PreviewPurge())
        return visit.page("province/purge.html", _purge(visit, plan, done), HTTP_200_OK)


async def _refused(visit: Visit, form: Form, errors: tuple[FieldError, ...]) -> Response[Any]:
    view = await _view(visit, form, errors)
    return visit.page("province/retention.html", view, HTTP_422_UNPROCESSABLE_ENTITY)


async def _view(visit: Visit, form: Form, errors: tuple[FieldError, ...] = ()) -> RetentionView:
    plan = await preview_purge(visit.ports, visit.actor, PreviewPurge())
    rules = visit.ports.retention.rules
    terms = {RetentionKind.PERSON_ROWS: plan.people, RetentionKind.LOG_OPENINGS: plan.log}
    return RetentionView(
        tuple(_row(rule, terms.get(rule.kind)) for rule in rules),
        number(len(plan.due)),
        number(len(plan.soon)),
        number(plan.openings),
        tuple(
            Option(rule.kind.value, rule.name, form.text("kind") == rule.kind)
            for rule in rules
            if rule.kind in ENTERED
        ),
        form.text("months"),
        form.text("document"),
        errors,
    )


def _row(rule: RetentionRule, term: EnteredTerm | None) -> TermRow:
    own = f"{rule.days} ngày" if rule.days else "chưa nhập: chưa xóa gì"
    return TermRow(
        rule.name,
        term.length if term else own,
        rule.starts,
        term.document if term else "–",
        rule.source,
        MARKS.get(rule.mark, rule.mark),
    )


def _purge(
    visit: Visit,
    plan: PurgePlan,
    done: PurgeReport | None = None,
    *,
    errors: tuple[FieldError, ...] = (),
    note: str = "",
) -> PurgeView:
    term = plan.people
    rest = len(plan.due) - MOST_SHOWN
    rows, dossiers = (number(done.rows), number(done.dossiers)) if done else ("", "")
    return PurgeView(
        term.document if term else "",
        term.length if term else "",
        number(plan.rows),
        plan.code,
        tuple(map(_due, plan.due[:MOST_SHOWN])),
        number(rest) if rest > 0 else "",
        tuple(map(_due, plan.waiting[:MOST_SHOWN])),
        term is not None and term.entered_by == visit.actor.id,
        note,
        f"{rows} dòng của {dossiers} hồ sơ" if done else "",
        errors,
    )


def _due(one: DueDossier) -> DueRow:
    ended = one.ended_at.astimezone(VIETNAM).date()
    return DueRow(str(one.id), one.commune_name, day(one.as_of), day(ended), number(one.rows))
