"""Somebody signs in through the province's provider (đăng nhập qua cổng của tỉnh)."""

from dataclasses import dataclass
from hashlib import sha256

from ntm_verify.domain.account import (
    HALF,
    PROVIDER,
    TOKEN_LENGTH,
    TOKEN_SIGNS,
    WEB,
    Account,
    NotSignedIn,
    Session,
    SignedIn,
    short_agent,
)
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.identity import Proven, Purpose, UnknownIdentity
from ntm_verify.domain.people import Actor

from .guessing import take_guess
from .identifying import Answer, identify, require_provider
from .ports import Ports, Unavailable


@dataclass(frozen=True, slots=True)
class SignInByProvider:
    """The provider's answer, and which browser brought it (câu trả lời của cổng)."""

    answer: Answer
    agent: str = ""


@dataclass(frozen=True, slots=True)
class CameBack:
    """A new session, and where its owner wanted to go (phiên mới)."""

    signed_in: SignedIn
    after: str


async def sign_in_by_provider(ports: Ports, actor: Actor, request: SignInByProvider) -> CameBack:
    """Open a session for the account that is bound to who the provider says is there.

    No account is made, and no address of mail leads to one. Office, unit and term are ours. Our
    own second factor is asked for where the account has one, unless a setting says that what the
    provider did stands for it. Failures are counted under the address.

    Raises:
        NotFound: the installation has no provider.
        IdentityRefused: the answer cannot be relied upon.
        UnknownIdentity: no account is bound to this identity.
        NotSignedIn: the account was deactivated or its term is over.
        TooManyAttempts: wait before the next try.
        Unavailable: the provider does not answer.

    """
    require_provider(ports)
    guess = await take_guess(ports, actor, f"provider:{actor.address}")
    try:
        attempt, proven = await identify(ports, request.answer, Purpose.SIGN_IN)
        account = await _bound(ports, proven)
    except Unavailable:
        async with ports.transaction() as tx:
            await guess.was_right(tx)
        raise
    except Refusal:
        await guess.was_wrong(ports, actor)
        raise
    session, signed_in = _session(ports, actor, request, (account, proven))
    async with ports.transaction() as tx:
        await guess.was_right(tx)
        await tx.accounts.open_session(session)
        if not signed_in.needs_code:
            who = account.actor(request=actor.request, address=actor.address)
            subject = Subject("account", account.id, account.version)
            after: dict[str, object] = {"scope": WEB, "method": PROVIDER}
            if session.is_strong:
                after["factor"] = True
            await tx.audit.append(AuditEvent(Action.SIGNED_IN, who, subject, after=after))
    return CameBack(signed_in, attempt.after)


async def _bound(ports: Ports, proven: Proven) -> Account:
    """Give the account of an identity, if it serves now."""
    async with ports.reading() as tx:
        identity = await tx.access.identity(proven.issuer, proven.subject)
        if identity is None:
            raise UnknownIdentity(proven.subject)
        account = await tx.accounts.get(identity.account_id)
    if not account.serves(ports.now()):
        raise NotSignedIn("Tài khoản đã ngừng hoạt động hoặc hết thời hạn.")
    return account


def _session(
    ports: Ports, actor: Actor, request: SignInByProvider, found: tuple[Account, Proven]
) -> tuple[Session, SignedIn]:
    """Make a session under a token of our own; since when it is fresh, the provider says."""
    (account, proven), now = found, ports.now()
    is_strong = bool(proven.means & require_provider(ports).strong)
    is_half = account.has_factor and not is_strong
    token, csrf = (ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH) for _ in range(2))
    shown = min(proven.at, now) if proven.at and not is_half else None
    session = Session(
        sha256(token.encode()).hexdigest(),
        account.id,
        HALF if is_half else WEB,
        now,
        now,
        csrf,
        shown,
        short_agent(request.agent) if request.agent else "",
        actor.address,
        PROVIDER,
        is_strong,
    )
    return session, SignedIn(token, csrf, account, is_half)
