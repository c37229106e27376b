"""What somebody can do who owns the database: switch guards off, change rows, rebuild the tree."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from ntm_verify.storage import guards, migrate
from ntm_verify.storage.log_tables import POSTGRES, LogTables, log_tables
from ntm_verify.trail.canonical import canonical
from ntm_verify.trail.entry import read_entry, seal
from ntm_verify.trail.signatures import writer_of
from ntm_verify.trail.tree import Edge, leaf_hash
from tests.support.worlds import KEY, ORIGIN

Told = dict[str, Any]


@contextmanager
def as_dba(url: str) -> Iterator[sa.Connection]:
    """Open the database with its guards off; they stand again afterwards as they stood."""
    with migrate.opened(of_owner(url)) as connection:
        guards_off(connection)
        yield connection
        guards.install(connection)


def of_owner(url: str) -> str:
    """Give the same database as its owner enters it."""
    address = sa.make_url(url)
    given = os.environ.get("NTM_TEST_PG_URL")
    owner = sa.make_url(given) if given else address.set(username="postgres", password=None)
    if address.get_backend_name() != POSTGRES:
        return url
    named = sa.URL.create(
        address.drivername,
        owner.username,
        owner.password,
        address.host,
        address.port,
        address.database,
        address.query,
    )
    return named.render_as_string(hide_password=False)


def guards_off(connection: sa.Connection) -> None:
    if connection.dialect.name == POSTGRES:
        for table in guards.GUARDED:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        for name in guards.SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")


def tables_of(connection: sa.Connection) -> LogTables:
    return log_tables(connection.dialect.name)


def entries_of(connection: sa.Connection) -> list[bytes]:
    event = tables_of(connection).event
    rows = connection.execute(sa.select(event.c.entry).order_by(event.c.idx))
    return [bytes(entry) for (entry,) in rows]


def change(connection: sa.Connection, statement: sa.Update | sa.Delete | sa.Insert) -> None:
    """Run a statement that must hit exactly one row."""
    counted = statement.execution_options(preserve_rowcount=True)
    assert connection.execute(counted).rowcount == 1


def put(connection: sa.Connection, index: int, entry: bytes) -> None:
    """Put other bytes in the place of an entry, its hash left as it is."""
    event = tables_of(connection).event
    before = entries_of(connection)[index]
    assert entry != before
    change(connection, sa.update(event).where(event.c.idx == index).values(entry=entry))


def edited(entry: bytes, edit: Callable[[Told], object], *, signed: bool = False) -> bytes:
    """Change what an entry says; with the stolen writer key it is signed anew."""
    told = read_entry(entry)
    before = json.dumps(told)
    edit(told)
    assert json.dumps(told) != before
    if signed:
        rest = {name: told[name] for name in told.keys() - {"v", "w", "sig"}}
        return seal(rest, writer_of(ORIGIN, KEY))
    return canonical(told)


def rebuild(connection: sa.Connection) -> None:
    """Compute leaves, nodes and head anew from the entries, as a knowing hand would."""
    tables = tables_of(connection)
    edge, nodes, last_at = Edge(), list[dict[str, object]](), ""
    rows = connection.execute(sa.select(tables.event).order_by(tables.event.c.idx)).mappings().all()
    for place, row in enumerate(rows):
        leaf = leaf_hash(row["entry"])
        here = tables.event.c.idx == row["idx"]
        connection.execute(sa.update(tables.event).where(here).values(leaf=leaf, idx=place))
        edge, finished = edge.grow(leaf)
        for node in finished:
            values = {"level": node.level, "idx": node.index, "hash": node.hash}
            nodes.append(tables.row(tables.node, ORIGIN, **values))
        last_at = json.loads(row["entry"]).get("at", last_at)
    connection.execute(sa.delete(tables.node))
    if nodes:
        connection.execute(sa.insert(tables.node), nodes)
    moved = {"size": edge.size, "range": b"".join(edge.nodes), "last_at": last_at}
    change(connection, sa.update(tables.head).values(moved))
