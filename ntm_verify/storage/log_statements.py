"""The statements that write the log (câu lệnh ghi nhật ký): few, and ready once and for all.

Others wait while an entry is written, so nothing is put together anew for each. On SQLite the
whole of an append is one visit to the driver's thread; on PostgreSQL one statement writes entries,
nodes, openings, search rows and the head: one way there and back.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import AdaptedConnection

from .log_tables import POSTGRES

Row = Mapping[str, object]
Rows = Sequence[Sequence[Any]]
MOVE: Final = (
    'UPDATE audit_head SET size = :size, "range" = :range, last_at = :last_at '
    "WHERE log_id = :origin"
)
FREE: Final = (
    "free AS (SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM audit_search "
    "WHERE log_id = :origin AND idx >= :seen AND request = ANY(:requests)))"
)
WORDS: Final = ("at", "type", "kind", "subject", "actor", "unit", "request")
COLUMNS: Final[Mapping[str, Mapping[str, sa.types.TypeEngine[Any]]]] = {
    "audit_event": {"idx": sa.BigInteger(), "leaf": sa.LargeBinary(), "entry": sa.LargeBinary()},
    "audit_private": {
        "event": sa.BigInteger(),
        "field": sa.Text(),
        "salt": sa.LargeBinary(),
        "value": JSONB(),
    },
    "audit_node": {"level": sa.SmallInteger(), "idx": sa.BigInteger(), "hash": sa.LargeBinary()},
    "audit_search": {
        "idx": sa.BigInteger(),
        "id": sa.Uuid(),
        **dict.fromkeys(WORDS, sa.Text()),
    },
}
"""What is written, table by table; on PostgreSQL the log's name stands beside it."""


@dataclass(frozen=True, slots=True)
class Written:
    """Rows that are ready to be inserted (các dòng sắp ghi), by column."""

    events: list[Row] = field(default_factory=list)
    nodes: list[Row] = field(default_factory=list)
    openings: list[Row] = field(default_factory=list)
    searched: list[Row] = field(default_factory=list)

    def by_table(self) -> dict[str, list[Row]]:
        """Give the rows of every table that has any, entries first."""
        found = {
            "audit_event": self.events,
            "audit_private": self.openings,
            "audit_node": self.nodes,
            "audit_search": self.searched,
        }
        return {table: rows for table, rows in found.items() if rows}


class Hand(Protocol):
    """Who writes into one kind of database (tay ghi)."""

    @property
    def log(self) -> str:
        """Give the condition that chooses the log's rows, with AND; "" where there is one log."""
        ...

    @property
    def lock(self) -> str:
        """Give what takes a row for this transaction alone."""
        ...

    def run(self, statement: str, values: Row) -> Rows:
        """Run one statement; give the rows that it answers with."""
        ...

    def write(self, written: Written, head: Row, unless: Row | None = None) -> bool:
        """Insert the rows, and move the head on to (origin, size, range, last_at).

        With `unless` nothing is written, and False given, if entries from `seen` on are of one of
        the `requests`: others have written them since we looked.
        """
        ...


@dataclass(frozen=True, slots=True)
class SqliteHand:
    """Writes into a SQLite file, on the thread that owns its connection."""

    driver: sqlite3.Connection
    log: str = ""
    lock: str = ""  # the transaction has had the write lock since it began

    def run(self, statement: str, values: Row) -> Rows:
        """Run one statement; give the rows that it answers with."""
        return self.driver.execute(statement, values).fetchall()

    def write(self, written: Written, head: Row, unless: Row | None = None) -> bool:
        """Insert the rows, and move the head on; nobody else has written since we looked."""
        del unless
        for table, rows in written.by_table().items():
            self.driver.executemany(_insert(table), map(_bound, rows))
        self.driver.execute(MOVE, head)
        return True


@dataclass(frozen=True, slots=True)
class PostgresHand:
    """Writes into PostgreSQL."""

    connection: sa.Connection
    log: str = "log_id = :origin AND "
    lock: str = " FOR UPDATE"

    def run(self, statement: str, values: Row) -> Rows:
        """Run one statement; give the rows that it answers with."""
        return self.connection.execute(_text(statement), values).all()

    def write(self, written: Written, head: Row, unless: Row | None = None) -> bool:
        """Insert the rows and move the head on, in one statement."""
        tables = written.by_table()
        values = {
            f"{table}_{name}": [row[name] for row in rows]
            for table, rows in tables.items()
            for name in COLUMNS[table]
        }
        statement = _write(tuple(tables), guarded=unless is not None)
        moved = self.connection.execute(statement, {**values, **head, **(unless or {})})
        return moved.rowcount == 1


def lend_hand(connection: sa.Connection, act: Callable[[Hand], object]) -> None:
    """Let an act write inside the open transaction; on SQLite on the driver's own thread.

    Raises:
        InvalidRequestError: there is no transaction; nothing is written past one.
        DBAPIError: the database refused.

    """
    if not connection.in_transaction():
        raise sa.exc.InvalidRequestError("The log is written inside a transaction.")
    if connection.dialect.name == POSTGRES:
        act(PostgresHand(connection))
        return
    driver: Any = connection.connection.dbapi_connection
    try:
        if isinstance(driver, AdaptedConnection):
            driver.run_async(lambda one: one._execute(lambda: act(SqliteHand(one._conn))))  # noqa: SLF001 - one visit to its thread
        else:
            act(SqliteHand(driver))
    except sqlite3.Error as fault:
        told = sa.exc.DBAPIError.instance(None, None, fault, sqlite3.Error, hide_parameters=True)
        raise told from fault


def _bound(row: Row) -> Row:
    """Write ids and openings as SQLite keeps them."""
    match row:
        case {"id": UUID() as identity}:
            return {**row, "id": identity.hex}
        case {"value": value}:
            return {**row, "value": json.dumps(value)}
        case _:
            return row


@cache
def _text(statement: str) -> sa.TextClause:
    return sa.text(statement)


@cache
def _insert(table: str) -> str:
    names = COLUMNS[table]
    return (
        f"INSERT INTO {table} ({', '.join(names)}) "  # noqa: S608 - our own words
        f"VALUES ({', '.join(f':{name}' for name in names)})"
    )


@cache
def _write(tables: tuple[str, ...], *, guarded: bool) -> sa.TextClause:
    """Write everything in one statement of PostgreSQL; guarded, only if the requests are new."""
    also, only = (", free", " AND EXISTS (SELECT 1 FROM free)") if guarded else ("", "")
    parts = [
        f"{table}_rows AS (INSERT INTO {table} (log_id, {', '.join(COLUMNS[table])}) "  # noqa: S608 - our own words
        f"SELECT :origin, new.* FROM "
        f"unnest({', '.join(f':{table}_{n}' for n in COLUMNS[table])}) AS new{also})"
        for table in tables
    ]
    binds = [
        sa.bindparam(f"{table}_{name}", type_=ARRAY(kind))
        for table in tables
        for name, kind in COLUMNS[table].items()
    ]
    if guarded:
        parts.insert(0, FREE)
        binds.append(sa.bindparam("requests", type_=ARRAY(sa.Text())))
    origin = sa.bindparam("origin", type_=sa.Text())
    return sa.text(f"WITH {', '.join(parts)} {MOVE}{only}").bindparams(*binds, origin)
