"""Somebody sets out for the province's provider (đi tới cổng đăng nhập)."""

from dataclasses import dataclass, field
from hashlib import sha256

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS, NotSignedIn
from ntm_verify.domain.identity import Attempt, Purpose
from ntm_verify.domain.invitation import InvitationSpent
from ntm_verify.domain.people import Actor

from .identifying import ATTEMPT, require_provider
from .ports import Ports


@dataclass(frozen=True, slots=True)
class AskProvider:
    """What for, where to go on to, and the invitation or session it is about (mục đích)."""

    purpose: Purpose
    after: str = ""
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WayThere:
    """Where the browser goes, and what it keeps meanwhile (đường tới cổng)."""

    address: str = field(repr=False)
    sealed: str = field(repr=False)


async def ask_provider(ports: Ports, actor: Actor, request: AskProvider) -> WayThere:
    """Make state, nonce and verifier for one way there and back, and seal them for this browser.

    Raises:
        NotFound: the installation has no provider.
        InvitationSpent: the invitation was used, has expired or was replaced.
        NotSignedIn: the session that is to be confirmed is gone.
        Unavailable: the provider does not answer.

    """
    provider, now = require_provider(ports), ports.now()
    about = ""
    digest = sha256(request.token.encode()).hexdigest()
    if request.purpose is Purpose.ACCEPT:
        async with ports.reading() as tx:
            invitation = await tx.access.invitation(digest)
        if invitation is None or not invitation.lives(now):
            raise InvitationSpent
        about = request.token
    if request.purpose is Purpose.CONFIRM:
        async with ports.reading() as tx:
            session = await tx.accounts.session(digest)
        if session is None or session.account_id != actor.id:
            raise NotSignedIn("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.")
        about = digest
    state, nonce, verifier = (ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH) for _ in range(3))
    attempt = Attempt(request.purpose, state, nonce, verifier, now, request.after, about)
    sealed = provider.seal(ATTEMPT, attempt.text())
    return WayThere(await provider.address(attempt), sealed)
