"""Publish in processes that are killed: at step 1, 2, 3 … of everything that leaves the process.

`python -m tests.support.killing_publisher URL FOLDER CONTROL` lets the log grow for each step, and
publishes it undisturbed into CONTROL, then in FOLDER, where the process is killed at that step
(SIGKILL). The next process first does what the next run would: it publishes what there is. Prints
the name of each step. DỮ LIỆU GIẢ LẬP.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import SYSTEM
from ntm_verify.publishing.board import FileBoard
from ntm_verify.trail.tree import Edge, Head, Node
from ntm_verify.usecases.publish_log import PublishLog, publish_log

from .builders import AUDITOR
from .killing import Killer
from .memory_board import BOARD_KEY
from .outside import Outside
from .worlds import ORIGIN, DatabaseWorld, database_at

MOST: Final = 20
GROWTH: Final = 90
"""So many entries come before each publication: three of them fill a tile."""


@dataclass(frozen=True, slots=True)
class DeadlyBoard(FileBoard):
    """A board at which the process dies at one of its steps."""

    killer: Killer = field(default_factory=lambda: Killer(0))

    def swap(self, old: Edge, new: Edge, nodes: Sequence[Node]) -> None:
        self.killer.step("nothing is set down")
        FileBoard.swap(self, old, new, nodes)
        self.killer.step("set down and not signed")

    def sign(self, head: Head) -> bytes:
        note = FileBoard.sign(self, head)
        self.killer.step("signed and not written")
        return note

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        for path, content in files:
            FileBoard.put(self, [(path, content)])
            self.killer.step(f"written {path.rpartition('/')[0] or path}")


async def grow(world: DatabaseWorld, number: int) -> None:
    async with world.ports.transaction() as tx:
        for place in range(GROWTH):
            subject = Subject("search", f"{number}-{place}", place)
            await tx.audit.append(AuditEvent(Action.SEARCH_RUN, AUDITOR, subject))


async def publish(url: str, folder: str, control: str, number: int) -> None:
    """Go on where the last run was killed, let the log grow, and publish it again."""
    outside = Outside(made=(number + 1) * 10_000)
    async with database_at(url, outside) as database:
        world = DatabaseWorld(database, outside)

        async def publish_on(board: DeadlyBoard) -> None:
            changed: dict[str, Any] = {"board": board}
            await publish_log(replace(world.ports, **changed), SYSTEM, PublishLog())

        await publish_on(board(folder))
        await publish_on(board(control))
        await grow(world, number)
        await publish_on(board(control))
        await publish_on(board(folder, number))


def came_through(url: str, folder: str, control: str, number: int) -> bool:
    """Publish in a process of its own; say whether it was not killed.

    Raises:
        RuntimeError: it ended in another way than by the blow.

    """
    child = os.fork()
    if child == 0:
        asyncio.run(publish(url, folder, control, number))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if status:
        raise RuntimeError(status)
    return True


def board(folder: str, at: int = 0) -> DeadlyBoard:
    return DeadlyBoard(Path(folder), ORIGIN, BOARD_KEY, killer=Killer(at))


async def warm_up(url: str) -> None:
    """Load once what every process would load anew."""
    async with database_at(url) as database:
        DatabaseWorld(database, Outside())


def main(url: str, folder: str, control: str) -> int:
    """Walk the steps; end when a process came through."""
    asyncio.run(warm_up(url))
    for number in range(1, MOST):
        if came_through(url, folder, control, number):
            return 0
    return 3


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
