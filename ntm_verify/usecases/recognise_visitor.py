"""A request shows a token: who is it (nhận ra người dùng từ phiên)."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from ntm_verify.domain.account import Account, NotSignedIn, Session
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor

from .ports import Ports

TOUCH_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RecogniseVisitor:
    """The token, and which entrance it came through: web or api (mã phiên)."""

    token: str
    scope: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is there, and by which session (người đang dùng)."""

    account: Account
    session: Session


async def recognise_visitor(ports: Ports, _: Actor, request: RecogniseVisitor) -> Visitor:
    """Give the account of a living session; the rights are those of this very moment.

    Raises:
        NotSignedIn: no such session, it ended, or the account was deactivated.

    """
    digest = sha256(request.token.encode()).hexdigest()
    now = ports.now()
    async with ports.reading() as tx:
        session = await tx.accounts.session(digest)
        if session is None or session.scope != request.scope or not session.lives(now):
            raise NotSignedIn("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.")
        try:
            account = await tx.accounts.get(session.account_id)
        except NotFound as gone:
            raise NotSignedIn("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.") from gone
    if not account.active:
        raise NotSignedIn("Tài khoản đã ngừng hoạt động.")
    if now - session.seen_at > TOUCH_EVERY:
        async with ports.transaction() as tx:
            await tx.accounts.touch_session(digest, now)
    return Visitor(account, session)
