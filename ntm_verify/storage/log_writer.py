"""Adding entries to the audit log (ghi nối vào nhật ký).

Runs on a plain connection, so that a migration can do it too. The order is fixed: everything
that can fail or wait has been done before; the log's head is locked last, and the commit follows
at once. The index comes from the head and not from a sequence: no gaps, and the order of the
entries is the order of the commits.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.people import SYSTEM
from ntm_verify.trail.canonical import tidy
from ntm_verify.trail.entry import Writer, commitment, seal, timestamp
from ntm_verify.trail.tree import Edge, Node, leaf_hash

from .columns import uuid7
from .log_tables import HASH, LogTables, log_tables

Act: TypeAlias = tuple[str, str, str, str]
"""What must not stand in a log twice: request, type, kind and id of the subject."""
BEGINNING: Final = "0001-01-01T00:00:00.000000Z"
CLOCK_TOLERANCE: Final = timedelta(seconds=5)
APPROVALS: Final = frozenset(
    {Action.APPRAISAL_DECIDED, Action.CERTIFICATE_PLANNED, Action.CERTIFICATE_ISSUED}
)


class ClockWentBack(Conflict):
    """The server's clock is far behind the last entry of the log (đồng hồ máy chủ lùi lại)."""

    code = "clock_regressed"

    def __init__(self, now: str, last_at: str) -> None:
        """Name both times."""
        super().__init__(
            f"Đồng hồ máy chủ ({now}) sớm hơn dòng nhật ký cuối ({last_at}). "
            "Chỉnh lại đồng hồ trước khi phê duyệt hoặc ban hành."
        )


@dataclass(frozen=True, slots=True)
class Habits:
    """Where time and chance come from (đồng hồ, mã, muối), for tests to choose."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    new_id: Callable[[], UUID] = uuid7
    salt: Callable[[], bytes] = lambda: secrets.token_bytes(HASH)
    pooled: bool = True


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes into which log (khóa ghi, tên nhật ký)."""

    origin: str
    writer: Writer
    habits: Habits = field(default_factory=Habits)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event on its way into the log; its id is known to the rows that it tells of."""

    id: UUID
    event: AuditEvent
    request: str
    salts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Written:
    """Rows that are ready to be inserted."""

    events: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    openings: list[dict[str, Any]] = field(default_factory=list)
    searched: list[dict[str, Any]] = field(default_factory=list)


def prepare(pen: Pen, event: AuditEvent, request: str) -> Waiting:
    """Give an event its id and its salts, long before the lock (chuẩn bị sự kiện).

    An act that came with no request is named by `request`, or by the event itself.
    """
    salts = {name: pen.habits.salt() for name in event.private}
    identity = pen.habits.new_id()
    return Waiting(identity, event, event.actor.request or request or identity.hex, salts)


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


def told_apart(acts: Sequence[Waiting], told: Collection[Act]) -> list[Waiting]:
    """Tell the acts of one request that are alike apart, so that none repeats another.

    "req", "req~2", "req~3": each act has a name of its own, and the request is still seen.
    """
    known, apart = set(told), []
    for item in acts:
        request, number = item.request, 1
        while (act := _act(item, request)) in known:
            number += 1
            request = f"{item.request}~{number}"
        known.add(act)
        apart.append(replace(item, request=request))
    return apart


def _act(item: Waiting, request: str) -> Act:
    subject = item.event.subject
    return request, item.event.action.value, subject.kind, subject.id


def _told(
    connection: sa.Connection, tables: LogTables, pen: Pen, acts: Sequence[Waiting]
) -> set[Act]:
    """Give what the log already tells of these requests; their numbered acts only if asked for."""
    search = tables.search
    columns = (search.c.request, search.c.type, search.c.kind, search.c.subject)
    query = sa.select(*columns).where(tables.of_log(search, pen.origin))
    requests = sorted({item.request for item in acts})
    told = _acts(connection, query.where(search.c.request.in_(requests)))
    if any(_act(item, item.request) in told for item in acts):
        numbered = (search.c.request.startswith(f"{r}~", autoescape=True) for r in requests)
        told |= _acts(connection, query.where(sa.or_(*numbered)))
    return told


def _acts(connection: sa.Connection, query: sa.Select[Any]) -> set[Act]:
    return {(row[0], row[1], row[2], row[3]) for row in connection.execute(query)}


def clock_warning(
    pen: Pen, waiting: Sequence[Waiting], last_at: str, *, known: Callable[[], bool]
) -> Waiting | None:
    """Tell of a clock that stands far behind the log (đồng hồ lùi lại), once for each time.

    Small differences are smoothed over; beyond `CLOCK_TOLERANCE` nothing is approved or issued.

    Raises:
        ClockWentBack: something is to be approved.

    """
    now = pen.habits.now()
    if timestamp(now + CLOCK_TOLERANCE) >= last_at:
        return None
    if any(item.event.action in APPROVALS for item in waiting):
        raise ClockWentBack(timestamp(now), last_at)
    if known():
        return None
    after = {"now": timestamp(now), "last_at": last_at}
    subject = Subject("clock", pen.origin)
    event = AuditEvent(Action.CLOCK_REGRESSED, SYSTEM, subject, after=after)
    return prepare(pen, event, waiting[0].request)


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


def fields_of(pen: Pen, item: Waiting, at: str, cause: int | None) -> dict[str, object]:
    """Give the fields of an entry, those aside that its writer adds (nội dung một dòng)."""
    event, actor, subject = item.event, item.event.actor, item.event.subject
    return {
        "log": pen.origin,
        "id": str(item.id),
        "at": at,
        "type": event.action.value,
        "req": item.request,
        "actor": {"id": actor.id, "role": actor.role.value, "unit": actor.unit},
        "subject": {"kind": subject.kind, "id": subject.id, "rev": subject.rev},
        "before": event.before,
        "after": event.after,
        "priv": {name: commitment(item.salts[name], v) for name, v in event.private.items()},
        "cause": cause,
    }


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
