"""Somebody new gets an account and a one-time link (mở tài khoản)."""

from collections.abc import Iterable

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS, Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.invitation import Invited, invite
from ntm_verify.domain.new_person import Known, NewPerson
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.wording import VIETNAM

from .ports import Ports, Transaction


async def what_is_known(
    ports: Ports, actor: Actor, tx: Transaction, usernames: Iterable[str]
) -> Known:
    """Give what new people are held against: the province's units, taken names, the day."""
    units = {unit.code: unit for unit in await tx.units.of_province(actor.province)}
    units[actor.province] = await tx.units.get(actor.province)
    taken = {name for name in sorted(set(usernames)) if await tx.accounts.by_username(name)}
    return Known(actor.province, units, taken, ports.now().astimezone(VIETNAM).date())


async def let_in(
    ports: Ports, actor: Actor, tx: Transaction, person: NewPerson, role: Role
) -> Invited:
    """Open an account without a password, and give the link that sets it (F91)."""
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
    invitation, invited = invite(account, actor.id, token, ports.now())
    await tx.access.invite(invitation)
    return invited
