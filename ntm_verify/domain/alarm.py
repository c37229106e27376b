"""When operations must look (cảnh báo vận hành): stuck work, long queues, letters that fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

QUEUE_TOO_OLD: Final = timedelta(minutes=10)
LETTER_TOO_OLD: Final = timedelta(hours=1)
LOOKS_BACK: Final = timedelta(hours=24)
"""Failures older than this are no alarm any more; they stay on the page of notices."""


class Alarm(StrEnum):
    """What is wrong; values are stable for monitoring (mã cảnh báo)."""

    JOB_STUCK = "job_stuck"
    QUEUE_OLD = "queue_old"
    NOTICES_UNTOLD = "notices_untold"
    MAIL_FAILED = "mail_failed"
    MAIL_LATE = "mail_late"
    HOOK_FAILED = "hook_failed"
    HOOK_LATE = "hook_late"
    PLAN_OLD = "plan_old"
    ORDER_STUCK = "order_stuck"


ALARM_LABELS: Final[Mapping[Alarm, str]] = {
    Alarm.JOB_STUCK: "Có việc nền thử nhiều lần không xong, đang chờ người xử lý. Xem nhật ký của "
    "tiến trình nền theo tên việc.",
    Alarm.QUEUE_OLD: "Việc nền chờ quá 10 phút chưa được làm. Kiểm tra tiến trình nền.",
    Alarm.NOTICES_UNTOLD: "Có sự việc quá 10 phút chưa được chuyển thành thông báo. Kiểm tra tiến "
    "trình nền có đang chạy.",
    Alarm.MAIL_FAILED: "Trong 24 giờ qua có thư không gửi được. Quản trị tỉnh xem trang Thông báo "
    "để biết lý do và gửi lại.",
    Alarm.MAIL_LATE: "Có thư chờ gửi quá một giờ. Kiểm tra máy chủ thư.",
    Alarm.HOOK_FAILED: "Trong 24 giờ qua có webhook không gửi được. Quản trị tỉnh xem trang "
    "Webhook để biết lý do và gửi lại.",
    Alarm.HOOK_LATE: "Có webhook chờ gửi quá một giờ. Kiểm tra máy nhận.",
    Alarm.PLAN_OLD: "Có văn bản đã lấy số hơn 10 phút mà chưa có tệp. Người ký mở trang Chờ ký, "
    "phần “Đang lập dở”, và bấm ban hành tiếp; số văn bản vẫn giữ nguyên.",
    Alarm.ORDER_STUCK: "Có hồ sơ trong lệnh ban hành nhiều văn bản thử nhiều lần không xong. Kiểm "
    "tra thiết bị ký và máy chủ dấu thời gian, rồi ban hành riêng hồ sơ đó.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """How one line of work stands (một hàng đợi).

    `oldest` is since when the longest waiting one has waited, `failed` counts what was given up
    within the time that is looked back.
    """

    waiting: int = 0
    oldest: datetime | None = None
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Workload:
    """How the work behind the pages stands (tình hình việc nền); jobs `failed` are stuck ones.

    `plans` are papers with a number and no file, `orders` papers ordered with many others.
    """

    jobs: Line
    happenings: Line
    mail: Line
    hooks: Line
    plans: Line = Line()
    orders: Line = Line()


def alarms(load: Workload, now: datetime) -> tuple[Alarm, ...]:
    """Name what is wrong, in the order of `Alarm` (các cảnh báo)."""
    found = {
        Alarm.JOB_STUCK: load.jobs.failed > 0,
        Alarm.QUEUE_OLD: _is_old(load.jobs, now, QUEUE_TOO_OLD),
        Alarm.NOTICES_UNTOLD: _is_old(load.happenings, now, QUEUE_TOO_OLD),
        Alarm.MAIL_FAILED: load.mail.failed > 0,
        Alarm.MAIL_LATE: _is_old(load.mail, now, LETTER_TOO_OLD),
        Alarm.HOOK_FAILED: load.hooks.failed > 0,
        Alarm.HOOK_LATE: _is_old(load.hooks, now, LETTER_TOO_OLD),
        Alarm.PLAN_OLD: _is_old(load.plans, now, QUEUE_TOO_OLD),
        Alarm.ORDER_STUCK: load.orders.failed > 0,
    }
    return tuple(alarm for alarm in Alarm if found[alarm])


def _is_old(line: Line, now: datetime, limit: timedelta) -> bool:
    return line.oldest is not None and now - line.oldest > limit
