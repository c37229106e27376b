"""An administrator lets many people in from a sheet (nạp tài khoản từ bảng tính)."""

from dataclasses import dataclass

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS, Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.invitation import Invited, invite
from ntm_verify.domain.new_person import (
    Fault,
    Known,
    NewPerson,
    PersonNotUsable,
    faults_of,
    read_sheet,
)
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class ImportAccounts:
    """A spreadsheet of people (bảng tính danh sách tài khoản)."""

    file: ListFile


@on_record
async def import_accounts(
    ports: Ports, actor: Actor, request: ImportAccounts
) -> tuple[Invited, ...]:
    """Open an account for every row, or for none: all faults are told at once, by row (F91).

    Raises:
        WrongOffice: the actor is no administrator.
        ListRefused: the file cannot be read.
        PersonNotUsable: with every fault of every row.

    """
    require_office(actor, Role.ADMINISTRATOR)
    people, faults = read_sheet(await ports.read_table(request.file))
    async with ports.transaction() as tx:
        known = await _known(ports, actor, tx, people)
        found = [fault for line, person in people for fault in faults_of(person, known, line)]
        faults = _in_order((*faults, *found))
        if faults:
            raise PersonNotUsable(faults)
        return tuple(
            [
                await _open(ports, actor, tx, (person, person.role))
                for _, person in people
                if person.role is not None
            ]
        )


async def _known(
    ports: Ports, actor: Actor, tx: Transaction, people: tuple[tuple[int, NewPerson], ...]
) -> Known:
    units = {unit.code: unit for unit in await tx.units.of_province(actor.province)}
    units[actor.province] = await tx.units.get(actor.province)
    names = {person.username for _, person in people}
    taken = {name for name in sorted(names) if await tx.accounts.by_username(name)}
    return Known(actor.province, units, taken, ports.now().astimezone(VIETNAM).date())


def _in_order(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.line))


async def _open(
    ports: Ports, actor: Actor, tx: Transaction, readable: tuple[NewPerson, Role]
) -> Invited:
    person, role = readable
    account = Account(
        f"u-{ports.new_id().hex}",
        person.username,
        person.name,
        role,
        person.unit,
        actor.province,
        email=person.email,
        first_day=person.first_day,
        last_day=person.last_day,
    )
    event = AuditEvent(
        Action.ROLE_GRANTED,
        actor,
        Subject("account", account.id, 1),
        after=account.state(),
        private={"account_name": account.name},
    )
    account = await tx.accounts.save(account, event)
    token = ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH)
    invitation, invited = invite(account, actor.id, token, ports.now())
    await tx.access.invite(invitation)
    return invited
