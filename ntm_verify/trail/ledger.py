"""What an examination must remember of entries long past, outside of memory (sổ nháp).

A log may hold millions of entries. Which ids and requests were seen, the last state of every
subject and the openings still owed are kept in a private temporary file that is gone when the
examination is; states are kept by their digest.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import sha256

from .canonical import canonical, tidy
from .tree import Node

TABLES = """
CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE last (kind TEXT, id TEXT, idx INTEGER, state BLOB, status TEXT, compared INTEGER
    DEFAULT 0, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE node (level INTEGER, idx INTEGER, hash BLOB, PRIMARY KEY (level, idx)) WITHOUT ROWID;
CREATE TABLE owed (idx INTEGER, field TEXT, PRIMARY KEY (idx, field)) WITHOUT ROWID;
"""


def digest_of(state: object) -> bytes:
    """Give the SHA-256 of a state's canonical form (mã băm trạng thái)."""
    return sha256(canonical(tidy(state))).digest()


class Ledger:
    """Everything that the examination of one entry has to know of the others."""

    def __init__(self) -> None:
        """Open a new ledger in a temporary file of its own."""
        self._store = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._store.execute("PRAGMA journal_mode=OFF")
        self._store.executescript(TABLES)
        self._store.execute("BEGIN")

    def is_new(self, *parts: object) -> bool:
        """Note a key, and say whether it had not been seen before."""
        key = sha256(canonical(list(parts))).digest()
        noted = self._store.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,))
        return noted.rowcount == 1

    def last(self, kind: str, subject: str) -> tuple[bytes | None, str | None]:
        """Give the digest of a subject's last state and its status; Nones for a new one."""
        query = "SELECT state, status FROM last WHERE kind = ? AND id = ?"
        row = self._store.execute(query, (kind, subject)).fetchone()
        return (row[0], row[1]) if row else (None, None)

    def move(self, kind: str, subject: str, index: int, state: object) -> None:
        """Note what a subject has become by an entry."""
        digest = None if state is None else digest_of(state)
        status = state.get("status") if isinstance(state, dict) else None
        row = (kind, subject, index, digest, status if isinstance(status, str) else None)
        self._store.execute(
            "INSERT OR REPLACE INTO last (kind, id, idx, state, status) VALUES (?, ?, ?, ?, ?)", row
        )

    def compare(self, kind: str, subject: str, state: object) -> tuple[int | None, bool]:
        """Hold a business record against the replay; give (index of its last entry, equal)."""
        query = "SELECT idx, state FROM last WHERE kind = ? AND id = ?"
        row = self._store.execute(query, (kind, subject)).fetchone()
        if row is None:
            return None, False
        mark = "UPDATE last SET compared = 1 WHERE kind = ? AND id = ?"
        self._store.execute(mark, (kind, subject))
        return row[0], row[1] == digest_of(state)

    def absent(self, kinds: frozenset[str]) -> Iterator[tuple[str, str, int]]:
        """Name the subjects of these kinds that exist by the replay and were not compared."""
        query = (
            "SELECT kind, id, idx FROM last WHERE NOT compared AND state IS NOT NULL ORDER BY idx"
        )
        for kind, subject, index in self._store.execute(query):
            if kind in kinds:
                yield kind, subject, index

    def finish(self, nodes: tuple[Node, ...]) -> None:
        """Note the kept nodes that an entry finished."""
        rows = [(node.level, node.index, node.hash) for node in nodes]
        self._store.executemany("INSERT OR REPLACE INTO node VALUES (?, ?, ?)", rows)

    def take_node(self, level: int, index: int) -> bytes | None:
        """Give the hash a kept node must have, once; None when there must be no such node."""
        gone = "DELETE FROM node WHERE level = ? AND idx = ? RETURNING hash"
        rows = self._store.execute(gone, (level, index)).fetchall()
        return rows[0][0] if rows else None

    def nodes_left(self) -> Iterator[tuple[int, int]]:
        """Name the nodes that must be there and were not taken."""
        yield from self._store.execute("SELECT level, idx FROM node ORDER BY level, idx")

    def owe(self, index: int, field: str) -> None:
        """Note a commitment whose opening is not there."""
        self._store.execute("INSERT OR IGNORE INTO owed VALUES (?, ?)", (index, field))

    def settle(self, index: int, field: str) -> bool:
        """Take note of a lawful erasure; say whether an opening was missing there."""
        gone = self._store.execute("DELETE FROM owed WHERE idx = ? AND field = ?", (index, field))
        return gone.rowcount == 1

    def owed(self) -> Iterator[tuple[int, str]]:
        """Name the commitments that have neither an opening nor an erasure."""
        yield from self._store.execute("SELECT idx, field FROM owed ORDER BY idx, field")

    def close(self) -> None:
        """Throw the ledger away."""
        self._store.close()
