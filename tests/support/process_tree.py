"""How much memory a process and everything it started take, as the kernel counts it."""

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

PAGE: Final = os.sysconf("SC_PAGE_SIZE")
PROC: Final = Path("/proc")


def descendants(pid: int) -> Iterator[int]:
    """Give the processes that one has started, and theirs."""
    for listed in (PROC / str(pid) / "task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, listed.read_text().split()):
                yield child
                yield from descendants(child)


def resident(pid: int) -> int:
    """Give the bytes a process holds in memory now; 0 when it is gone."""
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def command(pid: int) -> bytes:
    """Give the command of a process; empty when it is gone."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


class PeakWatch:
    """Looks every few milliseconds at what a process and its descendants hold, while a block lasts.

    `total` is the most they held together, `largest` the most that any one descendant held. A
    child that has not begun its own program yet still shows the memory of its parent.
    """

    def __init__(self, pid: int | None = None, *, pause: float = 0.005) -> None:
        self.pid = os.getpid() if pid is None else pid
        self.pause = pause
        self.total = 0
        self.largest = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._done.wait(self.pause):
            self.look()

    def look(self) -> None:
        """Look once."""
        mine = command(self.pid)
        sizes = [resident(child) for child in descendants(self.pid) if command(child) != mine]
        self.total = max(self.total, sum(sizes) + resident(self.pid))
        self.largest = max(self.largest, *sizes, 0) if sizes else self.largest

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()
