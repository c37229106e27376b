"""Many green dossiers approved at once over HTTP (API duyệt nhiều hồ sơ): each on its own."""

from typing import Annotated, Any, Final, Self
from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta, Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.people import Actor, Role
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal
from ntm_verify.usecases.watch_submission import WatchSubmission, watch_submission

from .identity import provide_actor
from .repeats import Repeats, provide_repeats

MOST: Final = 100


class PickBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One dossier, and the version on the screen (một hồ sơ)."""

    id: UUID
    seen: int


class BulkBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The dossiers to approve, at most a hundred (các hồ sơ muốn duyệt)."""

    dossiers: Annotated[list[PickBody], Meta(max_length=MOST)]


class DoneView(Struct, frozen=True):
    """A dossier that is approved, at its new version (đã duyệt)."""

    id: UUID
    version: int


class RefusedView(Struct, frozen=True):
    """A dossier that is not, with the code and the words of why (không duyệt)."""

    id: UUID
    code: str
    detail: str


class BulkView(Struct, frozen=True):
    """What came of all, in the order in which they were named (báo cáo)."""

    done: list[DoneView]
    refused: list[RefusedView]

    @classmethod
    def of(cls, report: Self) -> Self:
        """Show a report as it is."""
        return report


class BulkController(Controller):
    """Many dossiers at once (duyệt nhiều hồ sơ)."""

    path = "/api/v1/appraisals/bulk"
    opt: dict[str, Any] = {"policy": frozenset({Role.APPRAISER})}  # noqa: RUF012 - the framework's shape
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @post(status_code=HTTP_200_OK, opt={"scope": Scope.DECIDE, "confirm": True})
    async def approve(
        self, data: JSONBody[BulkBody], repeats: NamedDependency[Repeats]
    ) -> BulkView:
        """Approve green dossiers one by one; what is not green any more is refused with why."""
        return await repeats.answer(_approve_all, data, BulkView)


async def _approve_all(ports: Ports, actor: Actor, asked: BulkBody) -> BulkView:
    told = [await _approved(ports, actor, one) for one in asked.dossiers]
    return BulkView(
        [one for one in told if isinstance(one, DoneView)],
        [one for one in told if isinstance(one, RefusedView)],
    )


async def _approved(ports: Ports, actor: Actor, pick: PickBody) -> DoneView | RefusedView:
    """Take the dossier if it waits, and approve it if it is green at this moment.

    What was taken for this and could not be approved goes back to the queue.
    """
    taken: Appraisal | None = None
    try:
        before = await watch_submission(ports, actor, WatchSubmission(pick.id))
        if before.status is Status.SUBMITTED:
            taken = await take_appraisal(ports, actor, TakeAppraisal(pick.id, pick.seen))
        seen = taken.version if taken else pick.seen
        asked = ApproveAppraisal(pick.id, seen, green_only=True)
        approved = await approve_appraisal(ports, actor, asked)
    except Refusal as refused:
        if taken is not None:
            await _give_back(ports, actor, taken)
        return RefusedView(pick.id, refused.code, str(refused))
    return DoneView(pick.id, approved.version)


async def _give_back(ports: Ports, actor: Actor, taken: Appraisal) -> None:
    try:
        back = TakeAppraisal(taken.id, taken.version, release=True)
        await take_appraisal(ports, actor, back)
    except Refusal:
        return  # somebody moved it on meanwhile: it is theirs, and the refusal is on record
