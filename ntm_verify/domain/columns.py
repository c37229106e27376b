"""Which column holds what (nhận dạng cột): the header of a list, found and read.

Lists carry their header below letterheads, in one row or two, in any order and many wordings.
The wordings are data; this file knows only how to look. Nothing is taken on the word of a header
alone where the values say otherwise, and every choice can be shown and corrected.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Self

from .cell_shapes import is_number_like
from .legacy_text import Font

SCANNED: Final = 30
"""Rows in which a header is looked for: title blocks reach row 9 to 12."""

LONGEST_HEADER: Final = 80
"""A longer text is an instruction or a note, not the name of a column."""

FINDINGS_MARK: Final = "Trang do ntm_verify ghi. Khi nộp lại, hệ thống bỏ qua trang này."
"""Stands in A1 of the sheet that this service writes into a returned copy: no list is in it."""

LONGEST_READ: Final = 400
"""So many signs of a cell say what it is; the rest of a longer one is not looked at."""

_LONGEST_COUNT: Final = 3
_FEWEST_COUNTED: Final = 3
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NO_LETTERS: Final = re.compile(r"[^0-9a-z]+")


class Role(StrEnum):
    """What a header says of its column (vai trò của cột)."""

    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    OTHER_PERSON = "other_person"
    ID = "id"
    ID_VALID = "id_valid"
    CARD = "card"
    CARD_IF_FILLED = "card_if_filled"
    PERSONAL = "personal"
    BIRTH = "birth"
    BIRTH_SEX = "birth_sex"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    BIRTH_YEAR = "birth_year"
    BIRTH_MALE = "birth_male"
    BIRTH_FEMALE = "birth_female"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    HAMLET = "hamlet"
    ADDRESS = "address"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    MONTHS = "months"
    NOTE = "note"
    AUX = "aux"
    OWN = "own"


NAMES: Final = frozenset({Role.NAME, Role.GIVEN})
NUMBERS: Final = frozenset(
    {Role.ID, Role.ID_VALID, Role.CARD, Role.CARD_IF_FILLED, Role.PERSONAL},
)
_FORM_WORDS: Final = (
    "totals",
    "sections",
    "signatures",
    "hamlet",
    "hamlet_bare",
    "samples",
)
_UNDER: Final = {
    Role.BIRTH: {
        "ngay": Role.BIRTH_DAY,
        "thang": Role.BIRTH_MONTH,
        "nu": Role.BIRTH_FEMALE,
    },
    Role.SEX: {"nam": Role.MALE, "nu": Role.FEMALE},
}
"""What a short word means under the header of a group."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Bring a wording to its comparing form (dạng so sánh): lower case, bare letters, spaces."""
    small = text[:LONGEST_READ].lower()
    marks = unicodedata.normalize("NFD", small.replace("đ", "d").replace("ð", "d"))
    bare = "".join(sign for sign in marks if not unicodedata.combining(sign))
    return _NO_LETTERS.sub(" ", bare).strip()


def key(text: str) -> str:
    """Fold and leave no space, so that `HOTEN`, `ho_ten` and "Họ tên" are one."""
    return fold(text).replace(" ", "")


