"""How far the check of a list has come (tiến trình kiểm tra, F11): stage, share, place in queue."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from .wording import NBSP, number


class Stage(StrEnum):
    """What is being done; values are stored and never change (giai đoạn)."""

    WAITING = "waiting"
    READING = "reading"
    CHECKING = "checking"
    COUNTING = "counting"
    DONE = "done"


SPANS: Final = {
    Stage.WAITING: (0, 5),
    Stage.READING: (5, 60),
    Stage.CHECKING: (60, 85),
    Stage.COUNTING: (85, 99),
    Stage.DONE: (100, 100),
}
"""Where each stage begins and ends, in per cent of the whole: about how long each takes."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check has come: `done` of `total` bytes while reading, rows after that.

    `place` is the place in the queue, from 1, while it waits; 0 otherwise.
    """

    stage: Stage = Stage.WAITING
    done: int = 0
    total: int = 0
    place: int = 0

    @property
    def percent(self) -> int:
        """The share of the whole, 0 to 100; it only grows from one stage to the next."""
        first, last = SPANS[self.stage]
        inside = (last - first) * self.done // self.total if self.total else 0
        return first + min(inside, last - first)

    @property
    def sentence(self) -> str:
        """Say it in one sentence."""
        rows, share = number(self.total), f"{self.percent}{NBSP}%"
        match self.stage:
            case Stage.WAITING if self.place > 1:
                return f"Đang chờ: hồ sơ đứng thứ {number(self.place)} trong hàng đợi."
            case Stage.WAITING:
                return "Đang chờ: hồ sơ này được kiểm tra kế tiếp."
            case Stage.READING:
                return f"Đang đọc tệp ({share})."
            case Stage.CHECKING:
                return f"Đã đọc {rows} dòng, đang kiểm tra từng dòng ({share})."
            case Stage.COUNTING:
                return f"Đã kiểm tra {rows} dòng, đang tính tỷ lệ ({share})."
            case Stage.DONE:
                return "Đã kiểm tra xong."

    def at_place(self, place: int) -> "Progress":
        """Give it with its place in the queue."""
        return replace(self, place=place)
