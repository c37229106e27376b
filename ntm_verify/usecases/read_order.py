"""A signer follows an order of many papers (theo dõi lệnh ban hành)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.signing_order import SigningOrder, SigningTask, TaskState

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """Which order (lệnh nào)."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderReport:
    """What has become of an order so far (báo cáo lệnh ban hành)."""

    order: SigningOrder
    tasks: tuple[SigningTask, ...]

    def of(self, state: TaskState) -> tuple[SigningTask, ...]:
        """Give the tasks in a state, by place."""
        return tuple(task for task in self.tasks if task.state is state)

    @property
    def goes_on(self) -> bool:
        """Say whether something still happens by itself."""
        return any(not task.is_stuck for task in self.of(TaskState.WAITING))


@on_record
async def read_order(ports: Ports, actor: Actor, request: ReadOrder) -> OrderReport:
    """Give an order of the actor's province with what became of each dossier.

    Raises:
        WrongOffice: the actor does not sign.
        NotFound: there is no such order within the actor's reach.

    """
    require_office(actor, Role.SIGNER)
    async with ports.reading() as tx:
        order = await tx.issuing.order(request.order_id)
        if order.province != actor.province:
            raise NotFound("lệnh ban hành", request.order_id)
        return OrderReport(order, await tx.issuing.tasks(order.id))