def spoken(text: str) -> str:
    """Lower-case a text and keep its accents: "Tổng" and the family name Tống stay apart."""
    plain = unicodedata.normalize("NFC", text[:LONGEST_READ]).lower()
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One of a sheet's first rows (dòng đầu trang): its number, and its filled cells by column."""

    line: int
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Wordings:
    """How headers and rows that are no people are worded (cách gọi); see `columns.toml`."""

    roles: Mapping[str, Role]
    starts: tuple[tuple[str, Role], ...]
    words: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]
    form_words: frozenset[str]
    code_sheets: frozenset[str]
    annex_sheets: frozenset[str]
    generic_sheets: frozenset[str]
    other_forms: tuple[str, ...]
    sample_names: frozenset[str]
    sample_numbers: frozenset[str]
    labels: Mapping[str, str]
    fonts: Mapping[str, Font]

    @classmethod
    def of(cls, tables: Mapping[str, Any], fonts: Mapping[str, Any]) -> Self:
        """Take the tables of `columns.toml` and `encodings.toml`.

        Raises:
            ValueError: a role is unknown, or a wording stands under two roles.

        """
        roles: dict[str, Role] = {}
        for role, wordings in tables["roles"].items():
            for wording in wordings:
                if roles.setdefault(key(wording), Role(role)) is not Role(role):
                    raise ValueError(f"“{wording}” stands under {roles[key(wording)]} and {role}")
        starts = [(fold(w), Role(r)) for r, several in tables["starts"].items() for w in several]
        return cls(
            roles=roles,
            starts=tuple(starts),
            words={name: tuple(map(spoken, several)) for name, several in tables["words"].items()},
            others=tuple(
                f" {form(word)} " for word in tables["words"]["unless"] for form in (spoken, fold)
            ),
            form_words=_first_words(tables["words"]),
            code_sheets=frozenset(map(key, tables["sheets"]["codes"])),
            annex_sheets=frozenset(map(key, tables["sheets"]["annexes"])),
            generic_sheets=frozenset(map(key, tables["sheets"]["generic"])),
            other_forms=tuple(map(fold, tables["titles"]["not_a_list"])),
            sample_names=frozenset(map(fold, tables["samples"]["names"])),
            sample_numbers=frozenset(map(key, tables["samples"]["numbers"])),
            labels=dict(tables["labels"]),
            fonts={name: Font.of(name, table) for name, table in fonts.items()},
        )


