"""An auditor reads the audit log (đọc nhật ký)."""

from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office

from .log_gate import READERS, looking, tell
from .on_record import on_record
from .ports import LogEntry, Ports

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class ReadLog:
    """Which stretch: so many entries before `before` (None: the newest) (đoạn nhật ký)."""

    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class LogPage:
    """A stretch of the log, newest first, and how long the log is (một trang nhật ký)."""

    entries: tuple[LogEntry, ...]
    size: int
    root: bytes


@on_record
async def read_log(ports: Ports, actor: Actor, request: ReadLog) -> LogPage:
    """Give a stretch of the log; the look is an entry, while the log takes any.

    Raises:
        WrongOffice: the actor is no auditor, administrator or operator.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR)
    async with looking(ports, actor, *READERS) as tx:
        head = await tx.audit.head()
        stop = head.size if request.before is None else min(max(request.before, 0), head.size)
        start = max(0, stop - min(request.limit, MOST))
        entries = [entry async for entry in tx.audit.entries(start, stop)]
        subject = Subject("log", ports.log_origin, head.size)
        after = {"start": start, "stop": stop}
        await tell(ports, tx, AuditEvent(Action.RECORD_VIEWED, actor, subject, after=after))
    return LogPage(tuple(reversed(entries)), head.size, head.root)
