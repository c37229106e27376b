"""Somebody makes a token for a program (tạo mã truy cập)."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS
from ntm_verify.domain.api_token import (
    MOST_TOKENS,
    PREFIX,
    ApiToken,
    Scope,
    TokenNotUsable,
    require_usable,
)
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class MakeToken:
    """What it is for, what it opens, and for how many days (mã truy cập mới)."""

    label: str
    scopes: frozenset[Scope]
    days: int


@dataclass(frozen=True, slots=True)
class TokenMade:
    """A new token, told once (mã truy cập, chỉ hiện một lần)."""

    token: ApiToken
    secret: str = field(repr=False)


@on_record
async def make_token(ports: Ports, actor: Actor, request: MakeToken) -> TokenMade:
    """Make a token of 256 random bits; its SHA-256 is kept, nothing else.

    Raises:
        TokenNotUsable: no name, a scope that the office does not have, no end, or too many.

    """
    label, life = request.label.strip(), timedelta(days=request.days)
    require_usable(actor.role, label, request.scopes, life)
    secret, now = PREFIX + ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH), ports.now()
    digest = sha256(secret.encode()).hexdigest()
    token = ApiToken(
        f"t-{ports.new_id().hex}", actor.id, label, request.scopes, digest, now, now + life
    )
    event = AuditEvent(Action.TOKEN_MADE, actor, Subject("token", token.id, 1), after=token.state())
    async with ports.transaction() as tx:
        living = [one for one in await tx.access.tokens_of(actor.id) if one.lives(now)]
        if len(living) >= MOST_TOKENS:
            raise TokenNotUsable(f"Đã có {MOST_TOKENS} mã còn dùng. Thu hồi mã không cần nữa.")
        await tx.access.save_token(token, event)
    return TokenMade(token, secret)
