"""Somebody of the province sees who acts for whom (xem ủy quyền)."""

from dataclasses import dataclass

from ntm_verify.domain.account import Account
from ntm_verify.domain.delegation import DELEGATED, Delegation
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class FindDelegations:
    """Nothing further is asked (danh sách ủy quyền của tỉnh)."""


@dataclass(frozen=True, slots=True)
class DelegationList:
    """Every delegation of a province, newest first, and who could give or take one."""

    delegations: tuple[Delegation, ...]
    people: tuple[Account, ...]


@on_record
async def find_delegations(
    ports: Ports,
    actor: Actor,
    request: FindDelegations,  # noqa: ARG001 - the shape of a use case
) -> DelegationList:
    """Give the delegations of the actor's province; colleagues' names, nobody of a list.

    Raises:
        WrongOffice: the actor neither appraises, nor signs, nor administers.

    """
    require_office(actor, Role.APPRAISER, Role.SIGNER, Role.ADMINISTRATOR)
    async with ports.reading() as tx:
        known = await tx.delegations.of_province(actor.province)
        people = await tx.accounts.all_of(actor.province)
    return DelegationList(known, tuple(one for one in people if one.role in DELEGATED))
