"""An administrator looks at what a province has set up (thiết lập của tỉnh)."""

from dataclasses import dataclass

from ntm_verify.domain.account import Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.regulation import EnteredFigure

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadProvince:
    """Ask for the actor's own province; there is nothing to choose (yêu cầu xem)."""


@dataclass(frozen=True, slots=True)
class ProvinceFile:
    """What a province has set up (thiết lập): its figures in the order of entry, its accounts."""

    figures: tuple[EnteredFigure, ...]
    accounts: tuple[Account, ...]


@on_record
async def read_province(ports: Ports, actor: Actor, _: ReadProvince) -> ProvinceFile:
    """Give figures and accounts of the actor's province; the look is an entry (F78).

    Raises:
        WrongOffice: the actor is no administrator.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        figures = tuple(f for f in await tx.figures.all() if f.province == actor.province)
        accounts = await tx.accounts.all_of(actor.province)
        subject = Subject("province", actor.province)
        after = {"accounts": len(accounts), "figures": len(figures)}
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject, after=after))
    return ProvinceFile(figures, accounts)
