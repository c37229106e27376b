"""Events on their way into the audit log (sự kiện chờ ghi): ids, salts, times, names of requests.

Nothing here touches a database.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.people import SYSTEM
from ntm_verify.trail.entry import Writer, commitment, timestamp

from .columns import uuid7

SALT: Final = 32
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
    salt: Callable[[], bytes] = lambda: secrets.token_bytes(SALT)
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


def prepare(pen: Pen, event: AuditEvent, request: str) -> Waiting:
    """Give an event its id and its salts, long before the lock (chuẩn bị sự kiện).

    An act that came with no request is named by `request`, or by the event itself.
    """
    salts = {name: pen.habits.salt() for name in event.private}
    identity = pen.habits.new_id()
    return Waiting(identity, event, event.actor.request or request or identity.hex, salts)


def told_apart(acts: Sequence[Waiting], told: Collection[Act]) -> list[Waiting]:
    """Tell the acts of one request that are alike apart, so that none repeats another.

    "req", "req~2", "req~3": each act has a name of its own, and the request is still seen.
    """
    known, apart = set(told), []
    for item in acts:
        request, number = item.request, 1
        while (act := act_of(item, request)) in known:
            number += 1
            request = f"{item.request}~{number}"
        known.add(act)
        apart.append(replace(item, request=request))
    return apart


def act_of(item: Waiting, request: str) -> Act:
    """Name an act of a request as nothing else in the log may be named."""
    subject = item.event.subject
    return request, item.event.action.value, subject.kind, subject.id


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
