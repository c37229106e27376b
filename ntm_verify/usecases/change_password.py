"""Somebody changes the own password (đổi mật khẩu)."""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from ntm_verify.domain.account import (
    TOKEN_LENGTH,
    TOKEN_SIGNS,
    NotSignedIn,
    SignedIn,
    WrongCredentials,
    require_strength,
)
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor

from .guessing import take_guess
from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The session, the password as it is, and as it shall be (đổi mật khẩu)."""

    token: str = field(repr=False)
    current: str = field(repr=False)
    wanted: str = field(repr=False)


@on_record
async def change_password(ports: Ports, actor: Actor, request: ChangePassword) -> SignedIn:
    """Set a new password and end every session; this browser goes on with a new one.

    Raises:
        WrongCredentials: the present password is another.
        WeakPassword: with how to mend it.
        TooManyAttempts: wait before the next try.
        NotSignedIn: the session is gone.

    """
    digest, now = sha256(request.token.encode()).hexdigest(), ports.now()
    async with ports.reading() as tx:
        session, account = await tx.accounts.session(digest), await tx.accounts.get(actor.id)
    if session is None or session.account_id != actor.id:
        raise NotSignedIn("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.")
    guess = await take_guess(ports, actor, f"name:{account.username}")
    if not await ports.passwords.verify(account.password_hash, request.current):
        await guess.was_wrong(ports, actor)
        raise WrongCredentials
    async with ports.transaction() as tx:
        await guess.was_right(tx)
    require_strength(request.wanted, account.username)
    changed = replace(account, password_hash=await ports.passwords.hash(request.wanted))
    token, csrf = (ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH) for _ in range(2))
    renewed = sha256(token.encode()).hexdigest()
    event = AuditEvent(
        Action.PASSWORD_CHANGED,
        actor,
        Subject("account", account.id, account.version + 1),
        before=account.state(),
        after=changed.state(),
    )
    async with ports.transaction() as tx:
        kept = await tx.accounts.save(changed, event)
        await tx.accounts.end_sessions(account_id=account.id)
        fresh = replace(session, token_sha256=renewed, csrf=csrf, seen_at=now, confirmed_at=now)
        await tx.accounts.open_session(fresh)
    return SignedIn(token, csrf, kept)
