"""Checkpoints (mốc nhật ký): origin, size and root of a log in three lines (tlog-checkpoint)."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from .notes import BadNote, plain_base64
from .tree import Head

_HASH: Final = 32
_MOST_DIGITS: Final = 19
_LIMIT: Final = 2**63


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one moment (mốc): whose it is, its head, further lines."""

    origin: str
    head: Head
    extensions: tuple[str, ...] = ()

    def text(self) -> bytes:
        """Write the lines that are signed."""
        root = b64encode(self.head.root).decode()
        lines = (self.origin, str(self.head.size), root, *self.extensions)
        return "".join(f"{line}\n" for line in lines).encode()


def read_checkpoint(text: bytes) -> Checkpoint:
    """Read the text of a checkpoint's note.

    Raises:
        BadNote: it is not written as checkpoints are.

    """
    try:
        lines = text.decode("utf-8").split("\n")
    except UnicodeDecodeError as broken:
        raise BadNote("Not UTF-8.") from broken
    if lines.pop() or len(lines) < 3 or "" in lines:  # noqa: PLR2004 - origin, size, root
        raise BadNote("A checkpoint has three lines or more, none of them empty.")
    origin, size, root, *extensions = lines
    return Checkpoint(origin, Head(_size(size), _root(root)), tuple(extensions))


def _size(text: str) -> int:
    plain = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
    if not plain or len(text) > _MOST_DIGITS or int(text) >= _LIMIT:
        raise BadNote("The size is no number below 2^63 in plain digits.")
    return int(text)


def _root(text: str) -> bytes:
    root = plain_base64(text)
    if len(root) != _HASH:
        raise BadNote("The root has not 32 bytes.")
    return root
