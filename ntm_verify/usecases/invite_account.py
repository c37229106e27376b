"""An administrator lets somebody in (mời một người sử dụng tài khoản)."""

from dataclasses import dataclass

from ntm_verify.domain.invitation import Invited
from ntm_verify.domain.new_person import NewPerson, PersonNotUsable, faults_of
from ntm_verify.domain.people import Actor, Role, require_office

from .letting_in import let_in, what_is_known
from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class InviteAccount:
    """Who, in which office, for how long (người được mời)."""

    person: NewPerson


@on_record
async def invite_account(ports: Ports, actor: Actor, request: InviteAccount) -> Invited:
    """Open an account without a password, and give the one-time link that sets it (F91).

    Raises:
        WrongOffice: the actor is no administrator.
        PersonNotUsable: with everything that is wrong.

    """
    require_office(actor, Role.ADMINISTRATOR)
    person = request.person
    async with ports.transaction() as tx:
        known = await what_is_known(ports, actor, tx, [person.username])
        faults = faults_of(person, known)
        if faults or person.role is None:
            raise PersonNotUsable(faults)
        return await let_in(ports, actor, tx, person, person.role)