def _first_words(words: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Give the words that may begin a row of the form; who is called so is looked at closely."""
    phrases = [phrase for name in _FORM_WORDS for phrase in words[name]]
    numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", *"abcdefgh"]
    headers = ["họ", "tên", "hoten", "full", "fullname", "name", "chữ"]
    firsts = [phrase.split()[0] for phrase in phrases] + numerals + headers
    return frozenset(form for word in firsts for form in (spoken(word), fold(word)))


@dataclass(frozen=True, slots=True)
class Header:
    """One way to read a header (một cách đọc tiêu đề): the role of each column, and how sure.

    `sure` holds the columns whose wording is known; the others only begin like a known one.
    """

    line: int
    last_line: int
    titles: Mapping[int, str]
    roles: Mapping[int, Role]
    sure: frozenset[int] = field(default_factory=frozenset)

    @property
    def found(self) -> frozenset[Role]:
        """The distinct roles that say something of a person."""
        return frozenset(self.roles.values())

    @property
    def score(self) -> tuple[bool, bool, int, int]:
        """Rank readings: those with a name and a number first, then by what they recognise."""
        named, numbered = bool(self.found & NAMES), bool(self.found & NUMBERS)
        return (named and numbered, named or numbered, len(self.found), len(self.sure))


def read_role(text: str, wordings: Wordings) -> tuple[Role | None, bool]:
    """Say what a header means, and whether its wording is known or only begins like one."""
    for form in (text, _BRACKETS.sub(" ", text)):
        role = wordings.roles.get(key(form))
        if role:
            return role, True
    folded = fold(text)
    if len(folded) > LONGEST_HEADER or _names_another(text, wordings):
        return None, False
    begun = [role for start, role in wordings.starts if (folded + " ").startswith(start + " ")]
    return (begun[0] if begun else None), False


def _names_another(text: str, wordings: Wordings) -> bool:
    padded = f" {spoken(text)} "
    return any(word in padded for word in wordings.others)


def read_header(upper: HeadRow, lower: HeadRow | None, wordings: Wordings) -> Header:
    """Read one row, or two of which the upper one names groups, as a header."""
    titles: dict[int, str] = {}
    roles: dict[int, Role] = {}
    sure: set[int] = set()
    for column, parent, child in _cells(upper, lower):
        titles[column] = " › ".join(dict.fromkeys(filter(None, (parent, child))))
        role, known = _role_under(parent, child, wordings)
        if role:
            roles[column] = role
        if known:
            sure.add(column)
    last = lower.line if lower else upper.line
    return Header(upper.line, last, titles, _settle_years(roles), frozenset(sure))


def _cells(upper: HeadRow, lower: HeadRow | None) -> Iterable[tuple[int, str, str]]:
    """Pair each lower cell with the group above it, which may begin further left."""
    below = lower.texts if lower else {}
    group = ""
    for column in sorted({*upper.texts, *below}):
        own, child = upper.texts.get(column, ""), below.get(column, "")
        group = own or (group if child else "")
        yield column, group, child


def _role_under(parent: str, child: str, wordings: Wordings) -> tuple[Role | None, bool]:
    if not child or child == parent:
        return read_role(parent, wordings)
    above, _ = read_role(parent, wordings)
    if above and key(child) in _UNDER.get(above, {}):
        return _UNDER[above][key(child)], True
    if above is Role.BIRTH and key(child) == "nam":
        return (Role.BIRTH_YEAR if spoken(child) == "năm" else Role.BIRTH_MALE), True
    joined, known = read_role(f"{parent} {child}", wordings)
    return (joined, True) if known else read_role(child, wordings)


def _settle_years(roles: dict[int, Role]) -> dict[int, Role]:
    """Beside a day or a month, an unaccented NAM is the year and not the men."""
    if {Role.BIRTH_DAY, Role.BIRTH_MONTH} & set(roles.values()):
        swap = {Role.BIRTH_MALE: Role.BIRTH_YEAR}
        return {column: swap.get(role, role) for column, role in roles.items()}
    return roles


def find_header(rows: Sequence[HeadRow], wordings: Wordings, wished: int = 0) -> Header | None:
    """Find the best header among the first rows, or None where no column is recognised.

    `wished` is the row that the user pointed at; 0 looks at the first `SCANNED` rows. Of equal
    readings the shortest and highest wins.
    """
    heads = [row for row in rows if row.line == wished or not _holds_number(row)]
    scanned = [row for row in heads if (row.line == wished if wished else row.line <= SCANNED)]
    readings = [read_header(row, None, wordings) for row in scanned]
    readings += [
        read_header(upper, lower, wordings)
        for upper, lower in pairwise(heads)
        if upper in scanned and lower.line == upper.line + 1 and (wished or lower.line <= SCANNED)
    ]
    best = max(readings, key=lambda reading: reading.score, default=None)
    return best if best and (best.found or wished) else None


def _holds_number(row: HeadRow) -> bool:
    """Say whether a row holds somebody's number: then it is a person, and no header."""
    return any(map(is_number_like, row.texts.values()))


def after_header(rows: Sequence[HeadRow], header: Header, wordings: Wordings) -> int:
    """Give the number of the last header row, with the rows of numbers and technical names."""
    last = header.last_line
    for row in rows:
        if row.line > last and not _repeats(row, header, wordings):
            break
        last = max(last, row.line)
    return last


def _repeats(row: HeadRow, header: Header, wordings: Wordings) -> bool:
    if numbers_columns(row.texts.values()):
        return True
    roles = [read_role(text, wordings)[0] for text in row.texts.values()]
    known = [role for role in roles if role]
    named = bool({*known} & (NAMES | {Role.FAMILY}) and {*known} & NUMBERS)
    return named and {*known} <= {*header.found, Role.AUX, Role.NOTE}


def numbers_columns(texts: Iterable[str]) -> bool:
    """Say whether a row only numbers the columns: A, B, 1, (2), 3=1+2 … in rising order."""
    signs = [text.split("=")[0].strip(" ()[]") for text in texts if text.strip()]
    figures = [
        int(sign)
        for sign in signs
        if sign.isascii() and sign.isdigit() and len(sign) <= _LONGEST_COUNT
    ]
    letters = [sign for sign in signs if len(sign) == 1 and "A" <= sign <= "Z"]
    if len(signs) < _FEWEST_COUNTED or len(figures) + len(letters) < len(signs):
        return False
    rising = all(after == before + 1 for before, after in pairwise(figures))
    return rising and figures[:1] in ([], [1], [0], [2], [3])
