"""The receipt of a list over HTTP (API biên nhận)."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from ntm_verify.domain.people import COMMUNE_SIDE, Actor
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_receipt import ReadReceipt, read_receipt

from .identity import provide_actor


class ReceiptController(Controller):
    """Receipts (biên nhận)."""

    path = "/api/v1/submissions/{appraisal_id:uuid}/receipt.pdf"
    opt: dict[str, Any] = {"policy": COMMUNE_SIDE}  # noqa: RUF012 - the framework's shape
    dependencies = {"actor": Provide(provide_actor)}  # noqa: RUF012 - the framework's shape

    @get(media_type="application/pdf")
    async def receipt(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> Response[bytes]:
        """Give the receipt of what was handed in, as PDF (biên nhận)."""
        file = await read_receipt(ports, actor, ReadReceipt(appraisal_id))
        headers = {
            "content-disposition": f'attachment; filename="{file.name}"',
            "cache-control": "no-store",
        }
        return Response(file.content, media_type="application/pdf", headers=headers)
