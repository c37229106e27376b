"""Pages of an appraiser about one dossier (hồ sơ thẩm định): see, take, take over, extend."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import TAKE_OVER_REASONS, ReasonMissing
from ntm_verify.domain.casework import EXTEND_REASONS, WrongExtension
from ntm_verify.usecases.compare_lists import CompareLists, compare_lists
from ntm_verify.usecases.extend_deadline import ExtendDeadline, extend_deadline
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal

from .cases import CaseView, case_view
from .casework import DeskView, desk_view
from .findings import Wanted
from .forms import FieldError, Form, Option, day
from .policy import APPRAISER
from .session import AnyRequest
from .visit import Visit, go


@dataclass(frozen=True, slots=True)
class ReasonedView:
    """An act that needs a reason (trang hỏi lý do), with what was typed."""

    case: CaseView
    desk: DeskView
    reasons: tuple[Option, ...]
    note: str
    until: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A dossier on the appraiser's desk (hồ sơ trên bàn thẩm định)."""

    case: CaseView
    desk: DeskView


class AppraiserController(Controller):
    """One dossier handed in to the province (hồ sơ gửi tỉnh)."""

    path = "/appraisals/{dossier_id:uuid}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": APPRAISER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show the dossier with everything that hangs on it (hồ sơ)."""
        return visit.page("appraiser/case.html", await open_case(visit, dossier_id, request))

    @post("/assignment")
    async def take(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Take the dossier on, or give it back to the queue (nhận việc, trả việc)."""
        release = form.text("release") == "yes"
        request = TakeAppraisal(dossier_id, form.whole("seen"), release=release)
        await take_appraisal(visit.ports, visit.actor, request)
        return go("/appraisals" if release else f"/appraisals/{dossier_id}")

    @get("/takeover")
    async def ask_takeover(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Say who holds it, and ask why it is taken over (nhận lại việc)."""
        view = _reasoned(await open_case(visit, dossier_id, request), TAKE_OVER_REASONS, Form())
        return visit.page("appraiser/takeover.html", view)

    @post("/takeover")
    async def take_over(
        self,
        request: AnyRequest,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Take over what a colleague holds; the reason is on record (nhận lại việc)."""
        reason, note = form.text("reason"), form.text("note")
        asked = TakeAppraisal(dossier_id, form.whole("seen"), reason_code=reason, note=note)
        try:
            await take_appraisal(visit.ports, visit.actor, asked)
        except ReasonMissing:
            case = await open_case(visit, dossier_id, request)
            faults = reason_faults(TAKE_OVER_REASONS, form)
            view = _reasoned(case, TAKE_OVER_REASONS, form, faults)
            return visit.page("appraiser/takeover.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/appraisals/{dossier_id}")

    @get("/deadline")
    async def ask_extension(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show the deadline, and ask for a later one with its reason (gia hạn)."""
        view = _reasoned(await open_case(visit, dossier_id, request), EXTEND_REASONS, Form())
        return visit.page("appraiser/deadline.html", view)

    @post("/deadline")
    async def extend(
        self,
        request: AnyRequest,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Put the deadline off (gia hạn)."""
        faults, until = reason_faults(EXTEND_REASONS, form), day(form.text("until"))
        if until is None:
            faults = (
                FieldError("until", "Nhập ngày dạng ngày/tháng/năm, ví dụ 30/11/2026."),
                *faults,
            )
        else:
            asked = ExtendDeadline(
                dossier_id, form.whole("seen"), until, form.text("reason"), form.text("note")
            )
            try:
                await extend_deadline(visit.ports, visit.actor, asked)
            except WrongExtension as refused:
                faults = faults or (FieldError("until", str(refused)),)
            else:
                return go(f"/appraisals/{dossier_id}")
        case = await open_case(visit, dossier_id, request)
        view = _reasoned(case, EXTEND_REASONS, form, faults)
        return visit.page("appraiser/deadline.html", view, HTTP_422_UNPROCESSABLE_ENTITY)


async def open_case(visit: Visit, dossier_id: UUID, request: AnyRequest) -> OpenCase:
    """Open a dossier for a page of the appraiser's desk: the look is one entry (hồ sơ)."""
    opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
    asked = request.query_params
    wanted = Wanted.read(f"/appraisals/{dossier_id}", asked.get("kind", ""), asked.get("page", ""))
    case = case_view(opened, visit.actor, visit.ports.catalogue, wanted)
    compared = await compare_lists(visit.ports, visit.actor, CompareLists(dossier_id))
    return OpenCase(case, desk_view(opened, visit.actor, visit.ports, compared))


def reason_faults(reasons: Mapping[str, str], form: Form) -> tuple[FieldError, ...]:
    """Say what is missing of a reason: the code, the words (lý do)."""
    errors = []
    if form.text("reason") not in reasons:
        errors.append(FieldError("reason", "Chọn một lý do trong danh sách."))
    if not form.text("note"):
        errors.append(FieldError("note", "Ghi rõ lý do bằng chữ."))
    return tuple(errors)


def _reasoned(
    opened: OpenCase, reasons: Mapping[str, str], form: Form, errors: tuple[FieldError, ...] = ()
) -> ReasonedView:
    told = form.text("reason")
    options = tuple(Option(code, text, code == told) for code, text in reasons.items())
    return ReasonedView(
        opened.case, opened.desk, options, form.text("note"), form.text("until"), errors
    )
