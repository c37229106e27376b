"""Bringing a database up to date (nâng cấp cơ sở dữ liệu).

One transaction holds everything: the tables, the guards, and the log's own entry about it, so
that a database is never between two states. SQLite rebuilds a table to alter it, which drops its
triggers and, with foreign keys on, deletes what depends on it: foreign keys are off meanwhile,
and checked before the commit.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import SYSTEM

from . import guards, row_security
from .columns import NAMES
from .log_events import Pen, prepare
from .log_tables import POSTGRES, log_tables
from .log_writer import append, start

MIGRATIONS: Final = Path(__file__).parent / "migrations"
SCHEMA: Final = ("schema", "audit")
ONE_AT_A_TIME: Final = 0x6E746D  # any number: services that start together wait for each other


class BrokenMigration(Exception):
    """A migration would leave rows that point at nothing (nâng cấp không toàn vẹn)."""


def configuration(connection: sa.Connection, folder: Path = MIGRATIONS) -> Config:
    """Set Alembic up for one connection, without a file of settings."""
    settings = Config(stdout=StringIO())
    settings.set_main_option("script_location", str(folder))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    settings.attributes["metadata"] = models(connection.dialect.name)
    return settings


class Models(list[sa.MetaData]):
    """Everything that the tables should be, and how their constraints are named."""

    naming_convention = NAMES


def models(dialect: str) -> Models:
    """Give everything that the tables of one kind of database should be."""
    return Models([SQLModel.metadata, log_tables(dialect).metadata])


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    """Open one transaction for changes of the schema, with foreign keys off on SQLite."""
    engine = _engine(sa.make_url(url))
    try:
        with engine.begin() as connection:
            row_security.open_wide(connection)
            yield connection
            _require_whole(connection)
    finally:
        engine.dispose()


def upgrade(url: str, pen: Pen, folder: Path = MIGRATIONS, *, signed: int = 0) -> bool:
    """Bring the database up to date, put the guards in place and log it; say whether it changed.

    `signed` is how many entries were signed outside the database. One that has fewer is an old
    copy: an entry of its own would begin a second history, so it is brought up to date without
    one, and gets it at the next start after its log was recovered.

    Raises:
        BrokenMigration: rows would be left that point at nothing; nothing is changed then.

    """
    if _is_settled(url, pen.origin, folder):
        return False
    with opened(url) as connection:
        if connection.dialect.name == POSTGRES:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
        before = _revision(connection)
        command.upgrade(configuration(connection, folder), "head")
        moved = before != _revision(connection)
        if moved:
            guards.install(connection)
            row_security.install(connection)
            guards.let_service_in(connection)
            start(connection, pen.origin)
        if not _is_logged(connection, pen.origin) and _size(connection, pen.origin) >= signed:
            record(connection, pen)
        return moved


def change_rights(url: str, pen: Pen, grant: Callable[[sa.Connection], None]) -> None:
    """Change who may do what to the log's tables, and log the new state of affairs."""
    with opened(url) as connection:
        grant(connection)
        record(connection, pen)


def _is_settled(url: str, origin: str, folder: Path) -> bool:
    """Say whether the database is up to date, and its log tells of it."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return False
    engine = _engine(address)
    try:
        with engine.connect() as connection:
            newest = ScriptDirectory.from_config(configuration(connection, folder))
            current = _revision(connection) == newest.get_current_head()
            return current and _is_logged(connection, origin)
    finally:
        engine.dispose()


def _is_logged(connection: sa.Connection, origin: str) -> bool:
    """Say whether the last entry about the schema is about the revision that it is at.

    A log whose entries cannot be read is for its verification to judge, and gets none here.
    """
    try:
        told = last_schema(connection, origin)
        return told is not None and told["after"]["revision"] == _revision(connection)
    except (ValueError, KeyError, TypeError):
        return True


def _size(connection: sa.Connection, origin: str) -> int:
    head = log_tables(connection.dialect.name).head
    query = sa.select(head.c.size).where(head.c.log_id == origin)
    return int(connection.execute(query).scalar() or 0)


def check(connection: sa.Connection, folder: Path = MIGRATIONS) -> None:
    """Raise when tables and models differ, as far as Alembic can see."""
    command.check(configuration(connection, folder))


def record(connection: sa.Connection, pen: Pen) -> None:
    """Log which revision the schema is at, and the digest of the log's own part of it."""
    state = {"revision": _revision(connection) or "", "schema_sha256": guards.digest(connection)}
    told = last_schema(connection, pen.origin)
    before, revision = (told["after"], told["subject"]["rev"]) if told else (None, 0)
    subject = Subject(*SCHEMA, revision + 1)
    event = AuditEvent(Action.SCHEMA_MIGRATED, SYSTEM, subject, before=before, after=state)
    append(connection, pen, [prepare(pen, event, "")])


def last_schema(connection: sa.Connection, origin: str) -> dict[str, Any] | None:
    """Give the last entry about the schema, or None in a new log."""
    tables = log_tables(connection.dialect.name)
    event, search = tables.event, tables.search
    newest = sa.select(sa.func.max(search.c.idx)).where(
        tables.of_log(search, origin), search.c.kind == SCHEMA[0], search.c.subject == SCHEMA[1]
    )
    query = sa.select(event.c.entry).where(
        tables.of_log(event, origin), event.c.idx == newest.scalar_subquery()
    )
    entry = connection.execute(query).scalar()
    return json.loads(entry) if entry else None


def fingerprint(connection: sa.Connection) -> dict[str, Any]:
    """Give everything the inspector knows of the tables, in a form that can be compared."""
    look = sa.inspect(connection)
    return {
        table: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], str(c["default"]))
                for c in look.get_columns(table)
            ),
            "primary": look.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(
                (f["constrained_columns"], f["referred_table"], f["referred_columns"])
                for f in look.get_foreign_keys(table)
            ),
            "unique": sorted(u["column_names"] for u in look.get_unique_constraints(table)),
            "checks": sorted(
                (str(c["name"]), " ".join(c["sqltext"].split()))
                for c in look.get_check_constraints(table)
            ),
            "indexes": sorted(
                (str(i["name"]), i["column_names"], bool(i["unique"]), _options(i))
                for i in look.get_indexes(table)
            ),
        }
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def _options(index: Any) -> str:  # noqa: ANN401 - what the inspector says of an index
    return str({name: str(value) for name, value in index["dialect_options"].items()})


def _engine(url: sa.URL) -> sa.Engine:
    sqlite = url.get_backend_name() == "sqlite"
    plain = url.set(drivername="sqlite" if sqlite else f"{POSTGRES}+psycopg")
    engine = sa.create_engine(plain, poolclass=sa.NullPool)
    if sqlite:
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None
    for pragma in (
        "foreign_keys=OFF",
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=30000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _require_whole(connection: sa.Connection) -> None:
    if connection.dialect.name == POSTGRES:
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise BrokenMigration(f"{len(broken)} rows point at nothing, the first is {broken[0]}.")


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
