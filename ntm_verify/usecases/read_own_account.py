"""Somebody looks at the own account (tài khoản của tôi)."""

from dataclasses import dataclass

from ntm_verify.domain.account import Account, Session
from ntm_verify.domain.api_token import ApiToken
from ntm_verify.domain.people import Actor

from .on_record import within_reach
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadOwnAccount:
    """Nothing to choose: the actor's own (yêu cầu xem)."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account with what its owner may end (tài khoản, phiên, mã truy cập)."""

    account: Account
    sessions: tuple[Session, ...]
    tokens: tuple[ApiToken, ...]
    codes_left: int


@within_reach
async def read_own_account(ports: Ports, actor: Actor, _: ReadOwnAccount) -> OwnAccount:
    """Give the account, its living sessions and its tokens; a look at oneself is no event."""
    now = ports.now()
    async with ports.reading() as tx:
        account = await tx.accounts.get(actor.id)
        sessions = tuple(s for s in await tx.access.sessions_of(actor.id) if s.lives(now))
        tokens = await tx.access.tokens_of(actor.id)
        left = await tx.access.codes_left(actor.id)
    return OwnAccount(account, sessions, tokens, left)
