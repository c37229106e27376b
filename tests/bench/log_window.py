"""Row 11 of the log's floors: from the commit of an event to its quorum of witnesses.

Events come at random times; the product's own publisher publishes and asks two witnesses, each a
process of its own. A watcher sees when the checkpoint on the board covers an event.
"""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any, Final

from ntm_verify.gateways.witnesses import WitnessClient
from ntm_verify.publishing.board import FileBoard
from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.notes import open_note
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.usecases.log_keys import known_keys
from ntm_verify.usecases.ports import Ports, Witnesses
from ntm_verify.worker import publisher
from tests.support.files import ROOT
from tests.support.memory_board import BOARD_KEY
from tests.support.outside import ORIGIN, Outside
from tests.support.worlds import DatabaseWorld

from .log_measure import Row
from .log_single import Acts, acts_on, an_event
from .log_witness import office
from .runs import ENVIRONMENT

MOST: Final = 10.0
"""Seconds from the commit to the quorum, for 99 of 100 events."""
LOOK: Final = 0.02
PATIENCE: Final = 30.0
NAMES: Final = (("nghean", 81), ("xhh", 82))


@dataclass
class Seen:
    """When events were kept, and when the board covered how many, by the quorum."""

    first: int
    events: int
    kept: list[float] = field(default_factory=list)
    covered: list[tuple[float, int]] = field(default_factory=list)
    whole: asyncio.Event = field(default_factory=asyncio.Event)

    def cover(self, size: int) -> None:
        """Note that the board covers so many entries now."""
        self.covered.append((perf_counter(), size))
        if size >= self.first + self.events:
            self.whole.set()

    def windows(self) -> list[float]:
        """Give the seconds that each event was exposed; endless for one never covered."""
        return [
            next((at for at, size in self.covered if size > self.first + number), float("inf"))
            - kept
            for number, kept in enumerate(self.kept)
        ]


def window(folder: Path, events: int, within: float) -> Iterator[Row]:
    """Row 11: so many events at random times within so many seconds."""
    board = FileBoard(folder / "board", ORIGIN, BOARD_KEY)
    with ExitStack() as stack:
        lines = [
            stack.enter_context(witness(folder, name, seed, board.vkey)) for name, seed in NAMES
        ]
        policy = "\n".join([*lines, "group both all nghean xhh", "quorum both", ""])
        url = f"sqlite+aiosqlite:///{folder / 'window.db'}"
        seen = asyncio.run(_watch(url, board, policy, (events, within)))
    windows = sorted(seen.windows())
    top = quantiles(windows, n=100)[-1]
    spread = f"{windows[0]:.1f}-{windows[-1]:.1f} s ({len(windows)})"
    yield Row(
        "11  commit to quorum of 2 witnesses, p99, s", f"≤ {MOST:g}", top, spread, top <= MOST
    )


@contextmanager
def witness(folder: Path, name: str, seed: int, vkey: str) -> Iterator[str]:
    """Start a witness; give its line for the policy."""
    command = [sys.executable, "-m", "tests.bench.log_witness", str(folder), name, str(seed), vkey]
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        key = office(folder, name, seed, vkey).vkey
        yield f"witness {name} {key} http://127.0.0.1:{port}"
        process.communicate()


async def _watch(url: str, board: FileBoard, policy: str, how: tuple[int, float]) -> Seen:
    events, within = how
    async with acts_on(url) as acts:
        client = WitnessClient()
        changed: dict[str, Any] = {
            "board": board,
            "witnesses": Witnesses(client.ask, client.look, policy),
            "now": lambda: datetime.now(UTC),
        }
        ports = replace(DatabaseWorld(acts.database, Outside()).ports, **changed)
        async with ports.reading() as tx:
            seen = Seen((await tx.audit.head()).size, events)
        tasks = [asyncio.create_task(one) for one in (publisher.serve(ports), _look(ports, seen))]
        await _happen(acts, seen, events, within)
        with suppress(TimeoutError):
            await asyncio.wait_for(seen.whole.wait(), PATIENCE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return seen


async def _happen(acts: Acts, seen: Seen, events: int, within: float) -> None:
    chance = random.Random(11)  # noqa: S311 - when something happens, no secret
    began = perf_counter()
    for number, moment in enumerate(sorted(chance.uniform(0, within) for _ in range(events))):
        await asyncio.sleep(max(0.0, began + moment - perf_counter()))
        async with acts.database.transaction() as tx:
            await tx.audit.append(an_event(number))
        seen.kept.append(perf_counter())


async def _look(ports: Ports, seen: Seen) -> None:
    """Note every checkpoint on the board that enough witnesses have signed."""
    policy, last = read_policy(known_keys(ports)), b""
    while True:
        note = await asyncio.to_thread(ports.board.get, "checkpoint") or b""
        if note != last:
            last, opened = note, open_note(note, policy.keys)
            if policy.is_met({one.key for one in opened.signatures}):
                seen.cover(read_checkpoint(opened.text).head.size)
        await asyncio.sleep(LOOK)
