"""Values of .xlsx cells as text and kind (giá trị ô), one by one or a column at a time.

A cell is what the file stores, never what could be calculated: texts from the shared table,
numbers with all their stored digits, dates as dd/mm/yyyy, a formula by its stored result.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from ntm_verify.domain.participant_list import Kind

from .refusing import corrupt
from .workbook import Style
from .xml_parts import plain, plain_all

LAST_COLUMN: Final = 16_384
LAST_ROW: Final = 1_048_576
_ATTRIBUTES: Final = re.compile(r'(?:\s+[\w:.-]+="[^"<>]*")*\s*')
_ATTRIBUTE: Final = re.compile(r'\s([\w:.-]+)="([^"<>]*)"')
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?")
_LAST_SERIAL: Final = 2_958_465
_LEAP_FAULT: Final = 60

Values = Sequence[str]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell's attributes say of its stored value (ý nghĩa): the kind, and how to read it."""

    kind: str
    read: Callable[[str], str]
    shared: bool = False


class CellReader:
    """Read stored values with the book's texts and styles at hand."""

    def __init__(self, strings: Sequence[str], styles: Sequence[Style], *, is_1904: bool) -> None:
        """Take the book's shared texts, cell styles and date system."""
        self.strings = strings
        self.styles = styles
        self.first_day = date(1904, 1, 1) if is_1904 else date(1899, 12, 31)
        self.is_1904 = is_1904
        self._meanings: dict[str, Meaning] = {}
        self._kinds: dict[tuple[str, str], Meaning] = {}
        self._dates: dict[str, str] = {}

    def meaning(self, attributes: str) -> Meaning:
        """Read the attributes of a cell as they stand in the XML, once for each wording.

        Raises:
            ListRefused: not attributes, an unknown type, or a style that does not exist.

        """
        found = self._meanings.get(attributes)
        if found is None:
            if not _ATTRIBUTES.fullmatch(attributes):
                raise corrupt("ô không đúng khuôn dạng")
            pairs: Mapping[str, str] = dict(_ATTRIBUTE.findall(attributes))
            found = self.meaning_of(pairs.get("t", "n"), pairs.get("s", "0"))
            self._meanings[attributes] = found
        return found

    def meaning_of(self, kind: str, style: str) -> Meaning:
        """Say how a cell of a type and a style is read.

        Raises:
            ListRefused: an unknown type.

        """
        found = self._kinds.get((kind, style))
        if found is None:
            found = self._kinds[kind, style] = self._meaning_of(kind, style)
        return found

    def _meaning_of(self, kind: str, style: str) -> Meaning:
        if kind == "n":
            return self._number(self._style(style))
        simple = {
            "s": Meaning(Kind.TEXT, self._shared, shared=True),
            "str": Meaning(Kind.TEXT, plain),
            "inlineStr": Meaning(Kind.TEXT, plain),
            "b": Meaning(Kind.BOOLEAN, _boolean),
            "e": Meaning(Kind.ERROR, plain),
            "d": Meaning(Kind.DATE, _iso),
        }
        if kind not in simple:
            raise corrupt(f"ô có kiểu lạ “{kind[:12]}”")
        return simple[kind]

    def _style(self, number: str) -> Style:
        if not number.isascii() or not number.isdigit():
            raise corrupt("kiểu hiển thị của ô")
        place = int(number)
        return self.styles[place] if place < len(self.styles) else Style()

    def _number(self, style: Style) -> Meaning:
        if style.is_date:
            return Meaning(Kind.DATE, self._date)
        if style.width > 1:
            return Meaning(Kind.NUMBER, partial(_padded, style.width))
        return Meaning(Kind.NUMBER, _number)

    def _shared(self, value: str) -> str:
        if not (value.isascii() and value.isdigit()) or int(value) >= len(self.strings):
            raise corrupt("ô chỉ tới chuỗi không có")
        return self.strings[int(value)]

    def _date(self, value: str) -> str:
        """Give the day of a date serial; what is no day of the calendar stays a number."""
        found = self._dates.get(value)
        if found is None:
            found = self._dates[value] = self._day(_number(value))
        return found

    def _day(self, value: str) -> str:
        serial = int(float(value))
        if not (self.is_1904 or serial != _LEAP_FAULT) or not 0 < serial <= _LAST_SERIAL:
            return value
        serial -= not self.is_1904 and serial > _LEAP_FAULT
        try:
            return f"{self.first_day + timedelta(days=serial):%d/%m/%Y}"
        except OverflowError:
            return value

    def column(self, attributes: Values, values: Values) -> tuple[list[str], str]:
        """Read a stretch of one column at once: texts, and a letter of `Kind` each.

        A cell without a value is empty, whatever its attributes.
        """
        meanings = {text: self.meaning(text) for text in set(attributes)}
        if len(meanings) == 1:
            return self.uniform(attributes[0], values)
        texts = [
            meanings[text].read(value) if value else ""
            for text, value in zip(attributes, values, strict=True)
        ]
        kinds = [
            meanings[attribute].kind if text else Kind.EMPTY
            for attribute, text in zip(attributes, texts, strict=True)
        ]
        return texts, "".join(kinds)

    def uniform(self, attributes: str, values: Values) -> tuple[list[str], str]:
        """Read a stretch of one column whose filled cells have the same attributes."""
        meaning = self.meaning(attributes)
        texts = self._same(meaning, values)
        if all(texts):
            return texts, meaning.kind * len(texts)
        return texts, "".join([meaning.kind if text else Kind.EMPTY for text in texts])

    def _same(self, meaning: Meaning, values: Values) -> list[str]:
        if meaning.read is plain:
            return plain_all(values)
        digits = "".join(values)
        whole = digits.isascii() and digits.isdigit()
        if meaning.shared and whole:
            return self._all_shared(values)
        if meaning.kind == Kind.NUMBER and whole and meaning.read is _number:
            return list(values)
        known = {value: meaning.read(value) if value else "" for value in set(values)}
        return [known[value] for value in values]

    def _all_shared(self, values: Values) -> list[str]:
        """Look up texts by numbers that are nothing but digits, or empty."""
        strings = self.strings
        try:
            if all(values):
                return list(map(strings.__getitem__, map(int, values)))
            return [strings[int(value)] if value else "" for value in values]
        except IndexError:
            raise corrupt("ô chỉ tới chuỗi không có") from None


def _boolean(value: str) -> str:
    return "TRUE" if value in ("1", "true") else "FALSE"


def _iso(value: str) -> str:
    found = _ISO.fullmatch(value)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else plain(value)


def _number(value: str) -> str:
    text = value.strip()
    if not _NUMBER.fullmatch(text):
        raise corrupt("ô số không phải số")
    return text


def _padded(width: int, value: str) -> str:
    text = _number(value)
    return text.zfill(width) if text.isdigit() else text
