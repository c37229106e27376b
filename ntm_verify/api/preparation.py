"""A commune makes its list ready over HTTP (API chuẩn bị danh sách)."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED
from msgspec import Meta, Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.findings import Field
from ntm_verify.domain.people import COMMUNE_SIDE, Actor
from ntm_verify.domain.roster_changes import RosterChanges
from ntm_verify.usecases.annotate_list import AnnotateList, annotate_list
from ntm_verify.usecases.compare_lists import CompareLists, compare_lists
from ntm_verify.usecases.confirm_warnings import ConfirmWarnings, confirm_warnings
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from ntm_verify.usecases.find_duplicates import FindDuplicates, find_duplicates
from ntm_verify.usecases.ports import Ports

from .identity import provide_actor
from .repeats import Repeats, provide_repeats
from .views import AppraisalView

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Short = Annotated[str, Meta(max_length=100)]


class ConfirmationBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A group of warnings, and why it is right as it stands (xác nhận cảnh báo)."""

    seen: int
    code: Short
    field: Short
    reason_code: Short = ""
    note: Annotated[str, Meta(max_length=2000)] = ""
    withdraw: bool = False


class CorrectionBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One cell's new text; null takes the row out (một chỗ sửa)."""

    source: Annotated[int, Meta(ge=0, le=100_000)]
    row: Annotated[int, Meta(ge=1, le=2_000_000)]
    field: Field
    value: Annotated[str, Meta(max_length=200)] | None


class CorrectionsBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One batch of corrections, or the last one undone (các chỗ sửa)."""

    seen: int
    edits: Annotated[list[CorrectionBody], Meta(max_length=5000)] = []
    undo: bool = False


class ChangesView(Struct, frozen=True):
    """How many people changed against another list (thay đổi)."""

    before: int
    after: int
    kept: int
    new: int
    gone: int
    changed: int


class ComparisonView(Struct, frozen=True):
    """Against the returned version and against the last certified list (so sánh)."""

    returned: ChangesView | None
    last: ChangesView | None
    missing_hamlets: list[str]


class SharedView(Struct, frozen=True):
    """One own row whose person another commune lists too; nothing of the other (F29).

    `standing` is open, same, different, remove or keep: what the province decided of it.
    """

    source: int
    row: int
    standing: str


class PreparationController(Controller):
    """Confirm, correct, compare, take back (chuẩn bị danh sách)."""

    path = "/api/v1/submissions/{appraisal_id:uuid}"
    opt: dict[str, Any] = {"policy": COMMUNE_SIDE, "writes": Scope.SUBMIT}  # noqa: RUF012 - the framework's shape
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @get("/annotated.xlsx")
    async def annotated(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        file: FromQuery[int] = 0,
    ) -> Response[bytes]:
        """Give the file as handed in, its wrong cells marked (tệp đã đánh dấu)."""
        return await _workbook(ports, actor, AnnotateList(appraisal_id, file))

    @get("/findings.xlsx")
    async def findings_book(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> Response[bytes]:
        """Give what was found as a workbook (phát hiện)."""
        return await _workbook(ports, actor, AnnotateList(appraisal_id, only_findings=True))

    @post("/confirmations", status_code=HTTP_200_OK)
    async def confirm(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[ConfirmationBody],
        repeats: NamedDependency[Repeats],
    ) -> AppraisalView:
        """Answer for a group of warnings (xác nhận)."""
        asked = ConfirmWarnings(
            appraisal_id,
            data.seen,
            data.code,
            data.field,
            data.reason_code,
            data.note,
            withdraw=data.withdraw,
        )
        return await repeats.answer(confirm_warnings, asked, AppraisalView)

    @post("/corrections", status_code=HTTP_202_ACCEPTED)
    async def correct(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[CorrectionsBody],
        repeats: NamedDependency[Repeats],
    ) -> AppraisalView:
        """Mend rows; the list is checked again (sửa tại chỗ)."""
        edits = tuple(Correction(e.source, e.row, e.field, e.value) for e in data.edits)
        asked = CorrectRows(appraisal_id, data.seen, edits, data.undo)
        return await repeats.answer(correct_rows, asked, AppraisalView)

    @get("/comparison")
    async def compare(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> ComparisonView:
        """Compare with the returned version and the last certified list (so sánh)."""
        found = await compare_lists(ports, actor, CompareLists(appraisal_id))
        return ComparisonView(_told(found.returned), _told(found.last), list(found.missing))

    @get("/duplicates")
    async def duplicates(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> list[SharedView]:
        """Show own rows whose person another commune of the province lists too (trùng)."""
        found = await find_duplicates(ports, actor, FindDuplicates(appraisal_id))
        return [
            SharedView(shared.row.source, shared.row.line, shared.standing.value)
            for shared in found[:1000]
        ]


def _told(c: RosterChanges | None) -> ChangesView | None:
    if c is None:
        return None
    return ChangesView(c.before, c.after, c.kept, len(c.new), len(c.gone), len(c.changed))


async def _workbook(ports: Ports, actor: Actor, asked: AnnotateList) -> Response[bytes]:
    book = await annotate_list(ports, actor, asked)
    headers = {
        "content-disposition": f'attachment; filename="{book.name}"',
        "cache-control": "no-store",
    }
    return Response(book.content, media_type=SHEET, headers=headers)
