"""Numbers that stand for an insured person (mã số BHXH, mã thẻ BHYT, số định danh).

Three kinds: 10 digits of social insurance, 15 characters of a card whose last ten are that number,
12 digits of the personal number. None has a check digit: a number can be well-formed, never proven.
Patterns stand here for both engines: explicit classes, no look-around, no back-reference.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from .codes import Codes
from .findings import Check
from .participant_list import Kind
from .person_name import INVISIBLE, WHITE, clean_name, fold_key

# ---- the written form


def _ascii_of() -> dict[str, str]:
    """Digits of every shape, full-width letters and signs, small letters → plain capitals."""
    blocks = (0xB2, 0xB3, 0xB9, *range(0x2070, 0x208A), *range(0x2460, 0x2469))
    wide = (*range(0xFF01, 0xFF5F), *range(0x1D7CE, 0x1D800), *range(0x1FBF0, 0x1FBFA))
    plain = {chr(code): unicodedata.normalize("NFKC", chr(code)).upper() for code in blocks + wide}
    small = {chr(code): chr(code - 32) for code in range(ord("a"), ord("z") + 1)}
    return {char: one for char, one in (plain | small).items() if len(one) == 1 and char != one}


ASCII_OF: Final = _ascii_of()
STRIPPED: Final = (
    f"[{WHITE}{INVISIBLE} '`\u00b4\u2018\u2019\u02bc\u2032\"\u201c\u201d"
    ".\u00b7_\\-\u2010-\u2015\u2212]"
)
"""What is written between digits and means nothing."""
TAIL: Final = "^([0-9]+)[.,]0+$"
"""The tail that a program leaves which took the number for a measure."""
EDGES: Final = WHITE + INVISIBLE + " '`\u00b4\u2018\u2019\u02bc"

# ---- the shapes

NINE: Final = "^[0-9]{9}$"
TEN: Final = "^[0-9]{10}$"
ELEVEN: Final = "^[0-9]{11}$"
TWELVE: Final = "^[0-9]{12}$"
CARD: Final = "^[A-Z]{2}[1-5][0-9]{12}$"
PLAIN: Final = "^(?:[0-9]{10}|[0-9]{12}|[A-Z]{2}[1-5][0-9]{12})$"
NOTHING: Final = "^0{0,9}$"
NEWBORN: Final = "^TE1[0-9]{2}(?:NN|KT)[0-9]{1,10}$"
SCIENTIFIC: Final = "^([0-9]+)(?:[.,]([0-9]+))?E[+]?([0-9]{1,2})$"
"""A number as programs write it when they take it for a measure."""
LEAST_MANTISSA: Final = 7
"""Fewer digits than any stored number shows, more than a narrow column displays."""
DIGITS: Final = "^[0-9]+$"
_NUMBER: Final = "[0-9]{10}|[0-9]{12}|[A-Z]{2}[1-5][0-9]{12}"
SEVERAL: Final = f"(?:^|[^0-9A-Z])(?:{_NUMBER})[^0-9A-Z]+(?:{_NUMBER})(?:$|[^0-9A-Z])"
AMONG_TEXT: Final = f"(?:^|[^0-9A-Z])({_NUMBER})(?:$|[^0-9A-Z])"
GLUED: Final = "^(?:[^0-9]+([0-9]{12}|[0-9]{10})|([0-9]{12}|[0-9]{10})[^0-9]+)$"
TYPED: Final = "^(?:[0-9OIL]{10}|[0-9OIL]{12}|[A-Z]{2}[0-9OIL]{13})$"
"""Digits with O, I or l among them, in the length of a number."""
MISTYPED: Final = {"O": "0", "I": "1", "L": "1"}
MOST_MISTYPED: Final = 4
FIFTEEN: Final = "^[0-9A-Z]{15}$"
LENGTH: Final = "^[A-Z]{0,2}[0-9]+$"
PRECISE_DIGITS: Final = 15
"""As many digits as a number cell holds without rounding."""
CARD_LENGTH: Final = 15
LENGTHS: Final = (10, 12, CARD_LENGTH)
CARD_LETTERS: Final = 2

_ASCII_OF: Final = str.maketrans(ASCII_OF)
_MISTYPED: Final = str.maketrans(MISTYPED)
_STRIPPED: Final = re.compile(STRIPPED)
_compiled: Final = cache(re.compile)
"""Patterns are compiled when first asked for: few programs ask."""


def _match(pattern: str, text: str) -> re.Match[str] | None:
    """Search; no written form ends in a line break, so `$` means the end here as in Rust."""
    return _compiled(pattern).search(text)


def matches(pattern: str, text: str) -> bool:
    """Say whether a written form has one of the shapes above."""
    return _match(pattern, text) is not None


@dataclass(frozen=True, slots=True)
class Number:
    """A well-formed number (mã số): kind b (10), c (card) or p (12), and the digits that count."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a whole column tells of a cell that lost zeros (bằng chứng từ cả cột)."""

    ten: bool = False
    """Nearly all its numbers have ten digits."""
    twelve: bool = False
    """Nearly all its numbers have twelve digits."""
    mixed: bool = False
    """Enough of them have twelve digits to leave a doubt."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a number column in its written forms (ô mã số).

    `spaced` has plain capitals and digits, `bare` also lost everything that means nothing.
    """

    text: str
    kind: str
    spaced: str
    bare: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number cell says (kết quả đọc): a number with remarks, or its trouble.

    `detail` is the number put forward: restored, or suggested for the user to confirm.
    """

    number: Number | None
    trouble: Check | None = None
    remarks: tuple[Check, ...] = ()
    detail: str = ""


def write_plainly(text: str, kind: str) -> Cell:
    """Bring a cell into plain digits and capitals, without what is written between (chuẩn hóa)."""
    spaced = text.translate(_ASCII_OF).strip(EDGES)
    if tail := _match(TAIL, spaced):
        spaced = tail[1]
    elif measure := _match(SCIENTIFIC, spaced):
        spaced = _written_out(measure, kind) or spaced
    return Cell(text, kind, spaced, _STRIPPED.sub("", spaced))


def _written_out(measure: re.Match[str], kind: str) -> str:
    """Write 3.8085001234E10 as 38085001234, or give "" where digits were lost.

    A number cell holds its value in full, so few digits only show that they were lost before;
    text must show every digit.
    """
    whole, part = measure[1], measure[2] or ""
    length = len(whole) + int(measure[3])
    missing = length - len(whole + part)
    is_stored = kind == Kind.NUMBER and len(whole + part) >= LEAST_MANTISSA
    if not 0 <= missing <= length <= PRECISE_DIGITS or (missing and not is_stored):
        return ""
    return (whole + part).ljust(length, "0")


# ---- personal numbers


def is_personal(digits: str, as_of: date, codes: Codes) -> bool:
    """Say whether 12 digits can be a personal number: century, birth year (số định danh)."""
    century = codes.centuries.get(digits[3])
    return century is not None and century + int(digits[4:6]) <= as_of.year


def birth_year(digits: str, codes: Codes) -> int:
    """Give the birth year in a personal number (năm sinh)."""
    return codes.centuries[digits[3]] + int(digits[4:6])


def sex(digits: str) -> str:
    """Give the sex in a personal number: m or f (giới tính)."""
    return "mf"[int(digits[3]) % 2]


# ---- reading


def read_number(cell: Cell, evidence: Evidence, as_of: date, codes: Codes) -> Reading:
    """Read one cell: the number it holds, or the one code that speaks against it the most."""
    for check, speaks in NUMBER_TROUBLES.items():
        if speaks(cell, codes):
            return Reading(None, check)
    if cell.kind == Kind.NUMBER and (restored := _restored(cell.bare, evidence, as_of, codes)):
        return restored
    read = _well_formed(cell.bare, as_of, codes)
    if read is None:
        return _misshapen(cell)
    in_doubt = read.number and cell.kind == Kind.NUMBER and evidence.mixed
    if in_doubt and lost_two_zeros(cell.bare, as_of, codes):
        return replace(read, remarks=(Check.AMBIGUOUS_CELL,), detail=f"00{cell.bare}")
    return read


def _says_missing(cell: Cell, codes: Codes) -> bool:
    word = fold_key(clean_name(cell.text))
    return _match(NOTHING, cell.bare) is not None or word in codes.words.missing


def _says_newborn(cell: Cell, codes: Codes) -> bool:
    word = fold_key(clean_name(cell.text))
    return _match(NEWBORN, cell.bare) is not None or word in codes.words.newborn


def _is_rounded(cell: Cell, _: Codes) -> bool:
    long = cell.kind == Kind.NUMBER and len(cell.bare) > PRECISE_DIGITS
    return _match(SCIENTIFIC, cell.spaced) is not None or (
        long and _match(DIGITS, cell.bare) is not None
    )


NUMBER_TROUBLES: Final[Mapping[Check, Callable[[Cell, Codes], bool]]] = {
    Check.CELL_ERROR: lambda cell, _: cell.kind == Kind.ERROR,
    Check.FORMULA_NO_VALUE: lambda cell, _: cell.kind == Kind.FORMULA,
    Check.ID_MISSING: _says_missing,
    Check.NEWBORN_WITHOUT_ID: _says_newborn,
    Check.ID_PRECISION_LOST: _is_rounded,
}
"""What is asked before the shape of a number; the first yes wins."""


def _well_formed(bare: str, as_of: date, codes: Codes) -> Reading | None:
    """Read a number of a known shape; None: it has none."""
    if _match(TEN, bare):
        return _or_placeholder(Number("b", bare), (), codes)
    if _match(TWELVE, bare):
        if bare in codes.placeholders:
            return Reading(None, Check.ID_PLACEHOLDER)
        if not is_personal(bare, as_of, codes):
            return Reading(None, Check.ID_FORMAT)
        known = codes.knows_prefix(bare[:3], as_of)
        return Reading(Number("p", bare), remarks=_province(known))
    if _match(CARD, bare):
        known = codes.knows_group(bare[:CARD_LETTERS], as_of)
        remarks = _province(codes.knows_card_province(bare[3:5], as_of))
        remarks += () if known else (Check.ID_GROUP_UNKNOWN,)
        return _or_placeholder(Number("c", bare[5:]), remarks, codes)
    return None


def _province(is_known: bool) -> tuple[Check, ...]:  # noqa: FBT001 - the one question it answers
    return () if is_known else (Check.ID_PROVINCE_UNKNOWN,)


def _or_placeholder(number: Number, remarks: tuple[Check, ...], codes: Codes) -> Reading:
    if number.key in codes.placeholders:
        return Reading(None, Check.ID_PLACEHOLDER)
    return Reading(number, remarks=remarks)


def lost_one_zero(bare: str, as_of: date, codes: Codes) -> bool:
    """Say whether 11 digits are a personal number without its leading zero."""
    return matches(ELEVEN, bare) and is_personal(f"0{bare}", as_of, codes)


def lost_two_zeros(bare: str, as_of: date, codes: Codes) -> bool:
    """Say whether 10 digits may be a personal number of provinces 001-008 without two zeros."""
    if not _match(TEN, bare):
        return False
    whole = f"00{bare}"
    return codes.knows_prefix(whole[:3], as_of) and is_personal(whole, as_of, codes)


def _restored(bare: str, evidence: Evidence, as_of: date, codes: Codes) -> Reading | None:
    """Put back the zeros that a number cell lost, where the column leaves no doubt."""
    one = lost_one_zero(bare, as_of, codes)
    two = evidence.twelve and lost_two_zeros(bare, as_of, codes)
    nine = evidence.ten and matches(NINE, bare)
    if not (one or two or nine):
        return None
    whole = f"00{bare}" if two else f"0{bare}"
    read = _well_formed(whole, as_of, codes)
    if read is None or read.number is None:
        return None
    remarks = (Check.ID_LEADING_ZERO_RESTORED, *read.remarks)
    return Reading(read.number, remarks=remarks, detail=whole)


def _misshapen(cell: Cell) -> Reading:
    """Say what is wrong with a cell that holds no number of a known shape."""
    for check, put_forward in MISSHAPEN.items():
        if (detail := put_forward(cell)) is not None:
            return Reading(None, check, detail=detail)
    return Reading(None, Check.ID_FORMAT)


def _several(cell: Cell) -> str | None:
    return "" if matches(SEVERAL, cell.spaced) else None


def _among_text(cell: Cell) -> str | None:
    """Give the one number that stands among other words, or fast to them."""
    among = _match(AMONG_TEXT, cell.spaced)
    if among or matches(FIFTEEN, cell.bare):
        return among[1] if among else None
    glued = _match(GLUED, cell.spaced)
    return (glued[1] or glued[2]) if glued else None


def _card(cell: Cell) -> str | None:
    return "" if matches(FIFTEEN, cell.bare) else None


def _length(cell: Cell) -> str | None:
    is_short = matches(LENGTH, cell.bare) and len(cell.bare) not in LENGTHS
    return str(len(cell.bare)) if is_short else None


def _typed(cell: Cell) -> str | None:
    """Give the digits that O, I and l stand for; None where that makes no number."""
    bare = cell.bare
    if not matches(TYPED, bare):
        return None
    letters = CARD_LETTERS if len(bare) == CARD_LENGTH else 0
    digits = bare[letters:]
    mistyped = sum(digits.count(letter) for letter in MISTYPED)
    if not 0 < mistyped <= MOST_MISTYPED:
        return None
    return bare[:letters] + digits.translate(_MISTYPED)


MISSHAPEN: Final[Mapping[Check, Callable[[Cell], str | None]]] = {
    Check.ID_MULTIPLE: _several,
    Check.ID_LETTERS_FOR_DIGITS: _typed,
    Check.ID_EXTRA_TEXT: _among_text,
    Check.ID_CARD_STRUCTURE: _card,
    Check.ID_LENGTH: _length,
}
"""What a cell without a number may hold instead, with what is put forward; the first wins."""
