"""One notice on its way to one recipient (lần gửi thông báo): by mail, or to a program.

A delivery is put off before it is tried, as jobs are: whatever ends the try, the next one comes
by itself. It bears one name in every try, so that a receiver can tell a repeat.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from .audit import Action, AuditEvent, Subject
from .errors import Conflict
from .people import Actor


class Channel(StrEnum):
    """How a notice travels; values are stored and never change (đường gửi)."""

    MAIL = "mail"
    HOOK = "hook"


class DeliveryState(StrEnum):
    """How far a notice has come; values are stored and never change (trạng thái gửi)."""

    INSIDE = "inside"  # chỉ hiện trong hệ thống
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


STATE_LABELS: Final[Mapping[DeliveryState, str]] = {
    DeliveryState.INSIDE: "chỉ hiện trong hệ thống",
    DeliveryState.WAITING: "đang chờ gửi",
    DeliveryState.SENT: "đã gửi",
    DeliveryState.FAILED: "không gửi được",
}

PAUSES: Final[Mapping[Channel, tuple[timedelta, ...]]] = {
    Channel.MAIL: (
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        *(timedelta(hours=hours) for hours in (2, 6, 12, 24, 24, 24, 24)),
    ),
    Channel.HOOK: (
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
    ),
}
"""Pauses after the first try, the second and so on.

A mail is given up after nearly five days (RFC 5321, 4.5.4.1: at least four to five); a call to a
program as Standard Webhooks 1.0.0 proposes, after three days and a bit.
"""


class NothingToSend(Conflict):
    """The delivery cannot be sent again as it stands (không gửi lại được)."""

    code = "nothing_to_send"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One happening for one recipient (một lần gửi).

    `recipient` is an account, or a webhook; `code` says how the last try ended: "250", "451",
    "timeout", "http_500" … `due` is when the next try may begin.
    """

    id: UUID
    happening: UUID
    channel: Channel
    recipient: str
    province: str
    due: datetime
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    code: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try (một lần thử): when, how it ended, how long it took in milliseconds."""

    delivery: UUID
    at: datetime
    code: str
    milliseconds: int


class End(StrEnum):
    """How a try ended (kết quả thử)."""

    DONE = "done"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended, and the code that says why (kết quả và mã)."""

    end: End
    code: str


def claim(delivery: Delivery, now: datetime) -> Delivery:
    """Count the try and put the delivery off before it is tried (nhận việc gửi)."""
    pauses = PAUSES[delivery.channel]
    pause = pauses[min(delivery.attempts, len(pauses) - 1)]
    return replace(delivery, attempts=delivery.attempts + 1, due=now + pause)


def settle(delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
    """Say what became of a claimed delivery: sent, to be tried again, or given up."""
    spent = delivery.attempts > len(PAUSES[delivery.channel])
    if outcome.end is End.DONE:
        state = DeliveryState.SENT
    elif outcome.end is End.NEVER or spent:
        state = DeliveryState.FAILED
    else:
        return replace(delivery, code=outcome.code)
    return replace(delivery, state=state, code=outcome.code, settled_at=now)


def send_again(delivery: Delivery, now: datetime) -> Delivery:
    """Put a delivery back in line at once, with all its tries (gửi lại).

    A mail that was sent is not sent twice; a program may be told again, under the same name.

    Raises:
        NothingToSend: it is a mail that was sent, or that is only shown inside the service.

    """
    mail_done = delivery.channel is Channel.MAIL and delivery.state is DeliveryState.SENT
    if mail_done or delivery.state is DeliveryState.INSIDE:
        raise NothingToSend(
            "Thông báo này đã gửi xong hoặc chỉ hiện trong hệ thống, không có gì để gửi lại."
        )
    return replace(delivery, state=DeliveryState.WAITING, attempts=0, due=now, settled_at=None)


def sent_event(delivery: Delivery, kind: str, by: Actor) -> AuditEvent:
    """Tell of a notice that was sent, given up, or put back in line (gửi thông báo)."""
    after = {
        "channel": delivery.channel.value,
        "kind": kind,
        "recipient": delivery.recipient,
        "happening": str(delivery.happening),
        "state": delivery.state.value,
        "code": delivery.code,
    }
    subject = Subject("delivery", str(delivery.id))
    return AuditEvent(Action.NOTICE_SENT, by, subject, after=after)


CODE_LABELS: Final[Mapping[str, str]] = {
    "": "",
    "no_address": "người nhận chưa xác nhận địa chỉ thư",
    "gone": "người nhận không còn tài khoản",
    "no_server": "chưa đặt máy chủ gửi thư",
    "unreachable": "không kết nối được máy nhận",
    "timeout": "máy nhận trả lời quá chậm",
    "tls": "kết nối không được mã hóa như yêu cầu",
    "login": "máy chủ thư không nhận tài khoản gửi",
    "protocol": "máy nhận trả lời không đúng quy ước",
    "forbidden_address": "địa chỉ nằm trong mạng không được phép gọi",
    "redirect": "máy nhận chuyển hướng sang nơi khác, không đi theo",
    "disabled": "webhook đã ngừng",
}


def code_text(code: str) -> str:
    """Say in words how a try ended (diễn giải mã)."""
    if code in CODE_LABELS:
        return CODE_LABELS[code]
    if code.startswith("http_"):
        return f"máy nhận trả lời HTTP {code.removeprefix('http_')}"
    if code.startswith("2"):
        return f"máy chủ thư đã nhận ({code})"
    return f"máy chủ thư trả lời {code}"
