"""An administrator lets somebody in (mời một người sử dụng tài khoản)."""

from dataclasses import dataclass

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS, Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.invitation import Invited, invite
from ntm_verify.domain.new_person import Known, NewPerson, PersonNotUsable, faults_of
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.wording import VIETNAM

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
    person, now = request.person, ports.now()
    async with ports.transaction() as tx:
        units = {unit.code: unit for unit in await tx.units.of_province(actor.province)}
        units[actor.province] = await tx.units.get(actor.province)
        taken = await tx.accounts.by_username(person.username)
        names = {taken.username} if taken else set[str]()
        known = Known(actor.province, units, names, now.astimezone(VIETNAM).date())
        faults = faults_of(person, known)
        if faults or person.role is None:
            raise PersonNotUsable(faults)
        account = Account(
            f"u-{ports.new_id().hex}",
            person.username,
            person.name,
            person.role,
            person.unit,
            actor.province,
            email=person.email,
            first_day=person.first_day,
            last_day=person.last_day,
            reach=person.reach,
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
        invitation, invited = invite(account, actor.id, token, now)
        await tx.access.invite(invitation)
    return invited
