"""The receipt of a list as a file (tải biên nhận)."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ntm_verify.usecases.read_receipt import ReadReceipt, ReceiptFile, read_receipt

from .policy import COMMUNE
from .visit import Visit


class ReceiptController(Controller):
    """Receipts (biên nhận)."""

    path = "/submissions/{dossier_id:uuid}/receipt.pdf"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def receipt(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Give the receipt as PDF (biên nhận, F18)."""
        return as_pdf(await read_receipt(visit.ports, visit.actor, ReadReceipt(dossier_id)))


def as_pdf(file: ReceiptFile) -> Response[bytes]:
    """Send a receipt to be saved, under the name that was made for it."""
    headers = {"content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type="application/pdf", headers=headers)
