"""Pages of an appraiser (cán bộ thẩm định): queue, dossier, and three decisions on pages apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import RETURN_REASONS, Appraisal, CriterionNotMet, Status
from ntm_verify.domain.people import Actor
from ntm_verify.domain.recount import ResultChanged
from ntm_verify.domain.wording import moment, number
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.find_appraisals import FindAppraisals, find_appraisals
from ntm_verify.usecases.ports import AppraisalQuery
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from ntm_verify.usecases.refuse_appraisal import RefuseAppraisal, refuse_appraisal
from ntm_verify.usecases.return_submission import ReturnSubmission, return_submission
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal

from .cases import CaseView, case_view, holder
from .figures import Row, dossier_row
from .findings import Choice, Wanted
from .forms import FieldError, Form, Option
from .policy import APPRAISER
from .session import AnyRequest
from .visit import Visit, go

MOST_LISTED: Final = 1_000
LONGEST_SEARCH: Final = 100
LIVING: Final = frozenset(
    {Status.SUBMITTED, Status.UNDER_APPRAISAL, Status.RETURNED, Status.APPROVED}
)
REFUSE_REASONS: Final[Mapping[str, str]] = {
    "criterion_not_met": "Chưa đạt tiêu chí theo số liệu đã thẩm định",
    **{code: text for code, text in RETURN_REASONS.items() if code != "other"},
    "other": RETURN_REASONS["other"],
}
FILTERS: Final[Mapping[str, str]] = {
    "waiting": "Chờ nhận",
    "mine": "Tôi đang thẩm định",
    "others": "Người khác đang thẩm định",
    "again": "Nộp lại",
    "short": "Dưới ngưỡng",
    "flagged": "Có cảnh báo",
    "returned": "Đã trả, chờ xã sửa",
    "approved": "Đã phê duyệt, chờ ký",
    "all": "Tất cả đang xử lý",
    "done": "Đã xong",
}


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue (hàng đợi): filters as links, one row a dossier."""

    choices: tuple[Choice, ...]
    title: str
    rows: tuple[Row, ...]
    total: str
    text: str
    view: str
    later: str
    can_take: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """One of the three decisions (một quyết định): words of its page, and the act behind it."""

    kind: str
    title: str
    button: str
    consequence: str
    css: str
    reasons: Mapping[str, str]


