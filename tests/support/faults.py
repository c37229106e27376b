"""Kill writers, stop servers hard, and count what is lost, doubled, gapped or half."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

import sqlalchemy as sa

from ntm_verify.storage import migrate
from ntm_verify.storage.answers import AnswerRow
from ntm_verify.storage.log_tables import log_tables
from ntm_verify.storage.log_writer import to_edge
from ntm_verify.trail.tree import Edge, leaf_hash

from . import postgres
from .files import ROOT
from .outside import a_pen
from .writing import KIND

PATIENCE = 30.0


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


class Writers:
    """A process that makes writers (`tests.support.writing`) and hears what they say."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", "tests.support.writing", url]
        self.process: subprocess.Popen[str] = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.said: Queue[str] = Queue()
        self.told: set[str] = set()
        self.ear = threading.Thread(target=self._listen, daemon=True)
        self.ear.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.put(line.strip())

    def start(self, mode: str, number: int) -> int:
        """Let a writer begin; give its process."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{mode} {number}\n")
        self.process.stdin.flush()
        return int(self._until("writer").split()[1])

    def wait_for(self, acts: int) -> None:
        """Wait until so many acts are kept, or the writer has ended."""
        for _ in range(acts):
            line = self.said.get(timeout=PATIENCE)
            if not self._note(line):
                self.said.put(line)
                return

    def ended(self) -> str:
        """Wait for the writer's end; give the fault that it told, if any."""
        return self._until("ended")

    def _until(self, word: str) -> str:
        fault = ""
        while True:
            line = self.said.get(timeout=PATIENCE)
            if line.startswith(word):
                return fault or line
            if line.startswith("fault"):
                fault = line
            self._note(line)

    def _note(self, line: str) -> bool:
        if line.isdigit():
            self.told.add(f"n-{line}")
        return line.isdigit()

    def close(self) -> None:
        """End the process that makes writers."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.ear.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def writers(url: str) -> Iterator[Writers]:
    made = Writers(url)
    try:
        yield made
    finally:
        made.close()


def kill_writers(url: str, rounds: int, *, mode: str = "whole", seed: int = 1) -> Tally:
    """Kill a writer so many times (SIGKILL) while it writes; look at the log each time.

    It ends with the first blow that leaves something unsound.
    """
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - when to strike, no secret
    with writers(url) as made:
        for number in range(rounds):
            child = made.start(mode, (number + 1) * 100_000)
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


@dataclass
class HardServer:
    """A PostgreSQL that keeps its word (fsync), to be stopped without warning and started again."""

    home: Path
    programs: Path
    runner: postgres.Runner
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://postgres@/postgres?host={self.home}"

    def start(self) -> None:
        options: dict[str, Any] = self.runner.options() | {
            "cwd": self.home,
            "env": os.environ | {"HOME": str(self.home)},
        }
        settings = postgres.SETTINGS | dict.fromkeys(
            ("fsync", "synchronous_commit", "full_page_writes"), "on"
        )
        extra = [part for item in settings.items() for part in ("-c", "=".join(item))]
        where = ["-D", str(self.home / "data"), "-k", str(self.home)]
        command = [*self.runner.prefix, str(self.programs / "postgres"), *where, *extra]
        with (self.home / "log").open("ab") as log:
            options |= {"stdout": log, "stderr": log}
            self.process = subprocess.Popen(command, **options)  # noqa: S603 - our own words
        postgres._wait_for(self.programs, self.home, self.process)  # noqa: SLF001 - of the same help

    def stop_hard(self) -> None:
        """End it at once, with nothing written down (immediate shutdown)."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE)


@contextmanager
def hard_server() -> Iterator[HardServer]:
    """Lay a server of its own down, for as long as the block lasts."""
    programs = postgres._binaries()  # noqa: SLF001 - of the same help
    runner = postgres._pick_runner(programs / "postgres")  # noqa: SLF001 - as above
    home = Path(tempfile.mkdtemp(prefix="ntmpg_"))
    if runner.user is not None:
        os.chown(home, runner.user, runner.user)
    server = HardServer(home, programs, runner)
    try:
        options = runner.options() | {"cwd": home, "env": os.environ | {"HOME": str(home)}}
        postgres._lay_down(programs, runner, home, options)  # noqa: SLF001 - as above
        server.start()
        yield server
        server.stop_hard()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def stop_servers(rounds: int, *, seed: int = 1) -> Tally:
    """Stop a PostgreSQL hard so many times while a writer writes; look at the log each time."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - when to strike, no secret
    with hard_server() as server:
        migrate.upgrade(server.url, a_pen())
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
