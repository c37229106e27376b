"""Publishers at once, and witnesses that are away: what the published log looks like afterwards."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import SYSTEM
from ntm_verify.publishing.board import FileBoard
from ntm_verify.trail.auditor import LogReport
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.usecases.gather_cosignatures import GatherCosignatures, gather_cosignatures
from ntm_verify.usecases.log_keys import known_keys
from ntm_verify.usecases.ports import Ports, PublishedElsewhere
from ntm_verify.usecases.publish_log import PublishLog, publish_log

from .builders import AUDITOR
from .memory_board import BOARD_KEY
from .memory_witnesses import Village
from .worlds import ORIGIN, World

PUBLISHERS, TURNS, ENTRIES = 4, 6, 12


@dataclass
class Raced:
    """What came of publishers at once."""

    published: int
    refused: int
    heads: list[tuple[bytes, bytes]]
    """Size and root of every checkpoint that was signed."""
    report: LogReport

    @property
    def is_sound(self) -> bool:
        """Say whether there is one root for a size, and the log holds."""
        one_root = len(dict(self.heads)) == len(set(self.heads))
        return one_root and self.published > 0 and self.report.holds


def on_board(ports: Ports, folder: Path) -> Ports:
    changed: dict[str, Any] = {"board": FileBoard(folder, ORIGIN, BOARD_KEY)}
    return replace(ports, **changed)


async def happens(ports: Ports, name: str, times: int) -> None:
    """Let so many things be recorded, each in an act of its own."""
    for number in range(times):
        async with ports.transaction() as tx:
            subject = Subject("search", f"{name}-{number}")
            await tx.audit.append(AuditEvent(Action.SEARCH_RUN, AUDITOR, subject))


async def publishers_at_once(world: World, folder: Path, turns: int = TURNS) -> Raced:
    """Let four publishers of one log publish while it grows."""
    ports = on_board(world.ports, folder)

    async def publisher() -> tuple[int, int]:
        done = refused = 0
        for _ in range(turns):
            try:
                await publish_log(ports, SYSTEM, PublishLog())
                done += 1
            except PublishedElsewhere:
                refused += 1
        return done, refused

    growing = happens(ports, "raced", ENTRIES * turns // TURNS)
    grown = asyncio.create_task(growing)
    told = await asyncio.gather(*(publisher() for _ in range(PUBLISHERS)))
    await grown
    await publish_log(ports, SYSTEM, PublishLog())
    heads = [(note.split(b"\n")[1], note.split(b"\n")[2]) for note in ports.board.notes()]
    report = examine_folder(folder / "log", read_policy(known_keys(ports)))
    return Raced(sum(done for done, _ in told), sum(no for _, no in told), heads, report)


async def witness_away(world: World, folder: Path, rounds: int) -> list[tuple[int, str, int]]:
    """Let one of two witnesses be away and come back: exit code, words, size each time."""
    alone = on_board(world.ports, folder)
    village = Village(folder / "witnesses", alone.board.vkey)
    changed: dict[str, Any] = {"witnesses": village.witnesses()}
    ports, found = replace(alone, **changed), []
    for number in range(rounds):
        for away in ({"xhh"}, set[str]()):
            village.away = away
            await happens(ports, f"round {number} {len(away)}", 2)
            await publish_log(ports, SYSTEM, PublishLog())
            await gather_cosignatures(ports, SYSTEM, GatherCosignatures())
            report = examine_folder(folder / "log", read_policy(known_keys(ports)))
            words = " ".join(report.words)
            found.append((report.exit_code, words, report.size))
    return found
