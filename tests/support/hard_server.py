"""A PostgreSQL that keeps its word (fsync), to be stopped without warning, copied and followed."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from . import postgres

PATIENCE: Final = 30.0
PAUSE: Final = 0.02
SEGMENT: Final = 1024 * 1024
"""Bytes of a file of its write-ahead log."""
KEEPS_ITS_WORD: Final = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "on")


@dataclass
class HardServer:
    """A server of its own in a folder `home`, which a socket and the data lie in."""

    home: Path
    programs: Path = field(default_factory=postgres._binaries)  # noqa: SLF001 - of the same help
    runner: postgres.Runner = field(default_factory=postgres.Runner)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://postgres@/postgres?host={self.home}"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def options(self) -> dict[str, Any]:
        """Say as whom its programs run, and where."""
        known = {"cwd": self.home, "env": os.environ | {"HOME": str(self.home)}}
        return self.runner.options() | known

    def lay_down(self) -> None:
        self.runner = postgres._pick_runner(self.programs / "postgres")  # noqa: SLF001 - of the same help
        if self.runner.user is not None:
            os.chown(self.home, self.runner.user, self.runner.user)
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "--wal-segsize=1")

    def run(self, program: str, *words: str | Path) -> None:
        """Run one of the server's programs to its end."""
        command = [*self.runner.prefix, self.programs / program, *words]
        subprocess.run(command, check=True, capture_output=True, **self.options)  # noqa: S603 - our own words

    def start(self) -> None:
        settings = postgres.SETTINGS | KEEPS_ITS_WORD
        extra = [part for item in settings.items() for part in ("-c", "=".join(item))]
        where = ["-D", str(self.data), "-k", str(self.home)]
        command = [*self.runner.prefix, str(self.programs / "postgres"), *where, *extra]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **self.options)  # noqa: S603 - our own words
        postgres._wait_for(self.programs, self.home, self.process)  # noqa: SLF001 - of the same help

    @property
    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def come_back(self) -> None:
        """Let it be up: it may have gone down by itself, or be about to."""
        for _ in range(int(PATIENCE / PAUSE)):
            with suppress(psycopg.Error):
                self.ask("SELECT 1")
                return
            if not self.is_up:
                self.start()
            threading.Event().wait(PAUSE)
        raise TimeoutError(self.home)

    def stop_hard(self) -> None:
        """End it at once, with nothing written down (immediate shutdown)."""
        if self.process is not None and self.is_up:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(PATIENCE)

    def ask(self, query: str, *values: object) -> Any:  # noqa: ANN401 - whatever stands there
        """Run a statement as the owner; give the first value of its answer, if there is one."""
        address = f"postgresql://postgres@/postgres?host={self.home}"
        with psycopg.connect(address, autocommit=True) as connection:
            answer = connection.execute(query.encode(), values)
            return (answer.fetchone() or (None,))[0] if answer.description else None

    def position(self) -> int:
        """Say how far its write-ahead log has come, in bytes."""
        return int(self.ask("SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn"))

    def wait_until(self, query: str, *values: object) -> None:
        """Wait for something to become true."""
        for _ in range(int(PATIENCE / PAUSE)):
            with suppress(psycopg.Error):
                if self.ask(query, *values):
                    return
            threading.Event().wait(PAUSE)
        raise TimeoutError(query)


@contextmanager
def beside(server: HardServer) -> Iterator[HardServer]:
    """Give a place for a second server of the same kind, with nothing in it."""
    home = Path(tempfile.mkdtemp(prefix="ntmpg_", dir=server.home.parent))
    if server.runner.user is not None:
        os.chown(home, server.runner.user, server.runner.user)
    other = HardServer(home, server.programs, server.runner)
    try:
        yield other
    finally:
        other.stop_hard()
        shutil.rmtree(home, ignore_errors=True)


def copied(server: HardServer, into: HardServer) -> None:
    """Copy the files of a server that stands still, rights and all."""
    shutil.rmtree(into.data, ignore_errors=True)
    command = ["cp", "--archive", str(server.data), str(into.data)]
    subprocess.run(command, check=True)  # noqa: S603 - our own words
    (into.data / "postmaster.pid").unlink(missing_ok=True)


def tear(server: HardServer, position: int) -> None:
    """Let nothing of its write-ahead log be there from so many bytes on, as if never written."""
    for path in (server.data / "pg_wal").glob("[0-9A-F]" * 24):
        start = int(path.name[8:16], 16) * 2**32 + int(path.name[16:], 16) * SEGMENT
        kept = min(max(position - start, 0), SEGMENT)
        with path.open("r+b") as file:
            file.truncate(kept)
            file.truncate(SEGMENT)


@contextmanager
def hard_server(home: Path | None = None) -> Iterator[HardServer]:
    """Lay a server of its own down, for as long as the block lasts."""
    server = HardServer(home or Path(tempfile.mkdtemp(prefix="ntmpg_")))
    try:
        server.lay_down()
        server.start()
        yield server
        server.stop_hard()
    finally:
        shutil.rmtree(server.home, ignore_errors=True)


def follow(primary: HardServer, standby: HardServer) -> None:
    """Make a server the standby of another (streaming), and wait until it has caught up."""
    where = ("-h", primary.home, "-U", "postgres", "-D", standby.data)
    standby.run("pg_basebackup", *where, "-X", "stream", "-R", "-c", "fast")
    standby.start()
    caught_up(primary, standby)


def caught_up(primary: HardServer, standby: HardServer) -> None:
    """Wait until a standby has all that its primary has."""
    there = primary.position()
    standby.wait_until("SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn >= %s", there)


def cut_off(standby: HardServer) -> None:
    """Cut the line to the primary: from now on the standby stays behind."""
    standby.ask("ALTER SYSTEM SET primary_conninfo = ''")
    standby.ask("SELECT pg_reload_conf()")
    standby.wait_until("SELECT count(*) = 0 FROM pg_stat_wal_receiver")
