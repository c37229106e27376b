r"""Names of people: cleaning, comparison keys, order, and what is no name (họ và tên).

Patterns and tables stand here for both engines, so they keep to what Python and Rust mean alike:
explicit classes, no look-around, no back-reference, no `\d` or `\w`, capitals by table. Accents
are composed (NFC) only in text of the Latin repertoire, whose composition never changes between
versions of Unicode.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from .codes import Codes
from .findings import Check
from .participant_list import Kind

# ---- cleaning

WHITE: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
)
"""Spaces of every kind; the zero-width space parts words as well."""
INVISIBLE: Final = "\xad\u180e\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters that leave no trace on paper and part no words."""
CLEANING: Final[Mapping[str, str]] = {
    **dict.fromkeys(WHITE, " "),
    **dict.fromkeys(INVISIBLE, ""),
    **dict.fromkeys("\u2018\u2019\u02bc\u02b9\u2032`\u00b4", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    "\u00d0": "\u0110",
    "\u00f0": "\u0111",
}
MARKS: Final = "\u0300-\u036f"
LETTERS: Final = f"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff{MARKS}"
"""The inside of a character class: Latin letters and the marks that stand on them."""
REPERTOIRE: Final = f"^[ -~\u00a0-\u024f\u1e00-\u1eff{MARKS}]*$"
SPACES: Final = " +"
TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng, in the order of the dictionary (thanh điệu)."""

SURROGATES: Final = "[\ud800-\udfff]"
"""Halves of characters, which no text in a file should hold; each stands for a lost letter."""
LOST_LETTER: Final = "\ufffd"

_CLEANING: Final = str.maketrans(dict(CLEANING)) | dict.fromkeys(range(0xD800, 0xE000), LOST_LETTER)
_REPERTOIRE: Final = re.compile(REPERTOIRE)
_SPACES: Final = re.compile(SPACES)


def clean_name(text: str) -> str:
    """Write a name one way: NFC, single spaces, Đ for Ð, one apostrophe (chuẩn hóa họ tên).

    Letters are never changed otherwise: tone placement and capitals stay as they were written.
    """
    bare = _SPACES.sub(" ", text.translate(_CLEANING)).strip(" ")
    return unicodedata.normalize("NFC", bare) if _REPERTOIRE.fullmatch(bare) else bare


# ---- comparison keys


_BLOCKS: Final = (range(0x41, 0x5B), range(0x61, 0x7B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
_LATIN: Final = [chr(code) for block in _BLOCKS for code in block if chr(code).isalpha()]


def _lower(char: str) -> str:
    small = char.lower()
    return small if len(small) == 1 else char


def _parted(char: str) -> str:
    """Small letter without its tone, and the tone behind it: "Ấ" → "â" and acute."""
    marks = unicodedata.normalize("NFD", _lower(char))
    plain = "".join(mark for mark in marks if mark not in TONES)
    return unicodedata.normalize("NFC", plain) + "".join(m for m in marks if m in TONES)


def _folded(char: str) -> str:
    letters = unicodedata.normalize("NFD", char)
    return "".join(_lower(c) for c in letters if not unicodedata.combining(c)).replace("đ", "d")


def _table(form: dict[str, str]) -> dict[str, str]:
    return {char: mapped for char, mapped in form.items() if char != mapped}


LOWER: Final = _table({char: _lower(char) for char in _LATIN})
PARTED: Final = _table({char: _parted(char) for char in _LATIN})
FOLDED: Final = _table(
    {char: _folded(char) for char in _LATIN} | {chr(mark): "" for mark in range(0x300, 0x370)}
)
TONE_FIRST: Final = f"([{TONES}])([^ {TONES}]+)"
"""A tone with letters behind it; swapping both puts the tone at the end of its syllable."""

_LOWER: Final = str.maketrans(LOWER)
_PARTED: Final = str.maketrans(PARTED)
_FOLDED: Final = str.maketrans(FOLDED)
_TONE_FIRST: Final = re.compile(TONE_FIRST)


def exact_key(name: str) -> str:
    """Give K1 of a clean name: equal = the same spelling but for capitals."""
    return name.translate(_LOWER)


def tone_key(name: str) -> str:
    """Give K2 of a clean name: equal = the same name, wherever its tones are put (Hoà = Hòa)."""
    return _TONE_FIRST.sub(r"\2\1", name.translate(_PARTED))


def fold_key(name: str) -> str:
    """Give K3 of a clean name: no accents, đ as d; equal = a candidate for a person to look at."""
    return name.translate(_FOLDED)


# ---- order

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHTS: Final = (
    {" ": '"'}
    | dict.fromkeys("'-.,;:/()&+_", "#")
    | {digit: digit for digit in "0123456789"}
    | {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
)
_LEVEL: Final = "!"
_DIGITS: Final = re.compile("[0-9]+")


def sort_key(text: str) -> str:
    """Give the Vietnamese order as text that sorts by its bytes (thứ tự từ điển).

    First the letters without tone over the whole string, a space before any letter, then the
    tones: none, huyền, hỏi, ngã, sắc, nặng. Plain ASCII but for letters outside the alphabet, so
    every database orders it alike.
    """
    letters, tones = [], []
    for char in clean_name(text):
        parted = _PARTED.get(ord(char), char)
        letters.append(_WEIGHTS.get(parted[0]) or "~" + fold_key(parted[0]))
        tones.append(str(1 + TONES.index(parted[1])) if len(parted) > 1 else "0")
    return "".join(letters) + _LEVEL + "".join(tones)


def place_key(text: str) -> str:
    """Order names of places, numbers by their size: Thôn 2 before Thôn 10 (thứ tự thôn)."""
    return sort_key(_DIGITS.sub(lambda digits: digits[0].zfill(9), text))


def people_key(name: str) -> str:
    """Order people by given name, then family name, then what stands between (xếp theo tên)."""
    words = clean_name(name).split(" ")
    return _LEVEL.join(sort_key(part) for part in (words[-1], words[0], " ".join(words[1:-1])))


# ---- what is no name


def _variants(letter: str) -> str:
    return "".join(char for char in _LATIN if FOLDED.get(char, char) == letter)


HAS_LETTER: Final = f"[{LETTERS}]"
PLAIN: Final = "^[A-Za-z\u00c0-\u00cf\u00d1-\u00d6\u00d8-\u00ef\u00f1-\u00f6\u00f8-\u024f\u1e00-\u1eff]+(?: [A-Za-z\u00c0-\u00cf\u00d1-\u00d6\u00d8-\u00ef\u00f1-\u00f6\u00f8-\u024f\u1e00-\u1eff]+)*$"  # noqa: E501 - one class, twice
"""Words of composed Latin letters with one space between: nothing to clean."""
LOST: Final = f"\ufffd|[{LETTERS}]\\?|\\?[{LETTERS}]"
LEGACY: Final = "[\u0080-\u009f\u00a1-\u00bf\u02c6\u02dc\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\ue000-\uf8ff]"  # noqa: E501 - one class
"""Signs that old fonts and wrongly read bytes leave among letters (TCVN3, UTF-8 as cp1252)."""
FOREIGN: Final = f"[^ {LETTERS}'.\\-()]"
PARTING: Final = "[\n;/,&+|]"
LONGEST_SPLIT: Final = 120
_WORD: Final = f"[{LETTERS}'.\\-]+"
_GAP: Final = "[ \t\u00a0]+"
TWO_PEOPLE: Final = f"{_WORD}{_GAP}{_WORD}[^\n;/,&+|]*{PARTING}+[^{LETTERS}]*{_WORD}{_GAP}{_WORD}"
_CAPITALS: Final = "".join(char for char in _LATIN if char in LOWER)
AND: Final = f"[{LETTERS}]+ [{LETTERS}]+ (?:v\u00e0|-) [{_CAPITALS}][{LETTERS}]* [{LETTERS}]+"
FEW_LETTERS: Final = f"^[^{LETTERS}]*[{LETTERS}][^{LETTERS}]*$"
ODD: Final = "[()\u00de\u00fe\u01bf\u01f7]"
REPEATED: Final = "|".join(f"[{_variants(letter)}]{{3}}" for letter in "abcdefghjklmnopqrstuvwxyz")
"""One letter three times, whatever its accents and capitals; Roman numbers are spared."""
VOWEL: Final = f"[{''.join(map(_variants, 'aeiouy'))}]"

_compiled: Final = cache(re.compile)
"""Patterns are compiled when first asked for: few programs ask."""


def _has(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@dataclass(frozen=True, slots=True)
class NameCell:
    """One cell of a name column (ô họ tên): as handed in, cleaned, and its `Kind`."""

    text: str
    name: str
    kind: str


def name_trouble(cell: NameCell, codes: Codes) -> Check | None:
    """Say what speaks against a name, the gravest first; None: nothing does (lỗi họ tên)."""
    for check, speaks in NAME_TROUBLES.items():
        if speaks(cell, codes):
            return check
    return None


def _is_no_name(cell: NameCell, codes: Codes) -> bool:
    small = exact_key(cell.name)
    begins = small.startswith(codes.words.not_names_begin)
    return not _has(HAS_LETTER, cell.name) or begins or small in codes.words.not_names


def _are_two(cell: NameCell, _: Codes) -> bool:
    if len(cell.text) > LONGEST_SPLIT:
        return False
    return _has(TWO_PEOPLE, cell.text) or _has(AND, cell.name)


NAME_TROUBLES: Final[Mapping[Check, Callable[[NameCell, Codes], bool]]] = {
    Check.CELL_ERROR: lambda cell, _: cell.kind == Kind.ERROR,
    Check.FORMULA_NO_VALUE: lambda cell, _: cell.kind == Kind.FORMULA,
    Check.NAME_MISSING: lambda cell, _: not cell.name,
    Check.NAME_LOSSY: lambda cell, _: _has(LOST, cell.name),
    Check.NAME_UNREADABLE: lambda cell, _: _has(LEGACY, cell.name) and _has(HAS_LETTER, cell.name),
    Check.NAME_NOT_A_NAME: _is_no_name,
    Check.TWO_PEOPLE_IN_CELL: _are_two,
    Check.NAME_INVALID_CHARACTERS: lambda cell, _: _has(FOREIGN, cell.name),
}
"""What may speak against a name, in the order in which it is asked; the first yes wins."""


def name_is_suspicious(name: str, codes: Codes) -> bool:
    """Say whether a person should look at a name that is possible (họ tên đáng ngờ)."""
    if exact_key(name) in codes.words.suspicious_names or not _has(VOWEL, name):
        return True
    return any(_has(pattern, name) for pattern in (FEW_LETTERS, ODD, REPEATED))
