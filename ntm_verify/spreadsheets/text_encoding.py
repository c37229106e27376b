"""Which letters the bytes of a text file stand for (bảng mã của tệp văn bản).

Unicode is told by its bytes. Anything else is tried as Windows-1258 and as Western letters typed
with an old font, and taken only if Vietnamese syllables come out. No byte is ever dropped.
"""

import codecs
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.legacy_text import Font, as_western, share_of_syllables

from .refusing import unreadable_text

WINDOWS: Final = "windows-1258"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 200_000
_CONVINCING: Final = 0.8


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it came in (văn bản đã giải mã)."""

    text: str
    encoding: str


def decode(content: bytes, fonts: Mapping[str, Font], confirmed: str = "") -> Decoded:
    """Decode a text file; `confirmed` is the encoding the submitter chose, "" to find out.

    Text in an old font stays as Western letters: columns are converted later, one by one.

    Raises:
        ListRefused: no known encoding gives Vietnamese text.

    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding)
    wide = _wide(content)
    if wide:
        return _strict(content, wide)
    if confirmed == WINDOWS:
        return Decoded(_windows(content), WINDOWS)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guess(content, fonts, confirmed)


def _strict(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError:
        raise unreadable_text() from None


def _wide(content: bytes) -> str:
    """Name the byte order of UTF-16 without a mark, or ""."""
    head = content[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 <= len(head) // 2 or min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _windows(content: bytes) -> str:
    """Decode Windows-1258, base letters and tones joined; bytes without a meaning stay visible."""
    return unicodedata.normalize("NFC", content.decode("cp1258", "replace"))


def _guess(content: bytes, fonts: Mapping[str, Font], confirmed: str) -> Decoded:
    western = as_western(content)
    if confirmed in fonts:
        return Decoded(western, confirmed)
    sample = [western[:_SAMPLE]]
    shares = {
        name: share_of_syllables(map(font.convert, sample))
        for name, font in fonts.items()
        if font.guessed
    }
    shares[WINDOWS] = share_of_syllables([_windows(content[:_SAMPLE])])
    best = max(shares, key=lambda name: shares[name])
    if shares[best] < _CONVINCING:
        raise unreadable_text()
    return Decoded(_windows(content) if best == WINDOWS else western, best)
