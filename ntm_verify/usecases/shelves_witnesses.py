"""Outside the database: witnesses, our own office of one, and the gate before the log."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from ntm_verify.trail.witness import Answer

from .desk import Unavailable


class WitnessOffice(Protocol):
    """Where this service signs the checkpoints of others; its memory is outside the database."""

    @property
    def vkey(self) -> str:
        """Write the office's public key as policies name it."""
        ...

    def add(self, body: bytes, at: datetime) -> Answer:
        """Take a request of the protocol: sign what follows, set it down before answering."""
        ...

    def latest(self, log: str) -> bytes | None:
        """Give the checkpoint of a log, named by its hash, that was signed last."""
        ...

    def evidence(self) -> tuple[bytes, ...]:
        """Give the checkpoints that show a forked log."""
        ...


Ask = Callable[[str, bytes], Awaitable[tuple[int, bytes]]]
"""(address, body) → (status, body) of a POST, or `Unavailable`."""
Look = Callable[[str], Awaitable[bytes | None]]
"""An address → what lies there, None for nothing, or `Unavailable`."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Whom we ask, as lines of a policy: witness, group, quorum (các bên làm chứng của ta)."""

    ask: Ask
    look: Look
    policy: str = "quorum none\n"
    last: dict[str, int] = field(default_factory=dict)
    """The size that each has signed last, as far as we remember; they know better."""


READ_ONLY: Final = (
    "Hệ thống đang ở chế độ chỉ đọc: {why} Chưa có gì được ghi. Người vận hành giữ nguyên dữ liệu, "
    "rồi chạy “ntm-verify audit verify” để xem chỗ khác và “ntm-verify audit recover” để phục hồi "
    "nhật ký từ bản công bố."
)


class LogReadOnly(Unavailable):
    """Nothing is written: the database does not follow what was signed (chỉ đọc)."""


@dataclass(slots=True)
class LogGate:
    """Whether anything may be written (cửa ghi nhật ký); `why` says why not."""

    why: str = ""

    def shut(self, why: str) -> None:
        """Let nothing be written any more; `why` is a sentence for people."""
        self.why = why

    def require_open(self) -> None:
        """Let a write through.

        Raises:
            LogReadOnly: the gate is shut.

        """
        if self.why:
            raise LogReadOnly(READ_ONLY.format(why=self.why))

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Let writes of one recovery through; the gate stays open if it goes well."""
        why, self.why = self.why, ""
        try:
            yield
        except BaseException:
            self.why = why
            raise
