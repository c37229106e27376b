"""How the audit log stands outside the database (tình hình nhật ký): signed, witnessed, or shut."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class LogAlarm(StrEnum):
    """What is wrong with the log; values are stable for monitoring (mã cảnh báo nhật ký)."""

    READ_ONLY = "log_read_only"
    UNWITNESSED = "log_unwitnessed"


LOG_ALARM_LABELS: Final[Mapping[LogAlarm, str]] = {
    LogAlarm.READ_ONLY: "Hệ thống đang ở chế độ chỉ đọc vì cơ sở dữ liệu không nối tiếp bản đã ký "
    "và công bố. Người vận hành giữ nguyên dữ liệu, chạy “ntm-verify audit verify” để xem chỗ "
    "khác, rồi “ntm-verify audit recover” nếu đây là bản sao cũ vừa phục hồi.",
    LogAlarm.UNWITNESSED: "Mốc nhật ký mới nhất chưa đủ bên làm chứng ký. Văn bản chờ ban hành; hệ "
    "thống tự hỏi lại mỗi mười giây. Kiểm tra kết nối tới bên làm chứng nếu kéo dài.",
}


@dataclass(frozen=True, slots=True)
class LogStanding:
    """The log, its newest signed checkpoint and who has seen it (tình hình nhật ký).

    `have` entries are in the database, `signed` of them under a signed checkpoint; `why` says why
    nothing is written, "" if all is well; `witnesses` tells of each whether it has signed, and
    `is_met` whether they are enough.
    """

    have: int = 0
    signed: int = 0
    why: str = ""
    witnesses: tuple[tuple[str, bool], ...] = ()
    is_met: bool = True

    @property
    def alarms(self) -> tuple[LogAlarm, ...]:
        """Name what is wrong."""
        found = {LogAlarm.READ_ONLY: bool(self.why), LogAlarm.UNWITNESSED: not self.is_met}
        return tuple(alarm for alarm in LogAlarm if found[alarm])
