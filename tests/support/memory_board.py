"""A board to publish a log on, in dictionaries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ntm_verify.trail.checkpoint import Checkpoint
from ntm_verify.trail.notes import NoteKey, sign_note, write_key
from ntm_verify.trail.signatures import ED25519, SigningKey
from ntm_verify.trail.tree import Edge, Head, Node
from ntm_verify.usecases.ports import PublishedElsewhere

BOARD_KEY = SigningKey(b"\x0b" * 32)


@dataclass
class MemoryBoard:
    """What was signed and what was written, as a test may look at it."""

    origin: str
    signed: Edge = field(default_factory=Edge)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    prevents: Exception | None = None
    turned: int | None = None

    @property
    def vkey(self) -> str:
        return write_key(NoteKey(self.origin, ED25519, BOARD_KEY.public))

    @property
    def log_lines(self) -> str:
        return f"log {self.vkey}\n"

    def next_key(self) -> str:
        return self.vkey

    def vouch(self, text: bytes) -> tuple[bytes, bytes]:
        return BOARD_KEY.sign(text), BOARD_KEY.sign(text)

    def turn_over(self, size: int) -> None:
        self.turned = size

    def last(self) -> Edge:
        return self.signed

    def node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]

    def swap(self, old: Edge, new: Edge, nodes: Sequence[Node]) -> None:
        if self.signed != old:
            raise PublishedElsewhere(self.signed.size)
        self.signed = new
        self.nodes.update({(one.level, one.index): one.hash for one in nodes})

    def sign(self, head: Head) -> bytes:
        return sign_note(Checkpoint(self.origin, head).text(), self.origin, BOARD_KEY)

    def get(self, path: str) -> bytes | None:
        return self.files.get(path)

    def notes(self) -> tuple[bytes, ...]:
        return tuple(self.files[path] for path in self.files if path.startswith("checkpoint"))

    def covering(self, size: int) -> bytes | None:
        kept = sorted(path for path in self.files if path.startswith("checkpoints/"))
        return next((self.files[p] for p in kept if p >= f"checkpoints/{size:012d}"), None)

    def stamps(self) -> tuple[tuple[int, bytes], ...]:
        found = [path for path in self.files if path.startswith("tsr/0")]
        return tuple((int(path.removeprefix("tsr/")), self.files[path]) for path in found)

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        for path, content in files:
            if self.prevents is not None:
                raise self.prevents
            self.files[path] = content