DECISIONS: Final[Mapping[str, Decision]] = {
    "approval": Decision(
        "approval",
        "Phê duyệt kết quả",
        "Phê duyệt kết quả",
        "Hồ sơ chuyển sang người ký để ban hành văn bản. Danh sách đã lưu được tính lại ngay khi "
        "bấm nút; nếu kết quả khác với trang này thì hệ thống dừng lại.",
        "pri",
        {},
    ),
    "return": Decision(
        "return",
        "Trả lại để bổ sung",
        "Trả lại hồ sơ cho xã",
        "Xã đọc lý do dưới đây trên trang của mình, sửa và nộp lại.",
        "pri",
        RETURN_REASONS,
    ),
    "refusal": Decision(
        "refusal",
        "Không công nhận kết quả",
        "Không công nhận hồ sơ này",
        "Hồ sơ kết thúc và không sửa được nữa; xã phải mở hồ sơ mới cho kỳ này.",
        "bad",
        REFUSE_REASONS,
    ),
}


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision about to be made (trang quyết định), with what was typed."""

    case: CaseView
    decision: Decision
    reasons: tuple[Option, ...]
    note: str
    preview: str
    errors: tuple[FieldError, ...]


def chosen(view: str, actor: Actor) -> Callable[[Appraisal], bool]:
    """Give the condition of a filter; the same one makes its count and its list (F43)."""
    conditions: dict[str, Callable[[Appraisal], bool]] = {
        "waiting": lambda d: d.status is Status.SUBMITTED,
        "mine": lambda d: d.status is Status.UNDER_APPRAISAL and d.appraised_by == actor.id,
        "others": lambda d: d.status is Status.UNDER_APPRAISAL and d.appraised_by != actor.id,
        "again": lambda d: _is_open(d) and d.round > 1,
        "short": lambda d: _is_open(d) and bool(d.assessment and d.assessment.shortfall),
        "flagged": lambda d: _is_open(d) and bool(d.outcome and d.outcome.counts.warnings),
        "returned": lambda d: d.status is Status.RETURNED,
        "approved": lambda d: d.status is Status.APPROVED,
    }
    return conditions.get(view, lambda _: True)


def _is_open(dossier: Appraisal) -> bool:
    return dossier.status in {Status.SUBMITTED, Status.UNDER_APPRAISAL}


def queue_view(found: tuple[Appraisal, ...], actor: Actor, view: str, text: str) -> QueueView:
    """Lay the living dossiers out, those that wait longest first (hàng đợi)."""
    ordered = sorted(found, key=_age)
    here = [d for d in ordered if chosen(view, actor)(d)]
    choices = tuple(
        Choice(
            _address(name, text),
            label,
            number(sum(1 for d in found if chosen(name, actor)(d))) if name != "done" else "",
            name == view,
        )
        for name, label in FILTERS.items()
    )
    rows = tuple(_row(d, actor) for d in here)
    can_take = any(row.status.text == "đã nộp" for row in rows)
    return QueueView(choices, FILTERS[view], rows, number(len(here)), text, view, "", can_take)


def _address(view: str, text: str, after: str = "") -> str:
    told = {"view": view, "q": text, "after": after}
    return "/appraisals?" + urlencode({name: value for name, value in told.items() if value})


def _age(dossier: Appraisal) -> datetime:
    return dossier.submitted_at or dossier.created_at


def _row(dossier: Appraisal, actor: Actor) -> Row:
    return dossier_row(dossier, moment(_age(dossier)), holder(dossier, actor))


class AppraiserController(Controller):
    """Dossiers handed in to the province (hồ sơ gửi tỉnh)."""

    path = "/appraisals"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": APPRAISER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def queue(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show what waits (hàng đợi)."""
        asked = request.query_params
        view = asked.get("view", "waiting")
        view = view if view in FILTERS else "waiting"
        text = asked.get("q", "").strip()[:LONGEST_SEARCH]
        query = AppraisalQuery(statuses=LIVING, text=text, limit=MOST_LISTED)
        living = await find_appraisals(visit.ports, visit.actor, FindAppraisals(query))
        if view != "done":
            return visit.page(
                "appraiser/queue.html", queue_view(living.items, visit.actor, view, text)
            )
        ended = frozenset(Status) - LIVING
        query = AppraisalQuery(
            statuses=ended, text=text, limit=50, after=_id(asked.get("after", ""))
        )
        page = await find_appraisals(visit.ports, visit.actor, FindAppraisals(query))
        shown = queue_view(living.items, visit.actor, "done", text)
        rows = tuple(_row(d, visit.actor) for d in page.items)
        later = _address("done", text, str(page.next)) if page.next else ""
        done = QueueView(
            shown.choices,
            shown.title,
            rows,
            number(page.total),
            text,
            "done",
            later,
            can_take=False,
        )
        return visit.page("appraiser/queue.html", done)

    @get("/{dossier_id:uuid}")
    async def show(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show the dossier with everything that hangs on it (hồ sơ)."""
        case = await _case(visit, dossier_id, request)
        return visit.page("appraiser/case.html", case)

    @post("/{dossier_id:uuid}/assignment")
    async def take(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Take the dossier on, or give it back to the queue (nhận việc, trả việc)."""
        release = form.text("release") == "yes"
        request = TakeAppraisal(dossier_id, form.whole("seen"), release=release)
        await take_appraisal(visit.ports, visit.actor, request)
        return go("/appraisals" if release else f"/appraisals/{dossier_id}")

    @get("/{dossier_id:uuid}/{kind:str}")
    async def ask(
        self,
        request: AnyRequest,
        visit: NamedDependency[Visit],
        dossier_id: FromPath[UUID],
        kind: FromPath[str],
    ) -> Response[Any]:
        """Ask for the decision on a page of its own (trang quyết định)."""
        decision = _decision(kind)
        case = await _case(visit, dossier_id, request)
        if not case.can_decide:
            return go(f"/appraisals/{dossier_id}")
        return visit.page("appraiser/decide.html", _asked(case, decision, Form()))

    @post("/{dossier_id:uuid}/{kind:str}", opt={"confirm": "preview"})
    async def decide(
        self,
        request: AnyRequest,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
        kind: FromPath[str],
    ) -> Response[Any]:
        """Make the decision (quyết định)."""
        decision = _decision(kind)
        errors = _faults(decision, form)
        if form.text("preview") or errors:
            case = await _case(visit, dossier_id, request)
            view = _asked(case, decision, form, errors)
            status = HTTP_422_UNPROCESSABLE_ENTITY if errors else HTTP_200_OK
            return visit.page("appraiser/decide.html", view, status)
        try:
            await _done(visit, decision, dossier_id, form)
        except (CriterionNotMet, ResultChanged) as refused:
            case = await _case(visit, dossier_id, request)
            view = _asked(case, decision, form, (FieldError("decision", str(refused)),))
            return visit.page("appraiser/decide.html", view, HTTP_409_CONFLICT)
        return go(f"/appraisals/{dossier_id}")


def _decision(kind: str) -> Decision:
    """Name the decision of an address.

    Raises:
        NotFoundException: there is none of this name.

    """
    if kind not in DECISIONS:
        raise NotFoundException
    return DECISIONS[kind]


async def _case(visit: Visit, dossier_id: UUID, request: AnyRequest) -> CaseView:
    opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
    asked = request.query_params
    wanted = Wanted.read(f"/appraisals/{dossier_id}", asked.get("kind", ""), asked.get("page", ""))
    return case_view(opened, visit.actor, visit.ports.catalogue, wanted)


def _faults(decision: Decision, form: Form) -> tuple[FieldError, ...]:
    if not decision.reasons:
        return ()
    errors = []
    if form.text("reason") not in decision.reasons:
        errors.append(FieldError("reason", "Chọn một lý do trong danh sách."))
    if not form.text("note"):
        told = "Ghi rõ lý do bằng chữ: điều gì, ở dòng hay văn bản nào, sửa thế nào."
        errors.append(FieldError("note", told))
    return tuple(errors)


def _asked(
    case: CaseView, decision: Decision, form: Form, errors: tuple[FieldError, ...] = ()
) -> DecisionView:
    told, note = form.text("reason"), form.text("note")
    reasons = tuple(Option(code, text, code == told) for code, text in decision.reasons.items())
    label = decision.reasons.get(told, "")
    preview = ". ".join(part for part in (label, note) if part)
    return DecisionView(case, decision, reasons, note, preview, errors)


async def _done(visit: Visit, decision: Decision, dossier_id: UUID, form: Form) -> None:
    seen, reason, note = form.whole("seen"), form.text("reason"), form.text("note")
    ports, actor = visit.ports, visit.actor
    match decision.kind:
        case "approval":
            await approve_appraisal(ports, actor, ApproveAppraisal(dossier_id, seen, note))
        case "return":
            await return_submission(ports, actor, ReturnSubmission(dossier_id, seen, reason, note))
        case _:
            await refuse_appraisal(ports, actor, RefuseAppraisal(dossier_id, seen, reason, note))


def _id(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None
