"""Processes killed, servers stopped hard, full disks, publishers at once, a witness away: counted.

The planted fault at the end, a row whose entry comes in a second commit, must be found by the very
same blows; a table in which it is not found proves nothing.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Final

from ntm_verify.storage import migrate
from tests.support.faults import Tally, fill_the_disk, full_disk, kill_writers, stop_servers
from tests.support.files import ROOT
from tests.support.hard_server import HardServer, hard_server
from tests.support.outside import a_pen
from tests.support.publishing_faults import publishers_at_once, witness_away
from tests.support.small_disk import MEBIBYTE, SmallDisk, small_disk
from tests.support.worlds import DatabaseWorld, world_at

WIDTH: Final = 48
SERVER_DISK: Final = 400 * MEBIBYTE
Told = tuple[bool, str]


class Unsound(Exception):
    """Something was lost, doubled or half, or a planted fault was not found."""


def rows(*, quick: bool) -> Iterator[str]:
    """Give the table; raise at its end if something in it is not as it must be.

    Raises:
        Unsound: a row is red that must be green, or the planted one is green.

    """
    kills, stops, turns = (10, 2, 6) if quick else (200, 30, 60)
    yield f"{'what':{WIDTH}} {'':5} found"
    bad = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ntm-bench-")))
        disk = stack.enter_context(small_disk(SERVER_DISK))
        server = stack.enter_context(a_server(None))
        confined = stack.enter_context(a_server(disk))
        kinds: dict[str, Callable[[], str]] = {
            "SQLite": partial(a_file, folder),
            "PostgreSQL": lambda: server.url,
        }
        parts: list[tuple[str, Callable[[], Told]]] = []
        for kind, url in kinds.items():
            blows = kills if kind == "SQLite" else kills // 2
            parts += [
                (f"kill -9 of writers, {kind}", partial(blown, url, blows)),
                (f"kill -9 of publishers at every step, {kind}", partial(killed, url, folder)),
                (f"four publishers at once, {kind}", partial(raced, url, folder, turns)),
                (f"a witness away and back, {kind}", partial(away, url, folder, turns // 6)),
            ]
        parts += [
            ("hard stops of PostgreSQL", lambda: told(stop_servers(server, stops))),
            ("disk full while writing, SQLite", lambda: full(a_file(folder), nullcontext())),
            (
                f"disk full while writing, PostgreSQL{'' if disk else ' (limit)'}",
                lambda: full(confined.url, full_disk(confined, disk)),
            ),
            ("planted: entry in a second commit", lambda: planted(a_file(folder), kills)),
        ]
        for what, measure in parts:
            sound, said = measure()
            bad += not sound
            yield f"{what:{WIDTH}} {'ok' if sound else 'FAULT':5} {said}"
    yield f"{bad} rows are not as they must be"
    if bad:
        raise Unsound(bad)


@contextmanager
def a_server(disk: SmallDisk | None) -> Iterator[HardServer]:
    home = None
    if disk is not None:
        home = disk.folder / "pg"
        home.mkdir()
    with hard_server(home) as server:
        migrate.upgrade(server.url, a_pen())
        yield server


def a_file(folder: Path) -> str:
    """Give a new SQLite file."""
    url = f"sqlite+aiosqlite:///{tempfile.mkdtemp(dir=folder)}/ntm.db"
    migrate.upgrade(url, a_pen())
    return url


def blown(url: Callable[[], str], blows: int) -> Told:
    return told(kill_writers(url(), blows, first=500))


def full(url: str, disk: AbstractContextManager[None]) -> Told:
    return told(fill_the_disk(url, disk))


def told(tally: Tally) -> Told:
    return tally.is_sound, str(tally)


def killed(url: Callable[[], str], folder: Path) -> Told:
    """Kill publishers at every step; what they leave is byte for byte what others write."""
    folders = [Path(tempfile.mkdtemp(dir=folder)) for _ in range(2)]
    command = [sys.executable, "-m", "tests.support.killing_publisher", url(), *map(str, folders)]
    walk = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    trees = [
        {
            path.relative_to(one): path.read_bytes()
            for path in one.rglob("log/**/*")
            if path.is_file()
        }
        for one in folders
    ]
    same = trees[0] == trees[1] and bool(trees[0])
    steps = len(walk.stdout.splitlines())
    return same and steps > 0, f"{steps} steps, {len(trees[0])} files, the same bytes: {same}"


async def _on(url: str, do: Callable[[DatabaseWorld], Awaitable[Told]]) -> Told:
    async with world_at(url) as world:
        return await do(world)


def raced(url: Callable[[], str], folder: Path, turns: int) -> Told:
    async def race(world: DatabaseWorld) -> Told:
        world.outside.made = 700_000_000
        done = await publishers_at_once(world, Path(tempfile.mkdtemp(dir=folder)), turns)
        said = (
            f"{done.published} publications, {done.refused} refused, {len(set(done.heads))} heads"
        )
        return done.is_sound, f"{said}, two roots for one size: {not done.is_sound}"

    return asyncio.run(_on(url(), race))


def away(url: Callable[[], str], folder: Path, rounds: int) -> Told:
    async def absent(world: DatabaseWorld) -> Told:
        world.outside.made = 800_000_000
        found = await witness_away(world, Path(tempfile.mkdtemp(dir=folder)), rounds)
        codes = [code for code, _, _ in found]
        return codes == [4, 0] * rounds, f"exit codes away/back: {codes[:4]} … {len(codes)} times"

    return asyncio.run(_on(url(), absent))


def planted(url: str, kills: int) -> Told:
    tally = kill_writers(url, kills, mode="apart")
    return not tally.is_sound and bool(tally.half), f"found as it must be: {tally}"
