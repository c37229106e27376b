"""Anybody reads what is published of the log (đọc phần đã công bố của nhật ký)."""

import asyncio
import re
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports

_NUMBER: Final = r"(x[0-9]{3}/){0,5}[0-9]{3}(\.p/[0-9]{1,3})?"
PUBLIC: Final = re.compile(rf"checkpoint|checkpoints/[0-9]{{12}}|tile/[0-9]/{_NUMBER}")
ENTRIES: Final = re.compile(rf"tile/entries/{_NUMBER}")
READERS: Final = (Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class ReadPublished:
    """Which file: checkpoint, checkpoints/…, tile/… as the public formats name them."""

    path: str


@on_record
async def read_published(ports: Ports, actor: Actor, request: ReadPublished) -> bytes:
    """Give a published file: checkpoints and hashes to anybody, entries to those who may read them.

    Raises:
        NotFound: there is no such file, or it is named otherwise.
        WrongOffice: entries are asked for by somebody who may not read the log.

    """
    if ENTRIES.fullmatch(request.path):
        require_office(actor, *READERS)
    elif not PUBLIC.fullmatch(request.path):
        raise NotFound("phần đã công bố của nhật ký", request.path[:80])
    content = await asyncio.to_thread(ports.board.get, request.path)
    if content is None:
        raise NotFound("phần đã công bố của nhật ký", request.path)
    return content
