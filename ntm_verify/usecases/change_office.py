"""An administrator gives somebody another office, unit or term (đổi vai trò, đơn vị, thời hạn)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.account import Account
from ntm_verify.domain.api_token import ended
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.new_person import Known, NewPerson, PersonNotUsable, faults_of
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ChangeOffice:
    """Whose account, at which version, and how it shall be; the sign-in name stays (thay đổi)."""

    account_id: str
    seen: int
    person: NewPerson


@on_record
async def change_office(ports: Ports, actor: Actor, request: ChangeOffice) -> Account:
    """Change name, office, unit, term and reach; sessions and tokens of the old office end.

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: no such account in use in the actor's province, or it is the actor's own.
        PersonNotUsable: with everything that is wrong.
        StaleRecord: the account changed after it was read.

    """
    require_office(actor, Role.ADMINISTRATOR)
    person, now = request.person, ports.now()
    async with ports.transaction() as tx:
        before = await tx.accounts.get(request.account_id)
        foreign = before.province != actor.province or before.role is Role.OPERATOR
        if foreign or before.id == actor.id or not before.active:
            raise NotFound("tài khoản", request.account_id)
        units = {unit.code: unit for unit in await tx.units.of_province(actor.province)}
        units[actor.province] = await tx.units.get(actor.province)
        known = Known(actor.province, units, (), now.astimezone(VIETNAM).date())
        faults = faults_of(replace(person, username=before.username), known)
        if faults or person.role is None:
            raise PersonNotUsable(faults)
        changed = replace(
            before,
            name=person.name,
            role=person.role,
            unit=person.unit,
            email=person.email,
            first_day=person.first_day,
            last_day=person.last_day,
            reach=person.reach,
            version=request.seen,
        )
        event = AuditEvent(
            Action.ROLE_GRANTED,
            actor,
            Subject("account", before.id, before.version + 1),
            before=before.state(),
            after=changed.state(),
            private={"account_name": changed.name},
        )
        account = await tx.accounts.save(changed, event)
        await tx.accounts.end_sessions(account_id=account.id)
        for token in await tx.access.tokens_of(account.id):
            if token.ended_at is None:
                await tx.access.save_token(*ended(token, by=actor, at=now))
    return account
