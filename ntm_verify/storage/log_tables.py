"""The tables of the audit log (bảng nhật ký), in the shape of each database.

A SQLite file holds one log, so its entries are keyed by SQLite's own row id; on PostgreSQL the
log comes first in every key, and several logs stand side by side without waiting for each other.
`audit_search` is derived from the entries, can be rebuilt from them and proves nothing.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from .columns import NAMES, count_type, json_type

HASH: Final = 32
POSTGRES: Final = "postgresql"


@dataclass(frozen=True, slots=True)
class LogTables:
    """The five tables, and how rows of one log are named in them."""

    event: sa.Table
    node: sa.Table
    head: sa.Table
    private: sa.Table
    search: sa.Table

    @property
    def metadata(self) -> sa.MetaData:
        """All five, for whoever lays them down or compares them."""
        return self.event.metadata

    def of_log(self, table: sa.Table, origin: str) -> sa.ColumnElement[bool]:
        """Choose the rows of one log."""
        return table.c.log_id == origin if "log_id" in table.c else sa.true()

    def row(self, table: sa.Table, origin: str, **values: object) -> dict[str, Any]:
        """Name the log in a row that is to be written."""
        return {"log_id": origin, **values} if "log_id" in table.c else values


@cache
def log_tables(dialect: str) -> LogTables:
    """Give the tables as one kind of database has them."""
    metadata = sa.MetaData(naming_convention=NAMES)
    shared = dialect == POSTGRES

    def key(name: str = "idx") -> list[sa.Column[Any]]:
        own: sa.Column[Any] = sa.Column(
            name, count_type(), primary_key=True, autoincrement=False, nullable=False
        )
        return [sa.Column("log_id", sa.Text, primary_key=True), own] if shared else [own]

    def digest(name: str) -> sa.Column[Any]:
        return sa.Column(name, sa.LargeBinary(HASH), nullable=False)

    def text(name: str) -> sa.Column[Any]:
        return sa.Column(name, sa.Text, nullable=False)

    def index(name: str, *columns: str) -> sa.Index:
        return sa.Index(f"ix_audit_search_{name}", *(("log_id",) if shared else ()), *columns)

    def thirty_two(name: str) -> sa.CheckConstraint:
        return sa.CheckConstraint(f"length({name}) = {HASH}", name=name)

    level: sa.Column[Any] = sa.Column(
        "level", sa.SmallInteger, primary_key=True, autoincrement=False
    )
    entry: sa.Column[Any] = sa.Column("entry", sa.LargeBinary, nullable=False)
    return LogTables(
        event=sa.Table(
            "audit_event",
            metadata,
            *key(),
            digest("leaf"),
            entry,
            thirty_two("leaf"),
            sa.CheckConstraint("idx >= 0", name="idx"),
        ),
        node=sa.Table(
            "audit_node",
            metadata,
            *key()[:-1],
            level,
            key()[-1],
            digest("hash"),
            thirty_two("hash"),
        ),
        head=sa.Table(
            "audit_head",
            metadata,
            sa.Column("log_id", sa.Text, primary_key=True),
            sa.Column("size", sa.BigInteger, nullable=False),
            sa.Column("range", sa.LargeBinary, nullable=False),
            text("last_at"),
            sa.CheckConstraint("size >= 0", name="size"),
        ),
        private=sa.Table(
            "audit_private",
            metadata,
            *key("event"),
            sa.Column("field", sa.Text, primary_key=True),
            digest("salt"),
            sa.Column("value", json_type(), nullable=False),
            thirty_two("salt"),
        ),
        search=sa.Table(
            "audit_search",
            metadata,
            *key(),
            sa.Column("id", sa.Uuid, nullable=False, unique=True),
            *map(text, ("at", "type", "kind", "subject", "actor", "unit", "request")),
            index("subject", "kind", "subject"),
            index("actor", "actor"),
            index("at", "at"),
            index("request", "request"),
        ),
    )
