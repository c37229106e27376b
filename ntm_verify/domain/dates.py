"""Dates as lists write them (ngày tháng trong danh sách): day first, often only month or year.

A date keeps the precision it was written with; what can be read in two ways is not read.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .participant_list import Kind
from .person_name import clean_name

LAST_SERIAL: Final = 73_050
"""The day number of 31/12/2099; only five digits are read so, four are a year."""
LONGEST: Final = 60
"""No date is longer."""
TOO_LONG: Final = "?"
WHOLE_DAY: Final = "^[0-9]{2}/[0-9]{2}/[0-9]{4}$"
"""How most dates are written: nothing to clean, nothing to ask."""
_EPOCH: Final = date(1899, 12, 30)

_TIME: Final = "(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?)?"
_DAY_FIRST: Final = re.compile(f"([0-9]{{1,2}})[/. -]([0-9]{{1,2}})[/. -]([0-9]{{4}}){_TIME}")
_YEAR_FIRST: Final = re.compile(f"([0-9]{{4}})[/.-]([0-9]{{1,2}})[/.-]([0-9]{{1,2}}){_TIME}")
_MONTH: Final = re.compile("([0-9]{1,2})[/. -]([0-9]{4})")
_YEAR: Final = re.compile("([0-9]{4})(?:[.]0+)?")
_SERIAL: Final = re.compile("([0-9]{5})(?:[.][0-9]+)?")
_AGE: Final = re.compile("[0-9]{1,3}(?:[.]0+)?")
_SPAN: Final = re.compile("(.*?[0-9]{4})(?: *(?:-|~|>|đến|den|tới) *)+([^ ].*[0-9]{4}.*)")
_PLAIN: Final = re.compile("[0-9/.-]{1,20}")
_AROUND: Final = re.compile(" *([/.-]) *")
_BLANK: Final = frozenset({"", "-", "0", "x", "nan", "null", "none", "/", "//", "n/a"})
FIRST_YEAR: Final = 1850
LAST_YEAR: Final = 2199
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class ListedDate:
    """A date with the precision it was written with (ngày); 0 = not written."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can mean."""
        if self.day:
            return self.first
        after = date(self.year + 1, 1, 1) if self.month in {0, _MONTHS} else None
        return (after or date(self.year, self.month + 1, 1)) - timedelta(days=1)


def is_blank(text: str, kind: str) -> bool:
    """Say whether a cell holds no date at all (ô trống)."""
    return kind == Kind.EMPTY or _bare(text).lower() in _BLANK


def is_age(text: str) -> bool:
    """Say whether a cell holds one to three digits: an age, or a year cut short (tuổi)."""
    return _AGE.fullmatch(_bare(text)) is not None


def read_date(text: str, kind: str) -> ListedDate | None:
    """Read one date: dd/mm/yyyy, mm/yyyy, yyyy, yyyy-mm-dd, or a spreadsheet's day number.

    None: it cannot be read, or can be read in two ways (month first, two-digit year, ddmmyyyy).
    """
    bare = _bare(text)
    if " " in bare:
        bare = _AROUND.sub(r"\1", bare)
    if kind == Kind.NUMBER and (serial := _SERIAL.fullmatch(bare)):
        return _from_serial(int(serial[1]))
    if found := _DAY_FIRST.fullmatch(bare):
        return _listed(int(found[3]), int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.fullmatch(bare):
        return _listed(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.fullmatch(bare):
        return _listed(int(found[2]), int(found[1]), 0)
    if found := _YEAR.fullmatch(bare):
        return _listed(int(found[1]), 0, 0)
    return None


def read_span(text: str, kind: str) -> tuple[ListedDate, ListedDate] | None:
    """Read two dates of one cell, "01/01/2026 - 31/12/2026" (từ ngày - đến ngày)."""
    found = _SPAN.fullmatch(_bare(text))
    if found is None or kind == Kind.NUMBER:
        return None
    first, last = read_date(found[1], Kind.TEXT), read_date(found[2], Kind.TEXT)
    return (first, last) if first and last else None


def _bare(text: str) -> str:
    """Clean a cell; most hold nothing but digits and strokes, and none of length is a date."""
    if _PLAIN.fullmatch(text):
        return text
    bare = clean_name(text)
    return bare if len(bare) <= LONGEST else TOO_LONG


def _from_serial(serial: int) -> ListedDate | None:
    if serial > LAST_SERIAL:
        return None
    day = _EPOCH + timedelta(days=serial)
    return ListedDate(day.year, day.month, day.day)


def _listed(year: int, month: int, day: int) -> ListedDate | None:
    """Refuse what no calendar has; a day without month is no date."""
    if not FIRST_YEAR <= year <= LAST_YEAR or month > _MONTHS or (day and not month):
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return ListedDate(year, month, day)
