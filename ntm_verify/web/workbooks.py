"""Workbooks that somebody takes away (tải bảng tính): the marked file, and the list of findings."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ntm_verify.usecases.annotate_list import AnnotateList, Workbook, annotate_list
from ntm_verify.usecases.correct_file import CorrectedFile

from .policy import APPRAISER, COMMUNE
from .session import AnyRequest
from .visit import Visit

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DIGITS = 3


class WorkbookController(Controller):
    """Workbooks of a checked list (bảng tính của hồ sơ)."""

    path = "/workbooks/{dossier_id:uuid}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE | APPRAISER}  # noqa: RUF012 - the framework's shape

    @get("/marked.xlsx")
    async def marked(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Give a handed-in file back with the wrong cells marked (tệp đã đánh dấu, F23)."""
        told = request.query_params.get("file", "0")
        place = int(told) if told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS else -1
        asked = AnnotateList(dossier_id, place)
        return as_file(await annotate_list(visit.ports, visit.actor, asked))

    @get("/findings.xlsx")
    async def findings(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Give the findings as a workbook (danh sách phát hiện, F24)."""
        asked = AnnotateList(dossier_id, only_findings=True)
        return as_file(await annotate_list(visit.ports, visit.actor, asked))


def as_file(book: Workbook | CorrectedFile) -> Response[bytes]:
    """Send a workbook to be saved, under the name that was made for it."""
    headers = {"content-disposition": f'attachment; filename="{book.name}"'}
    return Response(book.content, media_type=KIND, headers=headers)
