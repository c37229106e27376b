"""The same request asked twice is answered twice alike (khóa chống gửi trùng, Idempotency-Key).

A program whose line broke does not know whether its act was done. It asks again under the same
key, and gets the first answer again, word for word, whatever happened to the record since.

- A key belongs to one actor. Under it lies a digest of what was asked: the same key for something
  else is refused.
- What keeps an act from being done twice is not the key but the version it names, compared by the
  shelf. The key adds the answer. It is kept right after the act, in a transaction of its own: were
  the service cut off between the two, the repeat would meet the versions, and be answered with the
  first result again where an act knows its repeats, or as out of date.
- A refusal is not kept: nothing was changed, and asked again it is decided again.
- Of two that come at once under one key one is done; the other is answered like it, or refused as
  out of date, and answered like it when asked again.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.errors import AlreadyThere, InvalidInput, Refusal
from ntm_verify.domain.people import Actor

from .on_record import on_record
from .ports import Ports

KEY: Final = re.compile(r"[!-~]{1,200}")
"""Visible ASCII, as long as anybody's identifier."""


class UnusableKey(InvalidInput):
    """The key of a repeatable request cannot be kept (khóa chống gửi trùng sai dạng)."""

    code = "idempotency_key_unusable"


class KeyReused(InvalidInput):
    """The key was used for another request (khóa chống gửi trùng đã dùng cho yêu cầu khác)."""

    code = "idempotency_key_reused"


@dataclass(frozen=True, slots=True)
class Once:
    """A key, the digest of what is asked, and how to do it (yêu cầu có thể lặp lại).

    `act` does it and gives the answer in writing.
    """

    key: str
    request: str
    act: Callable[[], Awaitable[str]]


async def answer_once(ports: Ports, actor: Actor, request: Once) -> str:
    """Do the act and keep its answer, or give the answer that was kept.

    Raises:
        UnusableKey: the key is empty, too long, or not of visible ASCII signs.
        KeyReused: the actor used the key for something else.
        Refusal: whatever the act itself refuses.

    """
    known = await _require_fresh(ports, actor, request)
    if known is not None:
        return known
    try:
        answer = await request.act()
    except Refusal:
        if (known := await _known(ports, actor, request)) is None:
            raise
        return known
    try:
        async with ports.transaction() as tx:
            await tx.answers.keep(actor.id, request.key, request.request, answer, ports.now())
    except AlreadyThere:
        return await _known(ports, actor, request) or answer
    return answer


@on_record
async def _require_fresh(ports: Ports, actor: Actor, request: Once) -> str | None:
    """Give the answer that is kept, None if there is none; refuse a key that cannot serve."""
    if not KEY.fullmatch(request.key):
        raise UnusableKey(
            "Khóa chống gửi trùng (Idempotency-Key) phải có từ 1 đến 200 ký tự ASCII nhìn thấy "
            "được, không có dấu cách. Tạo một mã ngẫu nhiên mới cho mỗi yêu cầu."
        )
    async with ports.reading() as tx:
        kept = await tx.answers.find(actor.id, request.key)
    if kept is None:
        return None
    if kept[0] != request.request:
        raise KeyReused(
            "Khóa chống gửi trùng (Idempotency-Key) này đã dùng cho một yêu cầu khác. Tạo khóa mới "
            "cho yêu cầu mới; chỉ dùng lại khóa cũ khi gửi lại đúng yêu cầu cũ."
        )
    return kept[1]


async def _known(ports: Ports, actor: Actor, request: Once) -> str | None:
    """Give the answer to this very request that somebody kept meanwhile."""
    async with ports.reading() as tx:
        kept = await tx.answers.find(actor.id, request.key)
    return kept[1] if kept and kept[0] == request.request else None
