"""A first code shows that the authenticator knows the secret (bật xác thực hai lớp)."""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS, NotSignedIn, SignedIn
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor
from ntm_verify.domain.second_factor import (
    CODE_LENGTH,
    CODE_SIGNS,
    RECOVERY_CODES,
    SecondFactor,
    WrongCode,
    printed,
)

from .guessing import Guess, take_guess
from .on_record import on_record
from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class ActivateFactor:
    """The session, and the code that the authenticator shows (mã đầu tiên)."""

    token: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FactorActive:
    """The session under its new token, and ten codes for paper, told once (mã khôi phục)."""

    signed_in: SignedIn
    codes: tuple[str, ...] = field(repr=False)


@on_record
async def activate_factor(ports: Ports, actor: Actor, request: ActivateFactor) -> FactorActive:
    """Take the second factor into use; every other session ends.

    Raises:
        WrongCode: the code is not that of the secret shown, or none is waiting.
        TooManyAttempts: wait before the next try.
        NotSignedIn: the session is gone.

    """
    guess = await take_guess(ports, actor, f"code:{actor.id}")
    codes = tuple(ports.new_token(CODE_SIGNS, CODE_LENGTH) for _ in range(RECOVERY_CODES))
    async with ports.transaction() as tx:
        factor = await tx.access.factor(actor.id)
        active = _active(ports, factor, request.code)
        right = (active, guess, codes) if active else None
        signed_in = await _go_on(ports, actor, tx, request.token, right) if right else None
    if signed_in is None:
        await guess.was_wrong(ports, actor)
        raise WrongCode
    return FactorActive(signed_in, tuple(map(printed, codes)))


def _active(ports: Ports, waiting: SecondFactor | None, code: str) -> SecondFactor | None:
    """Give the factor as it is once in use, None where none waits or the code is not its own."""
    if waiting is None or waiting.active_at is not None:
        return None
    now = ports.now()
    step = ports.factors.step(waiting.account_id, waiting.sealed, code, now)
    return replace(waiting, active_at=now, last_step=step) if step else None


async def _go_on(
    ports: Ports,
    actor: Actor,
    tx: Transaction,
    token: str,
    right: tuple[SecondFactor, Guess, tuple[str, ...]],
) -> SignedIn:
    """Keep the account with its factor; end its sessions but this one, which gets a new token."""
    session = await tx.accounts.session(sha256(token.encode()).hexdigest())
    if session is None or session.account_id != actor.id:
        raise NotSignedIn("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.")
    active, guess, codes = right
    await guess.was_right(tx)
    await tx.access.keep_factor(active)
    await tx.access.keep_codes(actor.id, [ports.factors.digest(actor.id, c) for c in codes])
    before, now = await tx.accounts.get(actor.id), ports.now()
    changed = replace(before, has_factor=True)
    subject = Subject("account", actor.id, before.version + 1)
    event = AuditEvent(
        Action.FACTOR_CHANGED, actor, subject, before=before.state(), after=changed.state()
    )
    kept = await tx.accounts.save(changed, event)
    await tx.accounts.end_sessions(account_id=actor.id)
    fresh, csrf = (ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH) for _ in range(2))
    digest = sha256(fresh.encode()).hexdigest()
    renewed = replace(session, token_sha256=digest, csrf=csrf, seen_at=now, confirmed_at=now)
    await tx.accounts.open_session(renewed)
    return SignedIn(fresh, csrf, kept)
