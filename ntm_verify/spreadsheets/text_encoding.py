"""Which letters the bytes of a text file stand for (bảng mã của tệp văn bản)."""

import codecs
from dataclasses import dataclass
from typing import Final

from .refusing import unreadable_text

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it came in (văn bản đã giải mã)."""

    text: str
    encoding: str


def decode(content: bytes, confirmed: str = "") -> Decoded:
    """Decode a text file.

    Raises:
        ListRefused: no known encoding gives Vietnamese text.

    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        raise unreadable_text() from None


def _strict(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError:
        raise unreadable_text() from None
