"""Adding entries to the audit log (ghi nối vào nhật ký).

Runs on a plain connection, so that a migration can do it too. The order is fixed: everything
that can fail or wait has been done before; the log's head is locked last, and the commit follows
at once. The index comes from the head and not from a sequence: no gaps, and the order of the
entries is the order of the commits.
"""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa

from ntm_verify.domain.audit import Action
from ntm_verify.trail.canonical import tidy
from ntm_verify.trail.entry import seal, timestamp
from ntm_verify.trail.tree import Edge, leaf_hash

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
from .log_statements import Hand, Row, Rows, Written, lend_hand
from .log_tables import HASH, LogTables, log_tables


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
    if waiting:
        lend_hand(connection, lambda hand: _append(hand, pen, waiting))


def _append(hand: Hand, pen: Pen, waiting: Sequence[Waiting]) -> None:
    led, seen, is_known = _led_to(hand, pen.origin, waiting)
    edge, last_at = lock_head(hand, pen.origin)
    at = max(timestamp(pen.habits.now()), last_at)
    acts = (*_warning(hand, pen, waiting, last_at), *waiting)
    unless: Row | None = None
    if not is_known and edge.size != seen:
        unless = {"seen": seen, "requests": sorted({item.request for item in acts})}
    told = _told(hand, pen.origin, acts) if is_known else set[Act]()
    while not _written(hand, pen, (edge, at, led), told_apart(acts, told), unless):
        told, unless = _told(hand, pen.origin, acts), None


def _written(
    hand: Hand,
    pen: Pen,
    place: tuple[Edge, str, Mapping[UUID, int | None]],
    acts: Sequence[Waiting],
    unless: Row | None,
) -> bool:
    """Seal and write the acts; False if others wrote of their requests since we looked."""
    edge, at, led = place
    written, entries = Written(), list[bytes]()
    for index, item in enumerate(acts, edge.size):
        cause = led.get(item.id) if item.event.cause is None else item.event.cause
        entries.append(seal(fields_of(pen, item, at, cause), pen.writer))
        _take(written, index, item, at)
    return add(hand, pen.origin, edge, entries, (written, at, unless))


def add(
    hand: Hand,
    origin: str,
    edge: Edge,
    entries: Sequence[bytes],
    told: tuple[Written, str, Row | None],
) -> bool:
    """Put entries behind the edge of the locked head, with the nodes that they finish.

    `told` are the rows to be kept beside them, the time of the last entry, and what forbids it
    (see `Hand.write`).
    """
    written, at, unless = told
    leaves = [leaf_hash(entry) for entry in entries]
    grown, nodes = edge.extend(leaves)
    written.events.extend(
        {"idx": index, "leaf": leaf, "entry": entry}
        for index, (leaf, entry) in enumerate(zip(leaves, entries, strict=True), edge.size)
    )
    written.nodes.extend({"level": n.level, "idx": n.index, "hash": n.hash} for n in nodes)
    moved = {"size": grown.size, "range": b"".join(grown.nodes), "last_at": at}
    return hand.write(written, {"origin": origin, **moved}, unless)


def lock_head(hand: Hand, origin: str) -> tuple[Edge, str]:
    """Take the head for this transaction; give the right edge and the time of the last entry."""
    query = f'SELECT size, "range", last_at FROM audit_head WHERE log_id = :origin{hand.lock}'  # noqa: S608 - our own words
    ((size, nodes, last_at),) = hand.run(query, {"origin": origin})
    return to_edge(size, nodes), last_at


def _led_to(
    hand: Hand, origin: str, waiting: Sequence[Waiting]
) -> tuple[dict[UUID, int | None], int, bool]:
    """Look around before the head is locked, so that nobody waits for it.

    Gives the last entry about the subject of each act, the size of the log at the first look, and
    whether any request was known.
    """
    query = (
        "SELECT (SELECT max(idx) FROM audit_search "  # noqa: S608 - our own words
        f"WHERE {hand.log}kind = :kind AND subject = :subject), "
        f"EXISTS (SELECT 1 FROM audit_search WHERE {hand.log}request = :request), "
        "size FROM audit_head WHERE log_id = :origin"
    )
    led, sizes, is_known = dict[UUID, int | None](), list[int](), False
    for item in waiting:
        subject = item.event.subject
        about = {"kind": subject.kind, "subject": subject.id, "request": item.request}
        ((led[item.id], known, size),) = hand.run(query, {"origin": origin, **about})
        is_known |= bool(known)
        sizes.append(size)
    return led, min(sizes), is_known


def _told(hand: Hand, origin: str, acts: Sequence[Waiting]) -> set[Act]:
    """Give what the log already tells of these requests; their numbered acts only if asked for."""
    query = f"SELECT request, type, kind, subject FROM audit_search WHERE {hand.log}request"  # noqa: S608 - our own words
    requests = sorted({item.request for item in acts})
    told = set[Act]()
    for request in requests:
        told |= _acts(hand.run(f"{query} = :request", {"origin": origin, "request": request}))
    if any(act_of(item, item.request) in told for item in acts):
        for request in requests:
            start = re.sub(r"([/%_])", r"/\1", request) + "~%"
            numbered = f"{query} LIKE :start ESCAPE '/'"
            told |= _acts(hand.run(numbered, {"origin": origin, "start": start}))
    return told


def _acts(rows: Rows) -> set[Act]:
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def _warning(hand: Hand, pen: Pen, waiting: Sequence[Waiting], last_at: str) -> list[Waiting]:
    def known() -> bool:
        query = f"SELECT 1 FROM audit_search WHERE {hand.log}at = :at AND type = :type LIMIT 1"  # noqa: S608 - our own words
        what = {"at": last_at, "type": Action.CLOCK_REGRESSED.value}
        return bool(hand.run(query, {"origin": pen.origin, **what}))

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


def _take(written: Written, index: int, item: Waiting, at: str) -> None:
    """Set down what is kept beside an entry: its openings, and by what it is searched."""
    event = item.event
    for name, value in event.private.items():
        opening = {"event": index, "field": name, "salt": item.salts[name], "value": tidy(value)}
        written.openings.append(opening)
    told = {"type": event.action.value, "kind": event.subject.kind, "subject": event.subject.id}
    who = {"actor": event.actor.id, "unit": event.actor.unit, "request": item.request}
    written.searched.append({"idx": index, "id": item.id, "at": at, **told, **who})
