"""Rows 2, 3 and 12 of the log's floors: single events, and many clients at once."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from ntm_verify.storage import migrate
from tests.support.files import ROOT
from tests.support.hard_server import hard_server
from tests.support.outside import Outside

from .log_client import HELD
from .log_measure import Row, Times, faster, slower, sound
from .log_single import BUSINESS, WAYS, acts_on, lay_tables, require_root, taken_in_turn
from .runs import ENVIRONMENT

MANY: Final = 8
SHARE: Final = 0.25
APART: Final = 10_000_000
FIRST: Final = count(1)
"""Each client has so many numbers to itself, counted from here."""


def single(folder: Path, times: int, repetitions: int) -> Iterator[Row]:
    """Row 2: one event with its row in one durable transaction; medians of transaction times."""
    url = f"sqlite+aiosqlite:///{folder / 'single.db'}"
    with asyncio.Runner() as runner:
        opened = acts_on(url)
        acts = runner.run(opened.__aenter__())
        try:
            runner.run(lay_tables(acts.database))
            runner.run(taken_in_turn(acts.run, 20))

            def measure() -> Times:
                return runner.run(taken_in_turn(acts.run, times))

            ratios = sound(measure, repetitions, median)
            runner.run(require_root(acts.database))
        finally:
            runner.run(opened.__aexit__(None, None, None))
    yield faster("2   one event with its row, SQLite", 0.75, ratios)


def served(seconds: float, repetitions: int) -> Iterator[Row]:
    """Rows 3, 3b and 12: the same on PostgreSQL, which keeps its word, for 1 and 8 clients."""
    with hard_server() as server:
        migrate.upgrade(server.url, Outside().pen)
        asyncio.run(_lay_down(server.url))
        for number, floor in ((1, 0.55), (MANY, 0.25)):
            with clients(server.url, number, 0) as ask:

                def measure(ask: "Ask" = ask) -> Times:
                    return {way: [1 / ask(way, seconds)[0]] for way in ask.next_order()}

                ratios = sound(measure, repetitions)
            asyncio.run(_check(server.url))
            yield faster(f"3   the same, PostgreSQL, {number} client(s)", floor, ratios)
        yield Row(f"3b  plpgsql append, {MANY} clients", "≥ 0.5", None, "not built")
        yield _held(server.url, seconds, repetitions)
        asyncio.run(_check(server.url))


def _held(url: str, seconds: float, repetitions: int) -> Row:
    """Row 12: the share of a transaction for which it holds the head, the 99th percentile."""
    tops = list[float]()
    with clients(url, MANY, BUSINESS) as ask:
        for _ in range(repetitions):
            _, shares = ask(HELD, seconds)
            tops.append(quantiles(shares, n=100)[-1])
    return slower(f"12  hold of the head / transaction, {MANY} clients, p99", SHARE, tops)


class Ask:
    """Clients that wait for a way and seconds."""

    def __init__(self, processes: Sequence["subprocess.Popen[str]"]) -> None:
        self.processes = processes
        self.turn = 0

    def __call__(self, way: str, seconds: float) -> tuple[float, list[float]]:
        """Let all clients work; give acts a second, and the shares that they told."""
        for process in self.processes:
            _pipe(process.stdin).write(f"{way} {seconds}\n")
            _pipe(process.stdin).flush()
        told = [self.hear(process) for process in self.processes]
        shares = [share for one in told for share in one["shares"]]
        return sum(one["kept"] for one in told) / seconds, shares

    @staticmethod
    def hear(process: "subprocess.Popen[str]") -> dict[str, Any]:
        """Wait for one client's answer."""
        answer: dict[str, Any] = json.loads(_pipe(process.stdout).readline())
        return answer

    def next_order(self) -> tuple[str, ...]:
        """Give the ways, begun with another one every time."""
        self.turn += 1
        shift = self.turn % len(WAYS)
        return WAYS[shift:] + WAYS[:shift]


@contextmanager
def clients(url: str, number: int, waits: float) -> Iterator[Ask]:
    """Start clients, each a process of its own, and wait until they are ready."""
    processes = [
        subprocess.Popen(  # noqa: S603 - our own program
            [
                *(sys.executable, "-m", "tests.bench.log_client"),
                *(url, str(next(FIRST) * APART), str(waits)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=ENVIRONMENT,
            cwd=ROOT,
        )
        for _ in range(number)
    ]
    try:
        for process in processes:
            Ask.hear(process)
        yield Ask(processes)
    finally:
        for process in processes:
            _pipe(process.stdin).close()
            process.wait(30)
            _pipe(process.stdout).close()


def _pipe(stream: Any) -> Any:  # noqa: ANN401 - a pipe is there, since it was asked for
    return stream


async def _lay_down(url: str) -> None:
    async with acts_on(url) as acts:
        await lay_tables(acts.database)


async def _check(url: str) -> None:
    async with acts_on(url) as acts:
        await require_root(acts.database)
