"""Somebody signs in with name and password (đăng nhập)."""

from dataclasses import dataclass, field
from hashlib import sha256

from ntm_verify.domain.account import (
    HALF,
    TOKEN_LENGTH,
    TOKEN_SIGNS,
    WEB,
    Account,
    Session,
    SignedIn,
    WrongCredentials,
    short_agent,
)
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor
from ntm_verify.domain.second_factor import SecondFactorNeeded, WrongCode

from .guessing import take_guess
from .log_gate import require_may_enter, tell
from .ports import Ports


@dataclass(frozen=True, slots=True)
class SignIn:
    """Name, password, and what the session is for: web or api (thông tin đăng nhập).

    A program sends its code with them; a browser is asked for it afterwards.
    """

    username: str
    password: str = field(repr=False)
    scope: str = WEB
    code: str = field(default="", repr=False)
    agent: str = ""


async def sign_in(ports: Ports, actor: Actor, request: SignIn) -> SignedIn:
    """Open a session with a token made here, never one that came with the request.

    The same words and the same work whether the name, the password or neither is known. Attempts
    are counted under the name and under the address; after five wrong ones the wait doubles.

    Raises:
        WrongCredentials: nobody signs in like this.
        TooManyAttempts: wait before the next try.
        SecondFactorNeeded: a program's account needs a code too.
        WrongCode: the code does not serve.
        LogReadOnly: nothing may be written now, and the office does not answer for the log.

    """
    username = request.username.strip().casefold()
    guess = await take_guess(ports, actor, f"name:{username}")
    now = ports.now()
    async with ports.reading() as tx:
        known = await tx.accounts.by_username(username)
    account = known if known and known.serves(now) else None
    stored = account.password_hash if account else ""
    if not await ports.passwords.verify(stored, request.password) or account is None:
        await guess.was_wrong(ports, actor)
        raise WrongCredentials
    require_may_enter(ports, account.role)
    async with ports.aside() as tx:
        await guess.was_right(tx)
    is_half = account.has_factor and request.scope == WEB
    if account.has_factor and not is_half:
        await _require_code(ports, actor, account, request.code)
    token, csrf = (ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH) for _ in range(2))
    session = Session(
        sha256(token.encode()).hexdigest(),
        account.id,
        HALF if is_half else request.scope,
        now,
        now,
        csrf,
        None if is_half else now,
        short_agent(request.agent) if request.agent else "",
        actor.address,
    )
    async with ports.aside() as tx:
        await tx.accounts.open_session(session)
        if not is_half:
            await tell(ports, tx, _event(account, actor, request.scope))
    return SignedIn(token, csrf, account, is_half)


def _event(account: Account, actor: Actor, scope: str) -> AuditEvent:
    who = account.actor(request=actor.request, address=actor.address)
    subject = Subject("account", account.id, account.version)
    return AuditEvent(Action.SIGNED_IN, who, subject, after={"scope": scope})


async def _require_code(ports: Ports, actor: Actor, account: Account, code: str) -> None:
    """Refuse a program whose code is missing or does not serve; codes are counted by themselves."""
    if not code:
        raise SecondFactorNeeded
    guess = await take_guess(ports, actor, f"code:{account.id}")
    async with ports.aside() as tx:
        is_right = await ports.factors.takes(tx, account.id, code, ports.now())
        if is_right:
            await guess.was_right(tx)
    if not is_right:
        await guess.was_wrong(ports, actor)
        raise WrongCode
