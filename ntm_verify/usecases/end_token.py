"""Somebody ends a token of a program (thu hồi mã truy cập)."""

from dataclasses import dataclass

from ntm_verify.domain.api_token import ended
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class EndToken:
    """Which of the own tokens (mã cần thu hồi)."""

    token_id: str


@on_record
async def end_token(ports: Ports, actor: Actor, request: EndToken) -> None:
    """End a token at once; one that has ended already stays as it is.

    Raises:
        NotFound: the actor has no such token.

    """
    async with ports.transaction() as tx:
        mine = {token.id: token for token in await tx.access.tokens_of(actor.id)}
        token = mine.get(request.token_id)
        if token is None:
            raise NotFound("mã truy cập", request.token_id)
        if token.ended_at is None:
            await tx.access.save_token(*ended(token, by=actor, at=ports.now()))
