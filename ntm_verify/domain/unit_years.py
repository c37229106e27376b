"""Figures of a unit over years and mergers (số liệu qua các năm): added up, never guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .unit_change import Known, UnitChange


@dataclass(frozen=True, slots=True)
class Figure:
    """What a paper says of a unit on a day (số liệu của một văn bản)."""

    unit: str
    as_of: date
    participants: int
    population: int
    reference: str


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A unit's figure of a calendar year (số liệu năm), added up over a merger (cộng gộp).

    `parts` are the papers it stands on; `missing` names units without one in that year, and then
    there is no sum: an unknown part is no zero. `moved` are changes of ground since the year
    before: the two years speak of different people then.
    """

    year: int
    parts: tuple[Figure, ...]
    missing: tuple[str, ...] = ()
    is_added_up: bool = False
    moved: tuple[UnitChange, ...] = ()

    @property
    def participants(self) -> int | None:
        """People in insurance, None while a part is missing."""
        return None if self.missing else sum(part.participants for part in self.parts)

    @property
    def population(self) -> int | None:
        """Population, None while a part is missing."""
        return None if self.missing else sum(part.population for part in self.parts)


def years_of(code: str, known: Known, figures: Iterable[Figure]) -> tuple[YearFigure, ...]:
    """Give a unit's figures by year, those of the units merged into it added up (lịch sử).

    Of several papers in a year the latest cut-off date counts. Before a merger the sum of
    numerators and denominators stands, never a mean of rates; parts of a split have no figures
    of before it.
    """
    kept = tuple(figures)
    made = known.merged_into(code)
    told = {year: YearFigure(year, (one,)) for year, one in _latest(code, kept).items()}
    if made is not None:
        told = {**_before(made, known, kept), **told}
    return _flagged(code, known, [told[year] for year in sorted(told)])


def _flagged(code: str, known: Known, years: Sequence[YearFigure]) -> tuple[YearFigure, ...]:
    """Mark the years whose figures speak of other ground than those of the year before."""
    found: list[YearFigure] = []
    since = date.min
    for year in years:
        last = max((part.as_of for part in year.parts), default=since)
        moved = known.moved(code, since, last) if found else ()
        found.append(replace(year, moved=(*year.moved, *moved)))
        since = last
    return tuple(found)


def _latest(code: str, figures: Iterable[Figure]) -> dict[int, Figure]:
    mine = sorted((f for f in figures if f.unit == code), key=lambda f: (f.as_of, f.reference))
    return {figure.as_of.year: figure for figure in mine}


def _before(made: UnitChange, known: Known, figures: Sequence[Figure]) -> dict[int, YearFigure]:
    """Add the figures of merged units up, year by year, until the day of the merger."""
    earlier = tuple(figure for figure in figures if figure.as_of < made.day)
    each = {unit: {y.year: y for y in years_of(unit.code, known, earlier)} for unit in made.before}
    added = {}
    for year in sorted({year for years in each.values() for year in years}):
        there = [years[year] for years in each.values() if year in years]
        missing = [unit.name for unit, years in each.items() if year not in years]
        missing += [name for one in there for name in one.missing]
        parts = tuple(part for one in there for part in one.parts)
        moved = tuple(dict.fromkeys(change for one in there for change in one.moved))
        added[year] = YearFigure(year, parts, tuple(missing), is_added_up=True, moved=moved)
    return added
