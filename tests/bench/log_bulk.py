"""Rows 1, 4 and 10 of the log's floors: many entries on an embedded database."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from itertools import count as numbers
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from ntm_verify.storage import migrate
from ntm_verify.storage.engine import PRAGMAS
from ntm_verify.storage.log_statements import Hand, SqliteHand, Written, lend_hand
from ntm_verify.storage.log_tables import log_tables
from ntm_verify.storage.log_writer import add, lock_head, read_head
from ntm_verify.trail.tree import Edge, leaf_hash
from tests.support.outside import ORIGIN, Outside

from .log_measure import COPY, OWN, PLAIN, Row, WrongRoot, faster, in_turn, sound

CHUNK: Final = 1_000
PAGES: Final = ("page_count", "freelist_count", "page_size")
MORE: Final = 45
"""Bytes that an entry may take beyond a plain row of itself."""


class Bare:
    """A SQLite file with the log's tables and guards, and plain tables beside them."""

    def __init__(self, folder: Path, name: str) -> None:
        migrate.upgrade(f"sqlite+aiosqlite:///{folder / name}", Outside().pen)
        self.path = folder / name
        self.engine = sa.create_engine(f"sqlite:///{self.path}")
        sa.event.listen(self.engine, "connect", _settings)
        sa.event.listen(self.engine, "begin", _begin)
        with self.engine.begin() as connection:
            for table in (PLAIN, COPY):
                connection.exec_driver_sql(plain_table(table))

    def size(self) -> int:
        """Give the bytes in use, when everything has come to the file."""
        self.engine.dispose()
        with closing(sqlite3.connect(self.path)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            told = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in PAGES]
        return int((told[0] - told[1]) * told[2])


def plain_table(name: str) -> str:
    """Write the table of the baseline: one key, the same bytes."""
    return f"CREATE TABLE {name} (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL)"


def _settings(raw: sqlite3.Connection, _: object) -> None:
    raw.isolation_level = None
    for pragma in PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def entries_of(count: int) -> list[bytes]:
    """Make entries of 100 bytes."""
    return [b"%08d" % at + b"x" * 92 for at in range(count)]


def batched(entries: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Part entries into transactions."""
    return [entries[first : first + CHUNK] for first in range(0, len(entries), CHUNK)]


def put_plain(bare: Bare, table: str, first: int, entries: Sequence[bytes]) -> None:
    """Insert the same bytes into a table with one key, by the same driver."""
    insert = f"INSERT INTO {table} VALUES (:idx, :entry)"  # noqa: S608 - our own words

    def act(hand: Hand) -> None:
        assert isinstance(hand, SqliteHand)
        rows = [{"idx": first + at, "entry": entry} for at, entry in enumerate(entries)]
        hand.driver.executemany(insert, rows)

    with bare.engine.begin() as connection:
        lend_hand(connection, act)


def put_own(bare: Bare, entries: Sequence[bytes]) -> None:
    """Append prepared entries as the product does: head, leaves, nodes, guards on."""

    def act(hand: Hand) -> None:
        edge, last_at = lock_head(hand, ORIGIN)
        add(hand, ORIGIN, edge, entries, (Written(), last_at, None))

    with bare.engine.begin() as connection:
        lend_hand(connection, act)


def require_root(bare: Bare) -> None:
    """Hash what is stored anew.

    Raises:
        WrongRoot: it does not lead to the head.

    """
    for _ in Verification(bare):
        pass


class Verification:
    """Read every row, hash it, build the tree, and compare leaves and head; a chunk at a time."""

    def __init__(self, bare: Bare) -> None:
        self.bare = bare

    def __iter__(self) -> Iterator[int]:
        edge = Edge()
        with self.bare.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            cursor = raw.execute("SELECT leaf, entry FROM audit_event ORDER BY idx")
            while rows := cursor.fetchmany(CHUNK):
                leaves = [leaf_hash(entry) for _, entry in rows]
                if leaves != [leaf for leaf, _ in rows]:
                    raise WrongRoot("a leaf is not that of its entry")
                edge, _ = edge.extend(leaves)
                yield edge.size
            kept, _ = read_head(connection, log_tables("sqlite"), ORIGIN)
        if kept != edge:
            raise WrongRoot(f"{kept.size} entries, {edge.size} found")


def bulk(folder: Path, count: int, repetitions: int) -> Iterator[Row]:
    """Row 1: bulk append, 1,000 entries a transaction."""
    chunks, names = batched(entries_of(count)), numbers()

    def measure() -> dict[str, list[float]]:
        bare = Bare(folder, f"bulk-{count}-{next(names)}.db")
        plain: dict[str, Callable[[int], object]] = {
            name: lambda turn, name=name: put_plain(bare, name, turn * CHUNK, chunks[turn])  # type: ignore[misc] # bound at once
            for name in (PLAIN, COPY)
        }
        took = in_turn({**plain, OWN: lambda turn: put_own(bare, chunks[turn])}, len(chunks))
        require_root(bare)
        bare.engine.dispose()
        for path in folder.glob(f"{bare.path.name}*"):
            path.unlink()
        return took

    yield faster(f"1   bulk append, SQLite, {count:,} entries", 0.35, sound(measure, repetitions))


def storage(folder: Path, count: int) -> Iterator[Row]:
    """Row 10: bytes an entry beside a plain row of the same entry."""
    own, plain = Bare(folder, "own.db"), Bare(folder, "row.db")
    before = own.size(), plain.size()
    for at, chunk in enumerate(batched(entries_of(count))):
        put_own(own, chunk)
        put_plain(plain, PLAIN, at * CHUNK, chunk)
    more = ((own.size() - before[0]) - (plain.size() - before[1])) / count
    require_root(own)
    yield Row(f"10  bytes an entry more, {count:,}", f"≤ {MORE}", more, "-", is_met=more <= MORE)


def verification(folder: Path, count: int, repetitions: int) -> Iterator[Row]:
    """Row 4: reading, hashing and comparing everything, beside hashing alone."""
    bare, entries = Bare(folder, f"verify-{count}.db"), entries_of(count)
    with bare.engine.begin() as connection:  # its own log begins with an entry of its schema
        kept, _ = read_head(connection, log_tables("sqlite"), ORIGIN)
    chunks = batched(entries)
    for chunk in chunks:
        put_own(bare, chunk)

    def hashed(turn: int) -> None:
        for entry in chunks[turn] if turn < len(chunks) else ():
            sha256(b"\0" + entry).digest()

    def measure() -> dict[str, list[float]]:
        own = iter(Verification(bare))
        ways = {PLAIN: hashed, OWN: lambda _: next(own, None), COPY: hashed}
        return in_turn(ways, len(chunks) + 1 + (kept.size > 0))

    ratios = sound(measure, repetitions)
    bare.engine.dispose()
    yield faster(f"4   verification by hashes alone, {count:,}", 0.15, ratios)
