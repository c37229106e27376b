"""The board on which a log is published (bảng công bố): a folder of files, and what was signed."""

import fcntl
import os
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from ntm_verify.trail.checkpoint import Checkpoint
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.tree import Edge, Head, Node
from ntm_verify.usecases.ports import PublishedElsewhere

from .key_ring import PERIODS, KeyRing

STORE: Final = "checkpoints.db"
LOCK: Final = "checkpoint.lock"
FILES: Final = "log"
CHECKPOINT: Final = "checkpoint"
CHECKPOINTS: Final = "checkpoints"
STAMPS: Final = "tsr"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS signed (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, nodes BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS node (
    origin TEXT NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (origin, level, idx)) STRICT, WITHOUT ROWID;
"""
MOST_NOTES: Final = 10_000
"""So many checkpoints, the newest, are read again; older ones stay for whoever kept them."""
_HASH: Final = 32


@dataclass(frozen=True, slots=True)
class FileBoard:
    """The board of one log: `folder` holds its files and `checkpoints.db`; `key` signs.

    `key_file` is where `key` comes from: keys that follow it lie beside it.
    """

    folder: Path
    origin: str
    key: SigningKey
    key_file: Path | None = None

    @property
    def vkey(self) -> str:
        """Write the log's public key in force as policies name it."""
        return self._ring.vkey()

    @property
    def log_lines(self) -> str:
        """Write all keys of the log as policies do, with their periods."""
        return self._ring.lines()

    @property
    def _ring(self) -> KeyRing:
        return KeyRing(self.folder, self.origin, self.key, self.key_file)

    def next_key(self) -> str:
        """Name the key that will follow, made now if there is none yet."""
        return self._ring.vkey(1)

    def vouch(self, text: bytes) -> tuple[bytes, bytes]:
        """Sign a text with the key in force and with the one that will follow."""
        return self._ring.vouch(text)

    def turn_over(self, size: int) -> None:
        """Let the next key sign from a size on; the checkpoint of that size bears both."""
        _write(self.folder / PERIODS, self._ring.turned(size))

    def last(self) -> Edge:
        """Give the right edge that was signed last; that of an empty log before the first."""
        with self._store() as store:
            found = store.execute(
                "SELECT size, nodes FROM signed WHERE origin = ?", (self.origin,)
            ).fetchone()
        return Edge() if found is None else Edge(found[0], tuple(_hashes(found[1])))

    def node(self, level: int, index: int) -> bytes:
        """Give the hash over 2^level entries, for the levels 8, 16, 24 … of what was signed.

        Raises:
            KeyError: that many entries have not been signed.

        """
        with self._store() as store:
            found = store.execute(
                "SELECT hash FROM node WHERE origin = ? AND level = ? AND idx = ?",
                (self.origin, level, index),
            ).fetchone()
        if found is None:
            raise KeyError(level, index)
        return bytes(found[0])

    def swap(self, old: Edge, new: Edge, nodes: Sequence[Node]) -> None:
        """Set down, before anything is signed, that `new` follows `old`; durable at return.

        Raises:
            PublishedElsewhere: something else than `old` was signed last.

        """
        with self._store() as store:
            store.execute("BEGIN IMMEDIATE")
            found = store.execute(
                "SELECT size, nodes FROM signed WHERE origin = ?", (self.origin,)
            ).fetchone()
            known = Edge() if found is None else Edge(found[0], tuple(_hashes(found[1])))
            if known != old:
                store.execute("ROLLBACK")
                raise PublishedElsewhere(known.size)
            store.execute(
                "INSERT OR REPLACE INTO signed VALUES (?, ?, ?)",
                (self.origin, new.size, b"".join(new.nodes)),
            )
            store.executemany(
                "INSERT OR REPLACE INTO node VALUES (?, ?, ?, ?)",
                ((self.origin, one.level, one.index, one.hash) for one in nodes),
            )
            store.execute("COMMIT")

    def sign(self, head: Head) -> bytes:
        """Give the checkpoint of a head; the same head always gives the same bytes."""
        return self._ring.sign(Checkpoint(self.origin, head).text(), head.size)

    def get(self, path: str) -> bytes | None:
        """Read a published file, if it is there."""
        try:
            return (self.folder / FILES / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def notes(self) -> tuple[bytes, ...]:
        """Give the checkpoints on the board, and the newest once more as `checkpoint` has it."""
        folder = self.folder / FILES / CHECKPOINTS
        paths = sorted(folder.glob("[0-9]*"))[-MOST_NOTES:]
        kept = [path.read_bytes() for path in paths]
        newest = self.get(CHECKPOINT)
        return (*kept, *((newest,) if newest else ()))

    def covering(self, size: int) -> bytes | None:
        """Give the first checkpoint of so many entries or more, as it is on the board."""
        names = sorted(path.name for path in (self.folder / FILES / CHECKPOINTS).glob("[0-9]*"))
        place = bisect_left(names, f"{size:012d}")
        return self.get(f"{CHECKPOINTS}/{names[place]}") if place < len(names) else None

    def stamps(self) -> tuple[tuple[int, bytes], ...]:
        """Give the time-stamps on the board, with the size of the checkpoint of each."""
        paths = sorted((self.folder / FILES / STAMPS).glob("[0-9]*"))[-MOST_NOTES:]
        return tuple((int(path.name), path.read_bytes()) for path in paths)

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files one after the other, each whole or not at all, and durable.

        The newest checkpoint never gives way to an older one, whoever writes last.
        """
        for path, content in files:
            if path == CHECKPOINT:
                self._move_on(content)
            else:
                _write(self.folder / FILES / path, content)

    def _move_on(self, content: bytes) -> None:
        with (self.folder / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            there = self.get(CHECKPOINT)
            if there is None or _size(there) <= _size(content):
                _write(self.folder / FILES / CHECKPOINT, content)

    @contextmanager
    def _store(self) -> Iterator[sqlite3.Connection]:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / STORE
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as store:
            store.execute("PRAGMA journal_mode = WAL")
            store.execute("PRAGMA synchronous = FULL")
            for table in _TABLES.strip().split(";\n"):
                store.execute(table)
            yield store


def _size(checkpoint: bytes) -> int:
    _, _, rest = checkpoint.partition(b"\n")
    size = rest.partition(b"\n")[0]
    return int(size) if size.isdigit() else -1


def _hashes(nodes: bytes) -> Iterator[bytes]:
    return (nodes[at : at + _HASH] for at in range(0, len(nodes), _HASH))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        except OSError:  # a full disk keeps no halves
            new.unlink()
            raise
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
