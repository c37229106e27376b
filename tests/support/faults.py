"""Kill writers, stop servers hard, and count what is lost, doubled, gapped or half."""

import atexit
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from queue import Queue

import sqlalchemy as sa

from ntm_verify.storage import migrate
from ntm_verify.storage.answers import AnswerRow
from ntm_verify.storage.log_tables import log_tables
from ntm_verify.storage.log_writer import to_edge
from ntm_verify.trail.tree import Edge, leaf_hash

from .files import ROOT
from .hard_server import HardServer
from .small_disk import SmallDisk
from .writing import KIND

PATIENCE = 30.0
ROOM = 256 * 1024


@dataclass
class Tally:
    """What so many blows left behind: numbers of acts that are not as they should be."""

    rounds: int = 0
    kept: int = 0
    lost: set[str] = field(default_factory=set)
    half: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not (self.lost or self.half or self.doubled or self.broken)

    def __str__(self) -> str:
        return (
            f"{self.rounds} blows, {self.kept} acts kept; lost {len(self.lost)}, half "
            f"{len(self.half)}, doubled {len(self.doubled)}, broken logs {len(self.broken)}"
        )


class Maker:
    """The process that makes writers (`tests.support.writing`): one for a whole run."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] = subprocess.Popen(
            [sys.executable, "-m", "tests.support.writing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.said: Queue[str] = Queue()
        self.ear = threading.Thread(target=self._listen, daemon=True)
        self.ear.start()
        atexit.register(self.close)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.put(line.strip())

    def ask(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.ear.join(PATIENCE)
        self.process.stdout.close()


@cache
def maker() -> Maker:
    return Maker()


@dataclass
class Writers:
    """Writers of one database, one after the other, and what they said to be kept."""

    url: str
    told: set[str] = field(default_factory=set)
    writing: int = 0

    def start(self, mode: str, number: int) -> int:
        """Let a writer begin; give its process."""
        maker().ask(f"{mode} {number} {self.url}\n")
        self.writing = int(self._until("writer").split()[1])
        return self.writing

    def wait_for(self, acts: int) -> None:
        """Wait until so many acts are kept, or the writer has ended."""
        for _ in range(acts):
            line = maker().said.get(timeout=PATIENCE)
            if not self._note(line):
                maker().said.put(line)
                return

    def ended(self) -> str:
        """Wait for the writer's end; give the fault that it told, if any."""
        told = self._until("ended")
        self.writing = 0
        return told

    def _until(self, word: str) -> str:
        fault = ""
        while True:
            line = maker().said.get(timeout=PATIENCE)
            if line.startswith(word):
                return fault or line
            if line.startswith("fault"):
                fault = line
            self._note(line)

    def _note(self, line: str) -> bool:
        if line.isdigit():
            self.told.add(f"n-{line}")
        return line.isdigit()


@contextmanager
def writers(url: str) -> Iterator[Writers]:
    """Give writers of a database; one that still writes at the end is stopped."""
    made = Writers(url)
    try:
        yield made
    finally:
        if made.writing:
            os.kill(made.writing, signal.SIGKILL)
            made.ended()


def kill_writers(
    url: str, rounds: int, *, mode: str = "whole", seed: int = 1, first: int = 1
) -> Tally:
    """Kill a writer so many times (SIGKILL) while it writes; look at the log each time.

    It ends with the first blow that leaves something unsound.
    """
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - when to strike, no secret
    with writers(url) as made:
        for number in range(rounds):
            child = made.start(mode, (number + first) * 100_000)
            made.wait_for(chance.randint(1, 4))
            struck = threading.Event()
            struck.wait(chance.random() / 100)
            os.kill(child, signal.SIGKILL)
            made.ended()
            tally.rounds += 1
            look(url, made.told, tally)
            if not tally.is_sound:
                break
    return tally


def look(url: str, told: set[str], tally: Tally) -> None:
    """Count what stands in the database against what was told to be kept."""
    with migrate.opened(url) as connection:
        look_at(connection, told, tally)


def look_at(connection: sa.Connection, told: set[str], tally: Tally) -> None:
    """Count what stands in a database that is open, as `look` does."""
    tables = log_tables(connection.dialect.name)
    rows = set(connection.execute(sa.select(AnswerRow.__table__.c.key)).scalars())  # type: ignore[attr-defined] # set by the mapper
    query = sa.select(tables.event.c.idx, tables.event.c.entry).order_by(tables.event.c.idx)
    entries = [(index, bytes(entry)) for index, entry in connection.execute(query)]
    head = connection.execute(sa.select(tables.head)).mappings().one()
    edge, written = Edge(), list[str]()
    for index, entry in entries:
        if index != edge.size:
            tally.broken.append(f"gap at {edge.size}")
        edge = edge.push(leaf_hash(entry))
        if b'"kind":"%s"' % KIND.encode() in entry:
            written.append(entry.split(b'"id":"n-')[1].split(b'"')[0].decode())
    names = {f"n-{number}" for number in written}
    if to_edge(head["size"], head["range"]) != edge:
        tally.broken.append(f"head {head['size']}, entries {edge.size}")
    tally.kept = len(rows)
    tally.lost |= told - names | (told - rows)
    tally.half |= names ^ rows
    tally.doubled |= {f"n-{number}" for number, times in Counter(written).items() if times > 1}


def stop_servers(server: HardServer, rounds: int, *, seed: int = 1) -> Tally:
    """Stop a PostgreSQL hard so many times while a writer writes; look at the log each time."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - when to strike, no secret
    with writers(server.url) as made:
        for number in range(rounds):
            made.start("whole", (number + 1) * 100_000)
            made.wait_for(chance.randint(2, 12))
            threading.Event().wait(chance.random() / 100)
            server.stop_hard()
            made.ended()
            server.start()
            tally.rounds += 1
            look(server.url, made.told, tally)
    return tally


def fill_the_disk(url: str, full: AbstractContextManager[None]) -> Tally:
    """Write until the disk is full, and go on when space is back; look at the log both times.

    `full` keeps the disk full while it is open; it may have brought the server up again at its end.
    Each round is one of the two looks, and a second one that keeps nothing more counts as broken.
    """
    tally = Tally()
    with writers(url) as made:
        with full:
            made.start("full", 50_000_000)
            fault = made.ended()
        if not fault.startswith("fault "):
            tally.broken.append("nobody was told of the full disk")
        look(url, made.told, tally)
        kept = tally.kept
        child = made.start("whole", 60_000_000)
        made.wait_for(3)
        os.kill(child, signal.SIGKILL)
        made.ended()
        look(url, made.told, tally)
    tally.rounds = 1
    if tally.kept < kept + 3:
        tally.broken.append("nothing was kept when there was space again")
    return tally


@contextmanager
def full_disk(server: HardServer, disk: SmallDisk | None) -> Iterator[None]:
    """Let a server's disk be full for as long as the block lasts.

    Without a disk of its own, its files cannot grow: what it starts from now on inherits that.
    """
    if disk is not None:
        disk.leave(ROOM)
    else:
        largest = max(path.stat().st_size for path in server.data.rglob("*") if path.is_file())
        _limit(server, str(largest + ROOM))
    try:
        yield
    finally:
        if disk is not None:
            disk.free()
        else:
            _limit(server, "unlimited")
        server.come_back()


def _limit(server: HardServer, size: str) -> None:
    """Set how long the files of a server may grow, as the user whom it runs as."""
    assert server.process is not None
    command = ["prlimit", f"--pid={server.process.pid}", f"--fsize={size}:"]
    subprocess.run(command, check=True, capture_output=True, **server.options)  # noqa: S603 - our own words
