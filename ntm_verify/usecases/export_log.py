"""An operator takes the published log out as files (xuất nhật ký)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.trail.tiles import bundle_path, levels, tile_path, widths

from .log_keys import HEADER, known_keys
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ExportLog:
    """The whole log as it was published last (yêu cầu xuất)."""


async def export_log(ports: Ports, actor: Actor, _: ExportLog) -> AsyncIterator[tuple[str, bytes]]:
    """Give every file of the published log by its path, and a policy that names its keys.

    Time-stamps come with the checkpoints that they are over.

    Raises:
        WrongOffice: the actor may not read the log.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR)
    board = ports.board
    checkpoint = await asyncio.to_thread(board.get, "checkpoint") or b""
    size = int(checkpoint.split(b"\n")[1]) if checkpoint else 0
    places = [bundle_path(index, width) for index, width in widths(size, 0)]
    for level in levels(size):
        places += (tile_path(level, index, width) for index, width in widths(size, level))
    for path in (*places, "checkpoint"):
        content = await asyncio.to_thread(board.get, path)
        if content is not None:
            yield path, content
    for stamped, token in await asyncio.to_thread(board.stamps):
        note = await asyncio.to_thread(board.get, f"checkpoints/{stamped:012d}")
        if note is not None and stamped <= size:
            yield f"checkpoints/{stamped:012d}", note
            yield f"tsr/{stamped:012d}", token
    yield "policy.txt", f"{HEADER}{known_keys(ports)}".encode()
