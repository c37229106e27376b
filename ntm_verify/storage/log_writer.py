"""Adding entries to the audit log (ghi nối vào nhật ký).

Runs on a plain connection, so that a migration can do it too. The order is fixed: everything
that can fail or wait has been done before; the log's head is locked last, and the commit follows
at once. The index comes from the head and not from a sequence: no gaps, and the order of the
entries is the order of the commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ntm_verify.domain.audit import Action
from ntm_verify.trail.canonical import tidy
from ntm_verify.trail.entry import seal, timestamp
from ntm_verify.trail.tree import Edge, Node, leaf_hash

from .log_events import (
    BEGINNING,
    Act,
    Pen,
    Waiting,
    act_of,
    clock_warning,
    fields_of,
    told_apart,
)
from .log_tables import HASH, LogTables, log_tables


@dataclass(frozen=True, slots=True)
class _Written:
    """Rows that are ready to be inserted."""

    events: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    openings: list[dict[str, Any]] = field(default_factory=list)
    searched: list[dict[str, Any]] = field(default_factory=list)


def start(connection: sa.Connection, origin: str) -> None:
    """Lay the head of a new log down, so that nobody's first entry has to."""
    head = log_tables(connection.dialect.name).head
    known = connection.execute(sa.select(head.c.size).where(head.c.log_id == origin))
    if known.first() is None:
        row = {"log_id": origin, "size": 0, "range": b"", "last_at": BEGINNING}
        connection.execute(sa.insert(head).values(row))


def append(connection: sa.Connection, pen: Pen, waiting: Sequence[Waiting]) -> None:
    """Add entries; whoever appends holds the head until the commit.

    Raises:
        NotCanonical: a value of an event has no agreed form.
        TooLong: an event does not fit into an entry.
        ClockWentBack: the clock is far behind the log, and something is to be approved.

    """
    if not waiting:
        return
    tables = log_tables(connection.dialect.name)
    causes = {item.id: _cause(connection, tables, pen, item) for item in waiting}
    edge, last_at = read_head(connection, tables, pen.origin, lock=True)
    at = max(timestamp(pen.habits.now()), last_at)
    written = _Written()
    acts = (*_warning(connection, tables, pen, waiting, last_at), *waiting)
    for item in told_apart(acts, _told(connection, tables, pen, acts)):
        cause = causes.get(item.id)
        entry = seal(fields_of(pen, item, at, cause), pen.writer)
        edge = _take(written, tables, pen.origin, (edge, item, entry, at))
    _insert(connection, tables, written)
    moved = {"size": edge.size, "range": b"".join(edge.nodes), "last_at": at}
    here = tables.head.c.log_id == pen.origin
    connection.execute(sa.update(tables.head).where(here).values(moved))


def _told(
    connection: sa.Connection, tables: LogTables, pen: Pen, acts: Sequence[Waiting]
) -> set[Act]:
    """Give what the log already tells of these requests; their numbered acts only if asked for."""
    search = tables.search
    columns = (search.c.request, search.c.type, search.c.kind, search.c.subject)
    query = sa.select(*columns).where(tables.of_log(search, pen.origin))
    requests = sorted({item.request for item in acts})
    told = _acts(connection, query.where(search.c.request.in_(requests)))
    if any(act_of(item, item.request) in told for item in acts):
        numbered = (search.c.request.startswith(f"{r}~", autoescape=True) for r in requests)
        told |= _acts(connection, query.where(sa.or_(*numbered)))
    return told


def _acts(connection: sa.Connection, query: sa.Select[Any]) -> set[Act]:
    return {(row[0], row[1], row[2], row[3]) for row in connection.execute(query)}


def _warning(
    connection: sa.Connection,
    tables: LogTables,
    pen: Pen,
    waiting: Sequence[Waiting],
    last_at: str,
) -> list[Waiting]:
    def known() -> bool:
        search = tables.search
        told = sa.select(search.c.idx).where(
            tables.of_log(search, pen.origin),
            search.c.at == last_at,
            search.c.type == Action.CLOCK_REGRESSED.value,
        )
        return connection.execute(told.limit(1)).first() is not None

    warning = clock_warning(pen, waiting, last_at, known=known)
    return [] if warning is None else [warning]


def read_head(
    connection: sa.Connection, tables: LogTables, origin: str, *, lock: bool = False
) -> tuple[Edge, str]:
    """Give the right edge of a log and the time of its last entry."""
    query = sa.select(tables.head).where(tables.head.c.log_id == origin)
    row = connection.execute(query.with_for_update() if lock else query).mappings().one()
    return to_edge(row["size"], row["range"]), row["last_at"]


def to_edge(size: int, stored: bytes) -> Edge:
    """Read a right edge as the head row keeps it: its hashes one after the other."""
    return Edge(size, tuple(stored[at : at + HASH] for at in range(0, len(stored), HASH)))


def _cause(connection: sa.Connection, tables: LogTables, pen: Pen, item: Waiting) -> int | None:
    """Give what the event names, or the last entry about the same subject: what led here."""
    if item.event.cause is not None:
        return item.event.cause
    search, subject = tables.search, item.event.subject
    earlier = sa.select(sa.func.max(search.c.idx)).where(
        tables.of_log(search, pen.origin),
        search.c.kind == subject.kind,
        search.c.subject == subject.id,
    )
    return connection.execute(earlier).scalar()


def _take(
    written: _Written, tables: LogTables, origin: str, added: tuple[Edge, Waiting, bytes, str]
) -> Edge:
    edge, item, entry, at = added
    index, leaf, event = edge.size, leaf_hash(entry), item.event
    grown, nodes = edge.grow(leaf)
    written.events.append(tables.row(tables.event, origin, idx=index, leaf=leaf, entry=entry))
    written.nodes.extend(_node_row(tables, origin, node) for node in nodes)
    for name, value in event.private.items():
        opening = {"event": index, "field": name, "salt": item.salts[name], "value": tidy(value)}
        written.openings.append(tables.row(tables.private, origin, **opening))
    told = {"type": event.action.value, "kind": event.subject.kind, "subject": event.subject.id}
    who = {"actor": event.actor.id, "unit": event.actor.unit, "request": item.request}
    row = {"idx": index, "id": item.id, "at": at, **told, **who}
    written.searched.append(tables.row(tables.search, origin, **row))
    return grown


def _node_row(tables: LogTables, origin: str, node: Node) -> dict[str, Any]:
    values = {"level": node.level, "idx": node.index, "hash": node.hash}
    return tables.row(tables.node, origin, **values)


def _insert(connection: sa.Connection, tables: LogTables, written: _Written) -> None:
    for table, rows in (
        (tables.event, written.events),
        (tables.private, written.openings),
        (tables.node, written.nodes),
        (tables.search, written.searched),
    ):
        if rows:
            connection.execute(sa.insert(table), rows)
