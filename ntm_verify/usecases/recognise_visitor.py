"""A request shows a token: who is it (nhận ra người dùng từ phiên)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from ntm_verify.domain.account import API, Account, NotSignedIn, Session
from ntm_verify.domain.api_token import PREFIX, ApiToken, Scope
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor

from .ports import Ports, Transaction

TOUCH_EVERY: Final = timedelta(minutes=1)
OVER: Final = "Phiên làm việc đã kết thúc. Hãy đăng nhập lại."


@dataclass(frozen=True, slots=True)
class RecogniseVisitor:
    """The token, and which entrance it came through: web or api (mã phiên)."""

    token: str = field(repr=False)
    scope: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is there, and by which session (người đang dùng).

    `scopes` is what a program's token opens, None for a session, which opens all of its office.
    `must_enrol` says that nothing else may be done before a second factor is set up.
    """

    account: Account
    session: Session
    scopes: frozenset[Scope] | None = None
    must_enrol: bool = False


async def recognise_visitor(ports: Ports, _: Actor, request: RecogniseVisitor) -> Visitor:
    """Give the account of a living session or token; the rights are those of this very moment.

    Raises:
        NotSignedIn: no such session, it ended, the account was deactivated or its term is over.

    """
    digest = sha256(request.token.encode()).hexdigest()
    now = ports.now()
    async with ports.reading() as tx:
        session, token = await _shown(tx, request, digest, now)
        try:
            account = await tx.accounts.get(session.account_id)
        except NotFound as gone:
            raise NotSignedIn(OVER) from gone
    if not account.serves(now):
        raise NotSignedIn("Tài khoản đã ngừng hoạt động hoặc hết thời hạn.")
    if now - session.seen_at > TOUCH_EVERY:
        async with ports.aside() as tx:
            if token is None:
                await tx.accounts.touch_session(digest, now)
            else:
                await tx.access.touch_token(digest, now)
    has_factor = account.has_factor or session.is_strong
    must_enrol = account.role in ports.access.factor_roles and not has_factor
    return Visitor(account, session, token.scopes if token else None, must_enrol)


async def _shown(
    tx: Transaction, request: RecogniseVisitor, digest: str, now: datetime
) -> tuple[Session, ApiToken | None]:
    """Give the session that a token leads to; a program's own token counts as one."""
    if request.token.startswith(PREFIX) and request.scope == API:
        token = await tx.access.token(digest)
        if token is None or not token.lives(now):
            raise NotSignedIn("Mã truy cập không đúng, đã hết hạn hoặc đã thu hồi.")
        seen = token.used_at or token.made_at - TOUCH_EVERY
        confirmed = token.confirmed_at
        shown = Session(digest, token.account_id, API, token.made_at, seen, confirmed_at=confirmed)
        return shown, token
    session = await tx.accounts.session(digest)
    if session is None or session.scope != request.scope or not session.lives(now):
        raise NotSignedIn(OVER)
    return session, None
