"""The service has the day's checkpoint time-stamped (dấu thời gian của mốc trong ngày)."""

import asyncio
from dataclasses import dataclass

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.wording import VIETNAM

from .ports import Ports


@dataclass(frozen=True, slots=True)
class StampCheckpoint:
    """Ask for the newest checkpoint, unless the day has its stamp (yêu cầu đóng dấu thời gian)."""


async def stamp_checkpoint(ports: Ports, actor: Actor, _: StampCheckpoint) -> int | None:
    """Have the newest checkpoint stamped by an outside authority; give its size, None if not due.

    One token a day (of Vietnam) is enough for disputes: it bounds from above when everything
    below it was written. The token is over the text alone, so signatures of witnesses may still
    come; it lies beside the checkpoint, outside the database.

    Raises:
        WrongOffice: somebody else than the service or its operator asks.
        Unavailable: the authority does not answer; the next call tries again.

    """
    require_office(actor, Role.SYSTEM, Role.OPERATOR)
    note = await asyncio.to_thread(ports.board.get, "checkpoint")
    today = ports.now().astimezone(VIETNAM).date().isoformat()
    last = await asyncio.to_thread(ports.board.get, "tsr/day") or b""
    if note is None or last.decode() == today:
        return None
    text = note.partition(b"\n\n")[0] + b"\n"
    size = int(text.split(b"\n")[1])
    token = await ports.stamp_note(text)
    files = [(f"tsr/{size:012d}", token), ("tsr/day", today.encode())]
    await asyncio.to_thread(ports.board.put, files)
    return size
