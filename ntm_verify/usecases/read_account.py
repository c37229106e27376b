"""An administrator looks at somebody's account (xem một tài khoản)."""

from dataclasses import dataclass

from ntm_verify.domain.account import Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.invitation import Invitation
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit import Unit

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadAccount:
    """Whose account; "" for the units alone, as a form for a new person needs (tài khoản)."""

    account_id: str = ""


@dataclass(frozen=True, slots=True)
class AccountFile:
    """An account, its waiting invitation, and the units to choose from (hồ sơ tài khoản)."""

    account: Account | None
    invitation: Invitation | None
    units: tuple[Unit, ...]
    can_change: bool


@on_record
async def read_account(ports: Ports, actor: Actor, request: ReadAccount) -> AccountFile:
    """Give an account of the actor's province; the look is an entry (F78).

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: there is none of this id in the actor's province.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        province = await tx.units.get(actor.province)
        units = (province, *await tx.units.of_province(actor.province))
        if not request.account_id:
            return AccountFile(None, None, units, can_change=True)
        account = await tx.accounts.get(request.account_id)
        if account.province != actor.province:
            raise NotFound("tài khoản", request.account_id)
        invitation = await tx.access.invitation_of(account.id)
        subject = Subject("account", account.id, account.version)
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject))
    can_change = account.id != actor.id and account.role is not Role.OPERATOR
    return AccountFile(account, invitation, units, can_change)
