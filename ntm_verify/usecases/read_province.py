"""An administrator looks at what a province has set up (thiết lập của tỉnh)."""

from dataclasses import dataclass

from ntm_verify.domain.account import Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.regulation import EnteredFigure
from ntm_verify.domain.rule_sets import LoneRelease, Placement, Proposal
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports
from .standing_rules import is_alone


@dataclass(frozen=True, slots=True)
class ReadProvince:
    """Ask for the actor's own province; there is nothing to choose (yêu cầu xem)."""


@dataclass(frozen=True, slots=True)
class ProvinceFile:
    """What a province has set up (thiết lập): its figures in the order of entry, its accounts.

    `proposals` are what was entered and what became of it, `placements` the groups of communes,
    `units` those that stand today, `leaves` who may release alone. `is_alone`: nobody but the
    reader administers the province.
    """

    figures: tuple[EnteredFigure, ...]
    accounts: tuple[Account, ...]
    proposals: tuple[Proposal, ...] = ()
    placements: tuple[Placement, ...] = ()
    units: tuple[Unit, ...] = ()
    leaves: tuple[LoneRelease, ...] = ()
    is_alone: bool = False


@on_record
async def read_province(ports: Ports, actor: Actor, _: ReadProvince) -> ProvinceFile:
    """Give figures and accounts of the actor's province; the look is an entry (F78).

    Raises:
        WrongOffice: the actor is no administrator.

    """
    require_office(actor, Role.ADMINISTRATOR)
    today = ports.now().astimezone(VIETNAM).date()
    async with ports.transaction() as tx:
        figures = tuple(f for f in await tx.figures.all() if f.province == actor.province)
        accounts = await tx.accounts.all_of(actor.province)
        subject = Subject("province", actor.province)
        after = {"accounts": len(accounts), "figures": len(figures)}
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject, after=after))
        units = await tx.units.of_province(actor.province)
        return ProvinceFile(
            figures,
            accounts,
            await tx.rule_sets.of_province(actor.province),
            await tx.rule_sets.placements(actor.province),
            tuple(unit for unit in units if unit.stands_on(today)),
            tuple(one for one in await tx.rule_sets.lone(actor.province) if one.stands_on(today)),
            await is_alone(tx, ports, actor),
        )
