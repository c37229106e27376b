"""An operator sets a province up: units, letterhead, first accounts (khởi tạo đơn vị)."""

from dataclasses import dataclass

from ntm_verify.domain.account import Account, require_strength
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit import Unit

from .on_record import on_record
from .ports import Ports, Transaction


class NameTaken(Conflict):
    """Somebody signs in with this name already (tên đăng nhập đã có)."""

    code = "name_taken"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """One person to be (tài khoản mới)."""

    username: str
    name: str
    role: Role
    unit: str
    province: str
    password: str


@dataclass(frozen=True, slots=True)
class FoundProvince:
    """Units to keep and people to let in (đơn vị và tài khoản cần tạo)."""

    units: tuple[Unit, ...] = ()
    accounts: tuple[NewAccount, ...] = ()


@on_record
async def found_province(ports: Ports, actor: Actor, request: FoundProvince) -> tuple[Account, ...]:
    """Keep the units and open the accounts, each with an entry of its own.

    A unit that is known is kept in place of what was known of it.

    Raises:
        WrongOffice: the actor is no operator.
        WeakPassword: a password is too short, too long or too common.
        NameTaken: a sign-in name is in use.

    """
    require_office(actor, Role.OPERATOR)
    for new in request.accounts:
        require_strength(new.password, new.username)
    hashes = [await ports.passwords.hash(new.password) for new in request.accounts]
    opened: list[Account] = []
    async with ports.transaction() as tx:
        for unit in request.units:
            await tx.units.save(unit, await _told(tx, actor, unit))
        for new, hashed in zip(request.accounts, hashes, strict=True):
            username = new.username.strip().casefold()
            if await tx.accounts.by_username(username) is not None:
                raise NameTaken(f"Tên đăng nhập “{new.username}” đã có người dùng.")
            account = Account(
                f"u-{ports.new_id().hex}",
                username,
                new.name,
                new.role,
                new.unit,
                new.province,
                hashed,
            )
            after = account.state()
            event = AuditEvent(
                Action.ROLE_GRANTED,
                actor,
                Subject("account", account.id, 1),
                after=after,
                private={"account_name": new.name},
            )
            opened.append(await tx.accounts.save(account, event))
    return tuple(opened)


async def _told(tx: Transaction, actor: Actor, unit: Unit) -> AuditEvent:
    """Tell of a new unit, or of what a known one was and is now."""
    earlier = await tx.audit.of_subject("unit", unit.code)
    before = (await tx.units.get(unit.code)).state() if earlier else None
    subject = Subject("unit", unit.code, len(earlier) + 1)
    return AuditEvent(Action.CONFIG_CHANGED, actor, subject, before=before, after=unit.state())
