"""Somebody shows again who they are before a decision (xác nhận lại danh tính, F92)."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from ntm_verify.domain.account import (
    TOKEN_LENGTH,
    TOKEN_SIGNS,
    WEB,
    Account,
    ConfirmationWrong,
    NotSignedIn,
    Session,
)
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor

from .guessing import take_guess
from .on_record import on_record
from .ports import Ports

OVER: Final = "Phiên làm việc đã kết thúc. Hãy đăng nhập lại."


@dataclass(frozen=True, slots=True)
class ConfirmIdentity:
    """The session or token at hand, and the code or the password (mã xác thực, mật khẩu)."""

    token: str = field(repr=False)
    secret: str = field(repr=False)


@on_record
async def confirm_identity(ports: Ports, actor: Actor, request: ConfirmIdentity) -> str:
    """Remember that this person was just here; a browser goes on under the new token given back.

    With a second factor its code is asked for, without one the password. A program keeps its
    token.

    Raises:
        ConfirmationWrong: code or password do not fit.
        TooManyAttempts: wait before the next try.
        NotSignedIn: the session is gone.

    """
    account, session = await _shown(ports, actor, request.token)
    digest, now = _digest(request.token), ports.now()
    by_code = account.has_factor
    name = f"code:{account.id}" if by_code else f"name:{account.username}"
    guess = await take_guess(ports, actor, name)
    is_right = not by_code and await ports.passwords.verify(account.password_hash, request.secret)
    is_web = session is not None and session.scope == WEB
    token = ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH) if is_web else request.token
    async with ports.transaction() as tx:
        if by_code:
            is_right = await ports.factors.takes(tx, account.id, request.secret, now)
        if is_right:
            await guess.was_right(tx)
            if session is None:
                await tx.access.confirm_token(digest, now)
            elif not await tx.access.confirm_session(digest, _digest(token), now):
                raise NotSignedIn(OVER)
            subject = Subject("account", account.id, account.version)
            told = AuditEvent(Action.IDENTITY_CONFIRMED, actor, subject, after={"factor": by_code})
            await tx.audit.append(told)
    if not is_right:
        await guess.was_wrong(ports, actor)
        raise ConfirmationWrong(by_code=by_code)
    return token


async def _shown(ports: Ports, actor: Actor, token: str) -> tuple[Account, Session | None]:
    """Give the actor's account, and the session of the token; None for a program's own token."""
    digest = _digest(token)
    async with ports.reading() as tx:
        session, account = await tx.accounts.session(digest), await tx.accounts.get(actor.id)
        known = session or await tx.access.token(digest)
    if known is None or known.account_id != actor.id:
        raise NotSignedIn(OVER)
    return account, session


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
