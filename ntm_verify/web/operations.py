"""How the work behind the pages stands (tình hình vận hành): counts and alarms, no names."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from ntm_verify.domain.alarm import ALARM_LABELS, Line
from ntm_verify.domain.log_standing import LOG_ALARM_LABELS, LogStanding
from ntm_verify.domain.wording import moment, number
from ntm_verify.usecases.read_alarms import ReadAlarms, read_alarms

from .policy import OPERATIONS
from .visit import Visit


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of work (một hàng đợi)."""

    name: str
    waiting: str
    oldest: str
    failed: str


@dataclass(frozen=True, slots=True)
class OperationsView:
    """Alarms in words with their codes, and every line of work (trang vận hành)."""

    alarms: tuple[tuple[str, str], ...]
    lines: tuple[LineRow, ...]
    log: LogStanding


class OperationsController(Controller):
    """For those who keep the service running (vận hành)."""

    path = "/operations"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": OPERATIONS}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def state(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show what waits, is stuck or failed (tình hình)."""
        found = await read_alarms(visit.ports, visit.actor, ReadAlarms())
        load = found.load
        lines = (
            _line("Việc nền (kiểm tra danh sách)", load.jobs),
            _line("Sự việc chưa chuyển thành thông báo", load.happenings),
            _line("Thư", load.mail),
            _line("Webhook", load.hooks),
            _line("Văn bản đã lấy số, chưa có tệp", load.plans),
            _line("Văn bản trong lệnh ban hành nhiều hồ sơ", load.orders),
        )
        alarms = (
            *((alarm.value, LOG_ALARM_LABELS[alarm]) for alarm in found.log.alarms),
            *((alarm.value, ALARM_LABELS[alarm]) for alarm in found.alarms),
        )
        return visit.page("operations.html", OperationsView(alarms, lines, found.log))


def _line(name: str, line: Line) -> LineRow:
    oldest = moment(line.oldest) if line.oldest else "–"
    return LineRow(name, number(line.waiting), oldest, number(line.failed))
