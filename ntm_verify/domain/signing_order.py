"""Many papers ordered at once (lệnh ban hành nhiều văn bản), and how long each file proves.

An order is a list of dossiers that one signer wants issued. Each is issued on its own, by the
same rules as a single one; what is refused says why, and the others go on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from .audit import Action, AuditEvent, Subject
from .errors import InvalidInput, NotPermitted, Refusal
from .people import Actor

MOST: Final = 500
"""Dossiers of one order."""
FIRST_PAUSE: Final = timedelta(minutes=1)
MOST_ATTEMPTS: Final = 8
RENEW_BEFORE: Final = timedelta(days=180)
"""How long before its end a time-stamp over a paper is renewed."""


class NothingOrdered(InvalidInput):
    """An order names no dossier, or more than may be (lệnh ban hành không hợp lệ)."""

    code = "nothing_ordered"


class OrdererGone(NotPermitted):
    """Who ordered the papers is not in office any more (người ra lệnh không còn hiệu lực)."""

    code = "orderer_gone"


class TaskState(StrEnum):
    """What became of one dossier of an order; values are stored (trạng thái)."""

    WAITING = "waiting"
    ISSUED = "issued"
    REFUSED = "refused"


TASK_LABELS: Final = {
    TaskState.WAITING: "đang chờ",
    TaskState.ISSUED: "đã ban hành",
    TaskState.REFUSED: "không ban hành",
}


@dataclass(frozen=True, slots=True)
class SigningTask:
    """One dossier of an order (một hồ sơ của lệnh).

    `seen` is the version that the signer saw, `reference` the issued paper's, `code` and `detail`
    why it was refused or what holds it up. A task that was claimed is due again later: whoever
    held it and died leaves it to the next.
    """

    id: UUID
    order_id: UUID
    place: int
    appraisal_id: UUID
    seen: int
    commune_name: str
    due: datetime
    state: TaskState = TaskState.WAITING
    reference: str = ""
    code: str = ""
    detail: str = ""
    attempts: int = 0

    @property
    def is_stuck(self) -> bool:
        """Say whether it was tried too often and waits for a person."""
        return self.state is TaskState.WAITING and self.attempts >= MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class SigningOrder:
    """Who wants which dossiers issued (lệnh ban hành); `signed_for` as on a single one."""

    id: UUID
    province: str
    by: str
    signed_for: str
    at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class PaperStamp:
    """The file that is handed out for a paper, and until when it proves (dấu thời gian lưu trữ).

    `kept_until` is when the last archive time-stamp ends to prove, None where there is none;
    `renewals` counts how often it was renewed: with 0 the file is the one that was issued.
    """

    certificate_id: UUID
    reference: str
    pdf_sha256: str
    pdf_length: int
    kept_until: datetime | None
    looked_at: datetime
    renewals: int = 0


def open_order(
    order: SigningOrder, tasks: Iterable[SigningTask], *, by: Actor
) -> tuple[SigningOrder, tuple[SigningTask, ...], AuditEvent]:
    """Set an order down, each dossier once, and give the event that tells of it.

    Raises:
        NothingOrdered: no dossier is named, or too many are.

    """
    once = tuple({task.appraisal_id: task for task in tasks}.values())
    if not 0 < len(once) <= MOST:
        raise NothingOrdered(f"Chọn từ 1 đến {MOST} hồ sơ để ban hành trong một lần.")
    placed = tuple(replace(task, place=place) for place, task in enumerate(once, 1))
    event = AuditEvent(
        Action.SIGNING_ORDERED,
        by,
        Subject("signing_order", str(order.id), 1),
        after={"dossiers": len(placed)},
    )
    return replace(order, size=len(placed)), placed, event


def claim(task: SigningTask, now: datetime) -> SigningTask:
    """Count the try, and put the task off before it is tried."""
    return replace(task, attempts=task.attempts + 1, due=now + FIRST_PAUSE * 2**task.attempts)


def finish(task: SigningTask, reference: str) -> SigningTask:
    """Say which paper was issued."""
    return replace(task, state=TaskState.ISSUED, reference=reference, code="", detail="")


def refuse(task: SigningTask, refusal: Refusal) -> SigningTask:
    """Say why none is issued; nothing is tried again."""
    return replace(task, state=TaskState.REFUSED, code=refusal.code, detail=str(refusal))


def hold_up(task: SigningTask, why: str) -> SigningTask:
    """Say what holds it up; it is tried again when it is due."""
    return replace(task, code="unavailable", detail=why)


def must_renew(stamp: PaperStamp, now: datetime) -> bool:
    """Say whether the last time-stamp ends so soon that it must be renewed."""
    return stamp.kept_until is not None and stamp.kept_until - now < RENEW_BEFORE


def renewal_event(stamp: PaperStamp, *, by: Actor) -> AuditEvent:
    """Tell that a paper got a new archive time-stamp; the paper's own state is untouched."""
    until = stamp.kept_until.isoformat(timespec="seconds") if stamp.kept_until else ""
    return AuditEvent(
        Action.STAMP_RENEWED,
        by,
        Subject("stamp", stamp.reference, stamp.renewals),
        after={
            "pdf_sha256": stamp.pdf_sha256,
            "pdf_length": stamp.pdf_length,
            "kept_until": until,
        },
    )
