"""Vietnamese text typed with fonts older than Unicode (chữ Việt mã cũ): told apart, converted.

Such text looks like Western letters ("NguyÔn V¨n An") and is right only in its own font. No single
cell can be told for sure, so a whole column is judged: hardly any of its marked words may be a
Vietnamese syllable as it stands, and most must become one. Nothing is converted unasked.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Self

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    r"(?:iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uya|uyê|uyu|uau|uêu"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ôô|ua|uă|uâ|ue|uê|ui|uô|uơ|uy"
    r"|ưa|ưi|ươ|ưu|ya|yê|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?",
)
_GAPS: Final = re.compile(r"[ \t\r\n,;|/\-]+")
_WESTERN: Final = {
    bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)): byte
    for byte in range(128, 256)
}
_LARGEST: Final = 400
_LONGEST: Final = 400
"""So many texts of a column, and so many signs of each, show what it was typed with."""
_CLEAN: Final = 0.5
_CONVINCING: Final = 0.8
_STEP: Final = 0.3


@dataclass(frozen=True, slots=True)
class Font:
    """One old encoding (bảng mã cũ): what stands for each letter, one or two signs.

    `guessed` says whether it is told apart reliably enough to be proposed.
    """

    name: str
    title: str
    letters: Mapping[str, str]
    guessed: bool

    @classmethod
    def of(cls, name: str, table: Mapping[str, Any]) -> Self:
        """Take a table of `encodings.toml`."""
        letters = dict(zip(table.get("from", ""), table.get("to", ""), strict=True))
        pairs = f"{table.get('pairs', '')} {table.get('low', '')}"
        cells = [cell for cell in re.split("[ \n]+", pairs) if cell]
        letters |= dict(zip(cells[::2], cells[1::2], strict=True))
        if "pairs" in table:
            letters = _with_capitals(letters)
        letters |= {
            bytes([128 + place]).decode("cp1252", "replace").replace("\ufffd", chr(128 + place)): it
            for place, it in enumerate(table.get("high", "").strip())
        }
        return cls(name, table["title"], letters, bool(table["guessed"]))

    def convert(self, text: str) -> str:
        """Convert one text; one that holds letters no Western byte can show is Unicode already."""
        if any(sign not in _WESTERN and sign not in self.letters for sign in text if sign > "\x7f"):
            return text
        return _pattern(self).sub(lambda found: self.letters[found[0]], text)

    def __hash__(self) -> int:
        """Hash by name: the tables are data and do not change."""
        return hash(self.name)


@lru_cache(maxsize=16)
def _pattern(font: Font) -> re.Pattern[str]:
    longest_first = sorted(font.letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _with_capitals(letters: Mapping[str, str]) -> dict[str, str]:
    """Add capital letters, whose marks may be typed small or large."""
    both = dict(letters)
    for small, letter in letters.items():
        both[small.upper()] = letter.upper()
        both[small[0].upper() + small[1:]] = letter.upper()
    return both


def is_syllable(word: str) -> bool:
    """Say whether a word is built like a Vietnamese syllable, whatever it may mean."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = sum(sign in _TONES for sign in parts)
    bare = unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in _TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


def _marked(texts: Iterable[str]) -> list[str]:
    """Give the words that hold more than plain letters, without signs around them."""
    words = (word.strip(".,;:()[]\"'") for text in texts for word in _GAPS.split(text))
    return [word for word in words if word and not word.isascii()]


def share_of_syllables(texts: Iterable[str]) -> float:
    """Give the share of marked words that are Vietnamese syllables; 1 where nothing is marked."""
    words = _marked(unicodedata.normalize("NFC", text) for text in texts)
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def _sample(texts: Sequence[str]) -> list[str]:
    """Give some texts with marks, from all over a column: one of them counts, however rare."""
    marked = [text for text in texts if not text.isascii()]
    return [text[:_LONGEST] for text in marked[:: len(marked) // _LARGEST + 1]]


def find_font(texts: Sequence[str], fonts: Mapping[str, Font]) -> str:
    """Name the old font a column was typed with, or "" for text that is right as it is."""
    marked = _sample(texts)
    as_it_is = share_of_syllables(marked)
    if as_it_is >= _CLEAN:
        return ""
    shares = {
        name: share_of_syllables(map(font.convert, marked))
        for name, font in fonts.items()
        if font.guessed
    }
    best = max(shares, key=lambda name: shares[name], default="")
    convincing = best and shares[best] >= max(_CONVINCING, as_it_is + _STEP)
    return best if convincing else ""


def is_better(texts: Sequence[str], font: Font) -> bool:
    """Say whether a column reads better when it is converted: then a confirmed font applies."""
    marked = _sample(texts)
    return share_of_syllables(map(font.convert, marked)) > share_of_syllables(marked)


def convert_column(texts: Sequence[str], font: Font) -> list[str]:
    """Convert a column whose font was confirmed.

    Where clean text stands among the old one, only the cells that are wrong as they stand and
    right after it are converted.
    """
    if share_of_syllables(_sample(texts)) < _CLEAN:
        return [font.convert(text) for text in texts]
    return [
        after if share_of_syllables([text]) < share_of_syllables([after]) else text
        for text, after in zip(texts, map(font.convert, texts), strict=True)
    ]


def preview(texts: Iterable[str], font: Font, size: int = 5) -> tuple[tuple[str, str], ...]:
    """Show the first few different texts before and after their conversion."""
    shown: dict[str, str] = {}
    for text in texts:
        after = font.convert(text)
        if after != text:
            shown[text] = after
        if len(shown) == size:
            break
    return tuple(shown.items())


def as_western(data: bytes) -> str:
    """Show bytes as Western European letters; every byte keeps a letter of its own."""
    return data.translate(None).decode("latin-1").translate(_SHOWN)


_SHOWN: Final = {byte: sign for sign, byte in _WESTERN.items()}
