"""Many papers issued at once over HTTP (API ban hành nhiều văn bản): order, and follow."""

from typing import Annotated, Any, Self
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_202_ACCEPTED
from msgspec import Meta, Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.signing_order import MOST, SigningOrder, SigningTask
from ntm_verify.usecases.order_papers import OrderPapers, order_papers
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_order import OrderReport, ReadOrder, read_order

from .bulk import PickBody
from .identity import provide_actor
from .repeats import Repeats, provide_repeats


class OrderBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The dossiers to issue, and whose delegate signs, if one does (lệnh ban hành)."""

    dossiers: Annotated[list[PickBody], Meta(max_length=MOST)]
    on_behalf_of: str = ""


class TaskView(Struct, frozen=True):
    """What became of one dossier: "waiting", "issued" or "refused" (một hồ sơ)."""

    id: UUID
    state: str
    reference: str
    code: str
    detail: str

    @classmethod
    def of(cls, task: SigningTask) -> Self:
        """Show a task."""
        return cls(task.appraisal_id, task.state.value, task.reference, task.code, task.detail)


class OrderMade(Struct, frozen=True):
    """An order that is set down (lệnh đã ghi)."""

    id: UUID
    size: int

    @classmethod
    def of(cls, order: SigningOrder) -> Self:
        """Show an order."""
        return cls(order.id, order.size)


class OrderReportView(Struct, frozen=True):
    """What became of an order so far (báo cáo)."""

    id: UUID
    size: int
    goes_on: bool
    dossiers: list[TaskView]

    @classmethod
    def of(cls, found: OrderReport) -> Self:
        """Show a report."""
        tasks = [TaskView.of(task) for task in found.tasks]
        return cls(found.order.id, found.order.size, found.goes_on, tasks)


class OrderController(Controller):
    """Orders of many papers (lệnh ban hành)."""

    path = "/api/v1/signing-orders"
    opt: dict[str, Any] = {"policy": frozenset({Role.SIGNER})}  # noqa: RUF012 - the framework's shape
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @post(status_code=HTTP_202_ACCEPTED, opt={"scope": Scope.DECIDE, "confirm": True})
    async def order(
        self, data: JSONBody[OrderBody], repeats: NamedDependency[Repeats]
    ) -> OrderMade:
        """Order papers; each is issued on its own, and may be refused on its own."""
        dossiers = tuple((one.id, one.seen) for one in data.dossiers)
        asked = OrderPapers(dossiers, data.on_behalf_of)
        return await repeats.answer(order_papers, asked, OrderMade)

    @get("/{order_id:uuid}")
    async def read(
        self,
        order_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> OrderReportView:
        """Say what became of each dossier so far."""
        return OrderReportView.of(await read_order(ports, actor, ReadOrder(order_id)))
