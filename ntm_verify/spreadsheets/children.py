"""The child processes as the parent sees them (quản lý tiến trình con)."""

import pickle
import subprocess
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.reading import ListRefused

from . import wire
from .launch import Process, launch
from .limits import Limits
from .refusing import corrupt, unsafe
from .task import Task

_SIZE: Final = 8
Tell = Callable[[int, int], None]
"""Is told how much of how much was read."""


def nobody(_done: int, _total: int) -> None:
    """Let nobody be told."""


class Child:
    """One warm process that reads files (một tiến trình đọc tệp)."""

    def __init__(self, wordings: Wordings, limits: Limits, process: Process | None = None) -> None:
        """Start the process, or take one that was launched; it gets ready while others work."""
        self.limits = limits
        self.process = process or launch()
        self.usable = True
        self._late = False
        with suppress(OSError):  # a child that dies at once is noticed when it is asked
            self._send((wordings, limits))

    def _send(self, thing: object) -> None:
        data = pickle.dumps(thing, protocol=5)
        pipe = self.process.stdin
        if pipe is not None:
            pipe.write(len(data).to_bytes(_SIZE, "little"))
            pipe.write(data)
            pipe.flush()

    def read(self, task: Task, tell: Tell = nobody) -> wire.Answer:
        """Have one file read; after a refusal the child is not used again.

        `tell` is told (done, total) from time to time.

        Raises:
            ListRefused: whatever the file did to the child.

        """
        timer = threading.Timer(self.limits.wall_seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            return self._ask(task, tell)
        except ListRefused:
            self.close()
            raise
        except (OSError, ValueError, KeyError, TypeError, wire.BrokenAnswer):
            self.close()
            raise self._death() from None
        finally:
            timer.cancel()

    def _ask(self, task: Task, tell: Tell) -> wire.Answer:
        self._send(task)
        if self.process.stdout is None:
            raise wire.BrokenAnswer
        header, buffers = wire.read(self.process.stdout)
        while "beat" in header:
            done, total = header["beat"]
            tell(int(done), int(total))
            header, buffers = wire.read(self.process.stdout)
        if "refused" in header:
            raise wire.unpack_refusal(header, task.name)
        return wire.unpack_answer(header, buffers)

    def _end_late(self) -> None:
        self._late = True
        self.process.kill()

    def _death(self) -> ListRefused:
        """Say what killed the child: time and processor limits are marks of a hostile file."""
        signals = {-24, -9}
        if self._late or self.process.returncode in signals:
            return unsafe("cần quá nhiều thời gian để đọc")
        return corrupt()

    def close(self) -> None:
        """End the process and leave nothing behind."""
        self.usable = False
        try:
            self.process.communicate(timeout=0.2)
        except (subprocess.TimeoutExpired, OSError, ValueError):
            self.end()
        self._close_pipes()

    def end(self) -> None:
        """End the process at once: one that has nothing to do has nothing to finish."""
        self.usable = False
        self.process.kill()
        self.process.wait()
        self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class Nursery:
    """At most a few children, each used by one file at a time (nơi giữ tiến trình con)."""

    def __init__(
        self, wordings: Wordings, limits: Limits, launched: Iterable[Process] = ()
    ) -> None:
        """Start nothing yet; processes that were launched are taken in."""
        self.wordings = wordings
        self.limits = limits
        self._idle = [Child(wordings, limits, process) for process in launched]
        self._free = threading.BoundedSemaphore(limits.children)
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Have one child ready before the first file comes."""
        with self._lock:
            if not self._idle:
                self._idle.append(Child(self.wordings, self.limits))

    def read(self, task: Task, tell: Tell = nobody) -> wire.Answer:
        """Have a file read by the next free child; `tell` is told how far it is.

        Raises:
            ListRefused: the file cannot be taken as a list.

        """
        with self._free:
            child = self._take()
            try:
                return child.read(task, tell)
            finally:
                self._give_back(child)

    def _take(self) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.process.poll() is None:
                    return child
                child.close()
        return Child(self.wordings, self.limits)

    def _give_back(self, child: Child) -> None:
        with self._lock:
            if child.usable:
                self._idle.append(child)

    def close(self) -> None:
        """End all idle children."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()
