"""Many papers issued at once (ban hành nhiều văn bản): choose, order, follow, report."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import ServerSentEvent, ServerSentEventMessage
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.signing_order import SigningTask, TaskState
from ntm_verify.domain.wording import moment, number
from ntm_verify.usecases.find_appraisals import FindAppraisals, find_appraisals
from ntm_verify.usecases.order_papers import OrderPapers, order_papers
from ntm_verify.usecases.ports import AppraisalQuery
from ntm_verify.usecases.read_order import OrderReport, ReadOrder, read_order

from .figures import Row, dossier_row
from .forms import FieldError, Form
from .policy import SIGNER
from .visit import Visit, go

MOST: Final = 200
PICK: Final = "pick-"
LOOK_AGAIN: Final = 1.0
MOST_LOOKS: Final = 600
"""Ten minutes; the browser then asks again by itself."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Approved dossiers to choose from (chọn hồ sơ để ban hành)."""

    rows: tuple[Row, ...]
    total: str
    most: str
    is_cut: bool
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderRow:
    """What became of one dossier (kết quả một hồ sơ)."""

    id: str
    commune: str
    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """How far an order has come (tiến trình lệnh ban hành)."""

    id: str
    title: str
    at: str
    percent: int
    sentence: str
    goes_on: bool
    issued: tuple[OrderRow, ...]
    waiting: tuple[OrderRow, ...]
    refused: tuple[OrderRow, ...]


def order_view(found: OrderReport) -> OrderView:
    """Show an order: what is done, what waits, what was refused and why."""
    issued, refused = found.of(TaskState.ISSUED), found.of(TaskState.REFUSED)
    settled = len(issued) + len(refused)
    total = number(found.order.size)
    sentence = f"Đã xong {number(settled)} trên {total} văn bản"
    sentence += f", {number(len(refused))} không ban hành." if refused else "."
    return OrderView(
        id=str(found.order.id),
        title=f"Ban hành {total} văn bản",
        at=moment(found.order.at),
        percent=100 * settled // found.order.size,
        sentence=sentence,
        goes_on=found.goes_on,
        issued=tuple(map(_row, issued)),
        waiting=tuple(_row(task) for task in found.of(TaskState.WAITING)),
        refused=tuple(map(_row, refused)),
    )


def _row(task: SigningTask) -> OrderRow:
    stuck = "Đã thử nhiều lần; hãy ban hành riêng hồ sơ này. " if task.is_stuck else ""
    return OrderRow(str(task.appraisal_id), task.commune_name, task.reference, stuck + task.detail)


class OrderController(Controller):
    """Orders of many papers (lệnh ban hành)."""

    path = "/signing/orders"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": SIGNER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def choose(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show the approved dossiers (chọn hồ sơ)."""
        return visit.page("signer/orders.html", await _choice(visit))

    @post("/", opt={"confirm": True})
    async def order(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Order what was chosen, and go where its progress is shown (ra lệnh)."""
        picked = [name.removeprefix(PICK) for name in form.texts if name.startswith(PICK)]
        dossiers = tuple((_id(one), form.whole(f"{PICK}{one}")) for one in picked[:MOST])
        chosen = tuple((one, seen) for one, seen in dossiers if one is not None)
        if not chosen:
            error = FieldError("p1", "Chọn ít nhất một hồ sơ để ban hành.")
            view = await _choice(visit, (error,))
            return visit.page("signer/orders.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        asked = OrderPapers(chosen, form.text("behalf"))
        made = await order_papers(visit.ports, visit.actor, asked)
        return go(f"/signing/orders/{made.id}")

    @get("/{order_id:uuid}")
    async def show(self, visit: NamedDependency[Visit], order_id: FromPath[UUID]) -> Response[Any]:
        """Report what became of each dossier (báo cáo)."""
        found = await read_order(visit.ports, visit.actor, ReadOrder(order_id))
        return visit.page("signer/order.html", order_view(found))

    @get("/{order_id:uuid}/progress")
    async def progress(
        self, visit: NamedDependency[Visit], order_id: FromPath[UUID]
    ) -> ServerSentEvent:
        """Tell how far the order has come, until it is done (tiến trình, SSE)."""
        first = await read_order(visit.ports, visit.actor, ReadOrder(order_id))
        return ServerSentEvent(_stages(visit, first))


async def _choice(visit: Visit, errors: tuple[FieldError, ...] = ()) -> ChoiceView:
    wanted = AppraisalQuery(statuses=frozenset({Status.APPROVED}), limit=MOST)
    found = await find_appraisals(visit.ports, visit.actor, FindAppraisals(wanted))
    rows = tuple(dossier_row(d, moment(d.decided_at or d.created_at)) for d in found.items)
    return ChoiceView(rows, number(found.total), number(MOST), found.total > MOST, errors)


async def _stages(visit: Visit, found: OrderReport) -> AsyncGenerator[ServerSentEventMessage]:
    """Look again every second; the last event shows the report."""
    for _ in range(MOST_LOOKS):
        view = order_view(found)
        if not view.goes_on:
            yield ServerSentEventMessage(f"/signing/orders/{view.id}", event="done")
            return
        yield ServerSentEventMessage(view.sentence, event="stage")
        yield ServerSentEventMessage(str(view.percent), event="share")
        await asyncio.sleep(LOOK_AGAIN)
        found = await read_order(visit.ports, visit.actor, ReadOrder(found.order.id))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
