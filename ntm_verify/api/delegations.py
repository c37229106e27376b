"""Offices handed on for some days over HTTP (API ủy quyền)."""

from datetime import date
from typing import Annotated, Any, Final, Self
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from msgspec import Meta, Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.delegation import Delegation, WrongDelegation
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role
from ntm_verify.usecases.delegate_office import DelegateOffice, delegate_office
from ntm_verify.usecases.find_delegations import FindDelegations, find_delegations
from ntm_verify.usecases.ports import Ports

from .identity import provide_actor
from .repeats import Repeats, provide_repeats
from .submissions import SeenBody

DELEGATORS: Final = frozenset({Role.APPRAISER, Role.SIGNER, Role.ADMINISTRATOR})
DECISION: Final = {"scope": Scope.DECIDE, "confirm": True}
Text = Annotated[str, Meta(max_length=200)]


class DelegationBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Who acts from which day to which, both included, on what document (ủy quyền).

    People are named by how they sign in; `giver` is for an administrator, "" is oneself. `post`
    is how a signer's delegate signs on paper.
    """

    taker: Text
    first_day: date
    last_day: date
    legal_reference: Text
    post: Text = ""
    giver: Text = ""


class DelegationView(Struct, frozen=True):
    """Who acts for whom (ủy quyền); `ended_on` is set where it was taken back early."""

    id: UUID
    version: int
    role: str
    giver: str
    giver_name: str
    taker: str
    taker_name: str
    post: str
    first_day: date
    last_day: date
    legal_reference: str
    ended_on: date | None

    @classmethod
    def of(cls, made: Delegation) -> Self:
        """Show a delegation."""
        return cls(
            made.id,
            made.version,
            made.role.value,
            made.giver,
            made.giver_name,
            made.taker,
            made.taker_name,
            made.post,
            made.first_day,
            made.last_day,
            made.legal_reference,
            made.ended_on,
        )


class DelegationController(Controller):
    """Delegations of a province (ủy quyền)."""

    path = "/api/v1/delegations"
    opt: dict[str, Any] = {"policy": DELEGATORS}  # noqa: RUF012 - the framework's shape
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @get()
    async def find(
        self, ports: NamedDependency[Ports], actor: NamedDependency[Actor]
    ) -> list[DelegationView]:
        """List every delegation of the province, newest first (danh sách ủy quyền)."""
        found = await find_delegations(ports, actor, FindDelegations())
        return [DelegationView.of(one) for one in found.delegations]

    @post(status_code=HTTP_201_CREATED, opt=DECISION)
    async def delegate(
        self, data: JSONBody[DelegationBody], repeats: NamedDependency[Repeats]
    ) -> DelegationView:
        """Hand an office on between two days (ủy quyền).

        Raises:
            WrongDelegation: a person whom the province does not have, too.

        """
        asked = DelegateOffice(
            data.taker,
            data.first_day,
            data.last_day,
            data.legal_reference,
            data.post,
            data.giver,
        )
        try:
            return await repeats.answer(delegate_office, asked, DelegationView)
        except NotFound as missing:
            told = "Không có tài khoản này trong tỉnh. Kiểm tra lại tên đăng nhập (taker, giver)."
            raise WrongDelegation(told) from missing

    @post("/{delegation_id:uuid}/end", status_code=HTTP_200_OK, opt=DECISION)
    async def end(
        self,
        delegation_id: FromPath[UUID],
        data: JSONBody[SeenBody],
        repeats: NamedDependency[Repeats],
    ) -> DelegationView:
        """Take an office back from today on (kết thúc ủy quyền)."""
        asked = DelegateOffice(ends=delegation_id, seen=data.seen)
        return await repeats.answer(delegate_office, asked, DelegationView)
