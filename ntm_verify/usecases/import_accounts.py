"""An administrator lets many people in from a sheet (nạp tài khoản từ bảng tính)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.invitation import Invited
from ntm_verify.domain.new_person import (
    Fault,
    PersonNotUsable,
    faults_of,
    read_sheet,
)
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.unit import key_of

from .letting_in import let_in, what_is_known
from .on_record import on_record
from .ports import Ports


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
        known = await what_is_known(ports, actor, tx, (person.username for _, person in people))
        units = known.units.values()
        people = tuple(
            (line, replace(person, unit=key_of(person.unit, units, known.today)))
            for line, person in people
        )
        found = [fault for line, person in people for fault in faults_of(person, known, line)]
        faults = _in_order((*faults, *found))
        if faults:
            raise PersonNotUsable(faults)
        return tuple(
            [
                await let_in(ports, actor, tx, person, person.role)
                for _, person in people
                if person.role is not None
            ]
        )


def _in_order(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.line))
