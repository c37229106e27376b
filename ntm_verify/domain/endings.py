"""How many cards end when (bảng ngày hết hạn thẻ): counts by hamlet and day, nobody's date.

The dates of a list are dropped once it was checked (F7); these counts are what stays of them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .findings import Field
from .list_facts import last_day
from .outcome import HamletCount, Outcome
from .participant_list import CheckedList, Column, Kind, RawList
from .report import hamlets_of


@dataclass(frozen=True, slots=True)
class Ending:
    """So many counted people of a hamlet have cards valid to one day (số thẻ hết hạn một ngày)."""

    hamlet: str
    day: date
    people: int


def endings(raw: RawList, checked: CheckedList) -> tuple[Ending, ...]:
    """Count the last days of the people whom a list counts, by hamlet and day.

    A cell that is empty, unreadable or readable in two ways gives no day: those people are in no
    ending. Equal cells are read once.
    """
    if not {Field.VALID_FROM, Field.VALID_TO} & set(raw.columns):
        return ()
    places, names = hamlets_of(raw)
    start, stop = (_column(raw, field) for field in (Field.VALID_FROM, Field.VALID_TO))
    cells = zip(
        checked.counted, places, start.texts, start.kinds, stop.texts, stop.kinds, strict=True
    )
    found: Counter[tuple[str, date]] = Counter()
    for (is_counted, key, *validity), people in Counter(cells).items():
        day = last_day(*validity) if is_counted else None
        if day is not None:
            found[names[key], day] += people
    return tuple(Ending(hamlet, day, people) for (hamlet, day), people in sorted(found.items()))


def parts_of(outcome: Outcome) -> tuple[HamletCount, ...]:
    """Give the hamlets of a result; one part without a name where the list names none."""
    whole = HamletCount("", outcome.tally.insured, outcome.counts.rows)
    return outcome.hamlets or (whole,)


def fitted(kept: Iterable[Ending], outcome: Outcome) -> tuple[Ending, ...]:
    """Leave the endings of hamlets that a result no longer counts so many people of.

    After a waiver other rows may count; where more days are known than people counted, none of
    the hamlet's days is taken for known.
    """
    endings_ = tuple(kept)
    known: Counter[str] = Counter()
    for one in endings_:
        known[one.hamlet] += one.people
    counted = {part.hamlet: part.counted for part in parts_of(outcome)}
    return tuple(one for one in endings_ if known[one.hamlet] <= counted.get(one.hamlet, -1))


def known_and_ended(kept: Iterable[Ending], days: Sequence[date]) -> tuple[int, ...]:
    """Count people whose last day is known, then those whose card ended before each day."""
    endings_ = tuple(kept)
    ended = (sum(one.people for one in endings_ if one.day < day) for day in days)
    return sum(one.people for one in endings_), *ended


def _column(raw: RawList, field: Field) -> Column:
    return raw.columns.get(field) or Column([""] * len(raw), Kind.EMPTY.value * len(raw))
