"""The office in which this service witnesses other logs (phòng làm chứng): key, logs, memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from ntm_verify.trail.notes import COSIGNATURE, NoteKey, cosignature_line, write_key
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.tree import Head
from ntm_verify.trail.witness import (
    DONE,
    Answer,
    LogsWitnessed,
    Opened,
    judge,
    open_asked,
    origin_hash,
)

STORE: Final = "witness.db"
MOST_EVIDENCE: Final = 1_000
_TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS seen (
    log TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS evidence (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, note BLOB NOT NULL UNIQUE) STRICT""",
)


@dataclass(frozen=True, slots=True)
class FileWitness:
    """A witness (bên làm chứng) named `name`, whose memory is a file of its own in `folder`."""

    folder: Path
    name: str
    key: SigningKey
    logs: LogsWitnessed

    @property
    def vkey(self) -> str:
        """Write the office's public key as policies name it."""
        return write_key(NoteKey(self.name, COSIGNATURE, self.key.public))

    def add(self, body: bytes, at: datetime) -> Answer:
        """Sign what follows from what was signed last, and set it down before answering.

        A checkpoint that cannot follow is kept as evidence.
        """
        opened = open_asked(body, self.logs.keys)
        if isinstance(opened, Answer):
            return opened
        with self._store() as store:
            store.execute("BEGIN IMMEDIATE")
            refused = judge(opened, _seen(store, opened))
            if refused is None:
                answer = self._sign(store, opened, at)
            else:
                answer = refused
                if refused.proves:
                    _keep_evidence(store, opened, at)
            store.execute("COMMIT")
        return answer

    def latest(self, log: str) -> bytes | None:
        """Give the checkpoint of a log, named by its hash, that was signed last."""
        with self._store() as store:
            found = store.execute("SELECT note FROM seen WHERE log = ?", (log,)).fetchone()
        return bytes(found[0]) if found else None

    def evidence(self) -> tuple[bytes, ...]:
        """Give the checkpoints that show a forked log, oldest first."""
        with self._store() as store:
            rows = store.execute("SELECT note FROM evidence ORDER BY id LIMIT ?", (MOST_EVIDENCE,))
            return tuple(bytes(note) for (note,) in rows)

    def _sign(self, store: sqlite3.Connection, opened: Opened, at: datetime) -> Answer:
        head, text = opened.told.head, opened.note.text
        line = cosignature_line(text, self.name, self.key, max(1, int(at.timestamp())))
        row = (origin_hash(opened.told.origin), head.size, head.root)
        note = opened.asked.checkpoint + line
        store.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", (*row, note))
        return Answer(DONE, line)

    @contextmanager
    def _store(self) -> Iterator[sqlite3.Connection]:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / STORE
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as store:
            store.execute("PRAGMA journal_mode = WAL")
            store.execute("PRAGMA synchronous = FULL")
            for table in _TABLES:
                store.execute(table)
            yield store


def _seen(store: sqlite3.Connection, opened: Opened) -> Head | None:
    query = "SELECT size, root FROM seen WHERE log = ?"
    found = store.execute(query, (origin_hash(opened.told.origin),)).fetchone()
    return Head(found[0], bytes(found[1])) if found else None


def _keep_evidence(store: sqlite3.Connection, opened: Opened, at: datetime) -> None:
    row = (at.isoformat(), opened.asked.checkpoint)
    store.execute("INSERT OR IGNORE INTO evidence (at, note) VALUES (?, ?)", row)
