"""Fields of a list put together from the columns of a sheet (ghép cột thành trường).

Most fields are one column as it stands. Some lists spread a field over columns (middle names and
given name, day, month and year, ticks for men and women) or put two fields into one (number and
validity, a range of dates). What does not come apart stays whole: it is a finding, not a guess.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from .columns import Wordings, fold, spoken
from .findings import Field
from .list_layout import How, Layout, Part
from .participant_list import Column, Kind

_DATE: Final = re.compile(r"(?<![0-9])(?:[0-9]{1,2}[/.-]){1,2}[0-9]{4}(?![0-9])")
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Za-z]{2}[0-9]{13}|[0-9]{12}|[0-9]{10})(?![0-9A-Za-z])",
)
_LONGEST_COUNT: Final = 3
_LEGEND: Final = re.compile(r"(\w+)\s*[:=]\s*(\w+)")
_MARKS: Final = frozenset({"x", "1", "v", "✓", "✔", "√", "có", "co", "*", "+"})
MALE: Final = "Nam"
FEMALE: Final = "Nữ"


def compose(layout: Layout, raw: Mapping[int, Column], wordings: Wordings) -> dict[Field, Column]:
    """Give each field its column, all of the length of the raw ones.

    A "valid from" that is only the first half of ranges is left out where there are no ranges.
    """
    done = {name: _take(part, raw, wordings) for name, part in layout.parts.items()}
    start = layout.parts.get(Field.VALID_FROM)
    if start and start.how is How.FIRST_DATE and not any(done[Field.VALID_FROM].texts):
        del done[Field.VALID_FROM]
    if Field.SEX in done and layout.parts[Field.SEX].how is How.PLAIN:
        title = layout.titles.get(layout.parts[Field.SEX].columns[0], "")
        done[Field.SEX] = _by_legend(done[Field.SEX], title)
    return done


def _take(part: Part, raw: Mapping[int, Column], wordings: Wordings) -> Column:
    columns = [raw[at] for at in part.columns]
    if part.how is How.PLAIN:
        return columns[0]
    if part.how is How.HAMLET_PART:
        return _cut(columns[0], lambda text: hamlet_in(text, wordings))
    if part.how in _ONE:
        return _cut(columns[0], _ONE[part.how])
    if part.how in _TICKED:
        return _ticked(columns[0], *_TICKED[part.how])
    join = _SEVERAL[part.how]
    texts = [join(cells) for cells in zip(*(column.texts for column in columns), strict=True)]
    return Column(texts, "".join(Kind.TEXT if text else Kind.EMPTY for text in texts))


def _cut(column: Column, cut: Callable[[str], str]) -> Column:
    """Apply a cut once to each distinct text; a text that stays whole keeps its kind."""
    pieces = {text: cut(text) for text in set(column.texts)}
    if all(text == piece for text, piece in pieces.items()):
        return column
    texts = [pieces[text] for text in column.texts]
    kinds = [
        kind if new == old else (Kind.TEXT if new else Kind.EMPTY)
        for kind, old, new in zip(column.kinds, column.texts, texts, strict=True)
    ]
    return Column(texts, "".join(kinds))


def hamlet_in(address: str, wordings: Wordings) -> str:
    """Take the hamlet out of an address: the first part that begins with a word for it, or ""."""
    for part in re.split(r"[,;]|\s[-–]\s", address):
        plain = spoken(part)
        if any(plain.startswith(word + " ") for word in wordings.words["hamlet"]):
            return " ".join(part.split())
    return ""


def _dates(text: str) -> list[str]:
    return _DATE.findall(text)


def _last_date(text: str) -> str:
    found = _dates(text)
    return found[-1] if len(found) > 1 else text


def _first_date(text: str) -> str:
    found = _dates(text)
    return found[0] if len(found) > 1 else ""


def _number_part(text: str) -> str:
    found = _NUMBER.findall(_DATE.sub(" ", text))
    return found[0] if len(found) == 1 else text


def _date_part(text: str) -> str:
    found = _dates(text) or _YEAR.findall(text)
    return found[-1] if found else ""


def _sex_part(text: str) -> str:
    words = set(spoken(text).split()) | set(fold(text).split())
    if words & {"nữ", "nu"}:
        return FEMALE
    return MALE if "nam" in words else ""


_ONE: Final[Mapping[How, Callable[[str], str]]] = {
    How.LAST_DATE: _last_date,
    How.FIRST_DATE: _first_date,
    How.NUMBER_PART: _number_part,
    How.DATE_PART: _date_part,
    How.SEX_PART: _sex_part,
}
_TICKED: Final = {How.TICK_FEMALE: (FEMALE, MALE), How.TICK_MALE: (MALE, FEMALE)}


def _is_marked(text: str) -> bool:
    return text.strip().lower() in _MARKS


def _ticked(column: Column, marked: str, blank: str) -> Column:
    """Read a single column of ticks; where nothing is ticked at all, nothing is known."""
    if not any(map(_is_marked, column.texts)):
        return Column([""] * len(column.texts), Kind.EMPTY * len(column.texts))
    texts = [marked if _is_marked(text) else text.strip() or blank for text in column.texts]
    return Column(texts, Kind.TEXT * len(texts))


def _ticks(cells: Sequence[str]) -> str:
    man, woman = (_is_marked(cell) for cell in cells)
    if man == woman:
        return " ".join(filter(None, (cell.strip() for cell in cells))) if man else ""
    return MALE if man else FEMALE


def _sex_by_column(cells: Sequence[str]) -> str:
    man, woman = (bool(cell.strip()) for cell in cells)
    return "" if man == woman else (MALE if man else FEMALE)


def _joined(cells: Sequence[str]) -> str:
    return " ".join(cell for cell in cells if cell)


def _day_month_year(cells: Sequence[str]) -> str:
    """Join what is filled of day, month and year: "15/03/1985", "03/1985", "1985"."""
    filled = [cell.strip().removesuffix(".0") for cell in cells]
    return "/".join(cell.zfill(2) for cell in filled if cell.strip("0"))


def _months(cells: Sequence[str]) -> str:
    """Give the last month of a stretch that begins in `cells[0]` and lasts `cells[1]` months."""
    begin = re.fullmatch(r"(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-]([0-9]{4})", cells[0].strip())
    count = cells[1].strip().removesuffix(".0")
    if begin is None or not count.isascii() or not count.isdigit() or len(count) > _LONGEST_COUNT:
        return ""
    day, month, year = int(begin[1] or 1), int(begin[2]), int(begin[3])
    last = year * 12 + month - 1 + int(count) - (day == 1)
    return _end_of(last // 12, last % 12 + 1, day)


def _end_of(year: int, month: int, day: int) -> str:
    """Give the last day covered: the month's end, or the day before the same day."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return f"{days if day == 1 else min(day - 1, days):02d}/{month:02d}/{year}"


_SEVERAL: Final[Mapping[How, Callable[[Sequence[str]], str]]] = {
    How.JOINED: _joined,
    How.TICKS: _ticks,
    How.SEX_BY_COLUMN: _sex_by_column,
    How.BIRTH_BY_COLUMN: _joined,
    How.DAY_MONTH_YEAR: _day_month_year,
    How.MONTHS: _months,
}


def _by_legend(column: Column, title: str) -> Column:
    """Read signs by the legend in the column's own header: "Nam:1 Nữ:0", "(1 = Nam, 2 = Nữ)"."""
    meaning: dict[str, str] = {}
    for one, other in _LEGEND.findall(title):
        for word, sign in ((one, other), (other, one)):
            sex = _sex_part(word)
            if sex and not _sex_part(sign):
                meaning[sign.lower()] = sex
    if not meaning:
        return column
    return _cut(column, lambda text: meaning.get(text.strip().lower().removesuffix(".0"), text))
