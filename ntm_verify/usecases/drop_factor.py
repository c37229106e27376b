"""Somebody takes the own second factor away (tắt xác thực hai lớp)."""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from ntm_verify.domain.account import Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor
from ntm_verify.domain.second_factor import WrongCode

from .guessing import take_guess
from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class DropFactor:
    """The session, and a code that still serves (mã xác thực hoặc mã khôi phục)."""

    token: str = field(repr=False)
    code: str = field(repr=False)


@on_record
async def drop_factor(ports: Ports, actor: Actor, request: DropFactor) -> Account:
    """Take authenticator and recovery codes out of use; every other session ends.

    Where the office needs a second factor, nothing else can be done before a new one is set up.

    Raises:
        WrongCode: the code does not serve.
        TooManyAttempts: wait before the next try.

    """
    guess, now = await take_guess(ports, actor, f"code:{actor.id}"), ports.now()
    async with ports.transaction() as tx:
        is_right = await ports.factors.takes(tx, actor.id, request.code, now)
        if is_right:
            await guess.was_right(tx)
            before = await tx.accounts.get(actor.id)
            changed = replace(before, has_factor=False)
            subject = Subject("account", actor.id, before.version + 1)
            event = AuditEvent(
                Action.FACTOR_CHANGED, actor, subject, before=before.state(), after=changed.state()
            )
            kept = await tx.accounts.save(changed, event)
            await tx.access.drop_factor(actor.id)
            session = await tx.accounts.session(sha256(request.token.encode()).hexdigest())
            await tx.accounts.end_sessions(account_id=actor.id)
            if session is not None and session.account_id == actor.id:
                await tx.accounts.open_session(session)
    if not is_right:
        await guess.was_wrong(ports, actor)
        raise WrongCode
    return kept
