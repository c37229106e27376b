"""Many green dossiers approved at once (duyệt nhiều hồ sơ): each on its own, and a report."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.queue import Sort, View
from ntm_verify.domain.wording import number
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.read_queue import ReadQueue, read_queue
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal

from .forms import Form
from .policy import APPRAISER
from .queue import QueueRow, queue_row
from .visit import Visit

MOST: Final = 100
PICK: Final = "pick-"


@dataclass(frozen=True, slots=True)
class BulkView:
    """Green dossiers to choose from (chọn hồ sơ xanh)."""

    rows: tuple[QueueRow, ...]
    total: str
    most: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one dossier (kết quả một hồ sơ)."""

    id: str
    commune: str
    is_done: bool
    why: str


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What came of all (báo cáo duyệt nhiều hồ sơ): done, refused with why."""

    done: tuple[Done, ...]
    refused: tuple[Done, ...]


class BulkController(Controller):
    """Many dossiers at once (duyệt nhiều hồ sơ)."""

    path = "/appraisals/bulk"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": APPRAISER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def choose(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show the green dossiers that the visitor holds or may take (chọn hồ sơ)."""
        wanted = ReadQueue(View.GREEN, sort=Sort.DUE, per_page=MOST)
        found = await read_queue(visit.ports, visit.actor, wanted)
        now, calendar = visit.ports.now(), visit.ports.calendar
        rows = tuple(
            queue_row(item, found, visit.actor, now, calendar)
            for item in found.items
            if item.dossier.status is Status.SUBMITTED
            or item.dossier.appraised_by == visit.actor.id
        )
        is_cut = found.counts[View.GREEN] > MOST
        view = BulkView(rows, number(len(rows)), number(MOST), is_cut)
        return visit.page("appraiser/bulk.html", view)

    @post("/", opt={"confirm": True})
    async def approve(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Approve what was chosen, one by one, and report (duyệt)."""
        picked = [name.removeprefix(PICK) for name in form.texts if name.startswith(PICK)]
        told = [await _approved(visit, form, one) for one in picked[:MOST]]
        done = tuple(one for one in told if one.is_done)
        refused = tuple(one for one in told if not one.is_done)
        return visit.page("appraiser/bulk_report.html", BulkReport(done, refused))


async def _approved(visit: Visit, form: Form, picked: str) -> Done:
    """Take the dossier if nobody has it, and approve it if it is green at this moment.

    What was taken for this and could not be approved goes back to the queue.
    """
    name, seen = form.text(f"name-{picked}") or picked, form.whole(f"{PICK}{picked}")
    try:
        dossier = UUID(picked)
    except ValueError:
        return Done("", name, is_done=False, why="Mã hồ sơ không hợp lệ.")
    taken = 0
    try:
        if form.text(f"waits-{picked}"):
            taken = (
                await take_appraisal(visit.ports, visit.actor, TakeAppraisal(dossier, seen))
            ).version
        asked = ApproveAppraisal(dossier, taken or seen, green_only=True)
        await approve_appraisal(visit.ports, visit.actor, asked)
    except Refusal as refused:
        if taken:
            await _give_back(visit, dossier, taken)
        return Done(picked, name, is_done=False, why=str(refused))
    return Done(picked, name, is_done=True, why="")


async def _give_back(visit: Visit, dossier: UUID, seen: int) -> None:
    try:
        back = TakeAppraisal(dossier, seen, release=True)
        await take_appraisal(visit.ports, visit.actor, back)
    except Refusal:
        return  # somebody moved it on meanwhile: it is theirs, and the refusal is on record
