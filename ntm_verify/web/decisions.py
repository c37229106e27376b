"""The three decisions of an appraiser, each on a page of its own (quyết định)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import REFUSE_REASONS, RETURN_REASONS, CriterionNotMet
from ntm_verify.domain.casework import NothingSaid
from ntm_verify.domain.duplicates import RemovalOpen
from ntm_verify.domain.recount import ResultChanged
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.refuse_appraisal import RefuseAppraisal, refuse_appraisal
from ntm_verify.usecases.return_submission import (
    ReturnPoint,
    ReturnSubmission,
    return_submission,
)

from .appraiser import OpenCase, open_case, reason_faults
from .cases import CaseView
from .casework import DeskView
from .forms import FieldError, Form, Option
from .policy import APPRAISER
from .session import AnyRequest
from .visit import Visit, go

POINT: Final = re.compile(r"\s*(?:dòng\s*)?(\d{1,6})\s*[:\-–.]\s*(\S.*)", re.IGNORECASE)


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
        "Xã đọc lý do dưới đây trên trang của mình, sửa và nộp lại. Nêu một lần cho đủ mọi điều "
        "cần sửa.",
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
    desk: DeskView
    decision: Decision
    reasons: tuple[Option, ...]
    note: str
    points: str
    preview: str
    pinned: tuple[ReturnPoint, ...]
    errors: tuple[FieldError, ...]


class DecisionController(Controller):
    """Approve, return, refuse (phê duyệt, trả lại, không công nhận)."""

    path = "/appraisals/{dossier_id:uuid}/{kind:str}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": APPRAISER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def ask(
        self,
        request: AnyRequest,
        visit: NamedDependency[Visit],
        dossier_id: FromPath[UUID],
        kind: FromPath[str],
    ) -> Response[Any]:
        """Ask for the decision on a page of its own (trang quyết định)."""
        decision = _decision(kind)
        opened = await open_case(visit, dossier_id, request)
        if not opened.case.can_decide:
            return go(f"/appraisals/{dossier_id}")
        return visit.page("appraiser/decide.html", _asked(opened, decision, Form()))

    @post("/", opt={"confirm": "preview"})
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
            view = _asked(await open_case(visit, dossier_id, request), decision, form, errors)
            status = HTTP_422_UNPROCESSABLE_ENTITY if errors else HTTP_200_OK
            return visit.page("appraiser/decide.html", view, status)
        try:
            await _done(visit, decision, dossier_id, form)
        except (CriterionNotMet, ResultChanged, RemovalOpen) as refused:
            faults, status = (FieldError("decision", str(refused)),), HTTP_409_CONFLICT
        except NothingSaid as refused:
            faults, status = (FieldError("points", str(refused)),), HTTP_422_UNPROCESSABLE_ENTITY
        else:
            return go(f"/appraisals/{dossier_id}")
        view = _asked(await open_case(visit, dossier_id, request), decision, form, faults)
        return visit.page("appraiser/decide.html", view, status)


def _decision(kind: str) -> Decision:
    """Name the decision of an address.

    Raises:
        NotFoundException: there is none of this name.

    """
    if kind not in DECISIONS:
        raise NotFoundException
    return DECISIONS[kind]


def read_points(text: str) -> tuple[tuple[ReturnPoint, ...], tuple[str, ...]]:
    """Read "dòng 12: what is wrong", one a line; give the points, and the lines that are none."""
    points, strange = [], []
    for line in filter(str.strip, text.splitlines()):
        if found := POINT.fullmatch(line):
            points.append(ReturnPoint(int(found[1]), found[2].strip()))
        else:
            strange.append(line.strip())
    return tuple(points), tuple(strange)


def _faults(decision: Decision, form: Form) -> tuple[FieldError, ...]:
    if not decision.reasons:
        return ()
    errors = list(reason_faults(decision.reasons, form))
    if strange := read_points(form.text("points"))[1]:
        told = f"Không đọc được “{strange[0][:60]}”. Viết mỗi dòng một điểm, ví dụ: 12: sai mã số."
        errors.append(FieldError("points", told))
    return tuple(errors)


def _asked(
    opened: OpenCase, decision: Decision, form: Form, errors: tuple[FieldError, ...] = ()
) -> DecisionView:
    told, note = form.text("reason"), form.text("note")
    reasons = tuple(Option(code, text, code == told) for code, text in decision.reasons.items())
    preview = ". ".join(part for part in (decision.reasons.get(told, ""), note) if part)
    points = form.text("points")
    return DecisionView(
        opened.case,
        opened.desk,
        decision,
        reasons,
        note,
        points,
        preview,
        read_points(points)[0],
        errors,
    )


async def _done(visit: Visit, decision: Decision, dossier_id: UUID, form: Form) -> None:
    seen, reason, note = form.whole("seen"), form.text("reason"), form.text("note")
    ports, actor = visit.ports, visit.actor
    match decision.kind:
        case "approval":
            await approve_appraisal(ports, actor, ApproveAppraisal(dossier_id, seen, note))
        case "return":
            points = read_points(form.text("points"))[0]
            asked = ReturnSubmission(dossier_id, seen, reason, note, points)
            await return_submission(ports, actor, asked)
        case _:
            await refuse_appraisal(ports, actor, RefuseAppraisal(dossier_id, seen, reason, note))
