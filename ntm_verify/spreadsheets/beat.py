"""How far a file has been read, told from time to time (nhịp đọc), inside the child process."""

import time
from collections.abc import Callable


class Beat:
    """Counts bytes that were read, and tells of them not too often."""

    def __init__(self, tell: Callable[[int, int], None], pause: float) -> None:
        """Begin at nothing of an unknown whole; `tell` takes (read, of so many).

        What is read in less than `pause` seconds is never told of.
        """
        self._tell = tell
        self._pause = pause
        self._last = time.monotonic()
        self.total = 0
        self.done = 0

    def add(self, size: int) -> None:
        """Count so many bytes more."""
        self.done = min(self.done + size, self.total)
        now = time.monotonic()
        if self.total and now - self._last >= self._pause:
            self._last = now
            self._tell(self.done, self.total)


def silent() -> Beat:
    """Give a beat that nobody listens to."""
    return Beat(lambda _done, _total: None, float("inf"))
