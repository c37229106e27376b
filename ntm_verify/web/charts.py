"""Places of marks in the pictures of a province (hình vẽ): whole numbers, no words of their own.

Classes are decided on people: three below the commune's own threshold, three above, so that the
break of colour is the threshold whichever rule set holds. Beside each picture stands its table.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from ntm_verify.domain.commune_line import ORIGIN_LABELS, CommuneLine, Shown
from ntm_verify.domain.ratios import Ratio
from ntm_verify.domain.rollup import Sum
from ntm_verify.domain.targets import Target
from ntm_verify.domain.wording import percent

TILE: Final = 34
INSET: Final = 5
"""How much smaller to each side a tile is whose figure no dossier states."""
FULL_DOT, SMALL_DOT = 4, 3
COLUMNS: Final = 16
WIDEST: Final = 10
"""Points to either side of the threshold that the dot plot shows; farther ones at its edge."""
PER_POINT: Final = 2
DOT: Final = 9
LEFT, RIGHT, TOP, BOTTOM = 44, 588, 14, 150


@dataclass(frozen=True, slots=True)
class Mark:
    """One tile or dot (một ô, một chấm): where it stands, its class, what it says.

    `size` tells sources apart: the figure of a dossier is drawn in full, any other smaller.
    """

    x: int
    y: int
    css: str
    name: str
    text: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """Tiles or dots and how high they reach (hình)."""

    marks: tuple[Mark, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis (vạch)."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over time (đường diễn biến): points as SVG wants them, labels, the last value."""

    real: str
    plan: str
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    last: Mark | None


def tile_class(line: CommuneLine) -> str:
    """Name the class of a commune: m1-m3 below its threshold, m4-m6 above, none where unknown."""
    if not line.is_in_programme:
        return "m0"
    fact = line.shown
    if fact is None:
        return "mx"
    if fact.required is None or fact.people <= fact.required:
        return "m4" if fact.required is not None and fact.insured >= fact.required else "mn"
    return _below(fact) if fact.insured < fact.required else _above(fact)


def _below(fact: Shown) -> str:
    missing = _points(fact)
    return "m1" if missing < -4 else "m2" if missing < -2 else "m3"  # noqa: PLR2004 - points below


def _above(fact: Shown) -> str:
    share = Fraction(fact.insured - (fact.required or 0), fact.people - (fact.required or 0))
    return "m4" if share < Fraction(3, 10) else "m5" if share < Fraction(6, 10) else "m6"


def _points(fact: Shown) -> Fraction:
    return Fraction(100 * (fact.insured - (fact.required or 0)), fact.people)


def told(line: CommuneLine) -> str:
    """Say a commune's share and where it comes from, as a mark's title does."""
    if line.shown is None:
        return said(None)
    return f"{said(line.coverage)}, {ORIGIN_LABELS[line.shown.origin]}"


def said(ratio: Ratio | None, unknown: str = "–") -> str:
    """Write a share as pages do, cut at two decimals."""
    return percent(ratio.truncated()) if ratio is not None and ratio.exact is not None else unknown


def tiles(lines: Sequence[CommuneLine]) -> Picture:
    """Set one square for each unit, communes first, in the order they are given (bản đồ ô)."""
    ordered = sorted(lines, key=lambda line: not line.is_in_programme)
    marks = tuple(_tile(place, line) for place, line in enumerate(ordered))
    return Picture(marks, -(-len(marks) // COLUMNS) * (TILE + 2))


def _tile(place: int, line: CommuneLine) -> Mark:
    inset = INSET if line.shown and line.fact is None else 0
    return Mark(
        (place % COLUMNS) * (TILE + 2) + inset,
        (place // COLUMNS) * (TILE + 2) + inset,
        tile_class(line),
        line.unit.name,
        told(line),
        TILE - 2 * inset,
    )


def dots(lines: Sequence[CommuneLine]) -> Picture:
    """Stack one dot for each commune over its distance to the threshold in points (phân bố)."""
    bins: Counter[int] = Counter()
    placed = []
    for line in lines:
        shown = line.shown
        if not line.is_in_programme or shown is None or not shown.required:
            continue
        place = int(_points(shown) * PER_POINT // 1)
        place = max(-WIDEST * PER_POINT, min(place, WIDEST * PER_POINT - 1))
        placed.append((line, place, bins[place]))
        bins[place] += 1
    highest = max(bins.values(), default=0)
    height = max(60, highest * DOT + 12)
    middle = (LEFT + RIGHT) // 2
    step = (RIGHT - LEFT) // (2 * WIDEST * PER_POINT)
    marks = tuple(
        Mark(
            middle + place * step + step // 2,
            height - 8 - stacked * DOT,
            tile_class(line),
            line.unit.name,
            told(line),
            FULL_DOT if line.fact else SMALL_DOT,
        )
        for line, place, stacked in placed
    )
    return Picture(marks, height)


def trend_lines(months: Sequence[tuple[date, Sum]]) -> Lines:
    """Draw the coverage of appraised communes at the ends of months (diễn biến)."""
    names = [f"{day.month:02d}/{day.year % 100:02d}" for day, _ in months]
    return _lines(names, [total.coverage.exact for _, total in months], [])


def path_lines(path: Sequence[Target], years: Sequence[tuple[date, Sum]]) -> Lines:
    """Draw the road map's share of each year, and what was reached (lộ trình và thực hiện)."""
    wanted = {target.year: target.percent for target in path if target.percent is not None}
    reached = {day.year: total.coverage.exact for day, total in years}
    names = sorted({*wanted, *(year for year, share in reached.items() if share is not None)})
    plan = [Fraction(wanted[year]) if year in wanted else None for year in names]
    return _lines([str(year) for year in names], [reached.get(year) for year in names], plan)


def _lines(
    names: Sequence[str], real: Sequence[Fraction | None], plan: Sequence[Fraction | None]
) -> Lines:
    known = [share for share in (*real, *plan) if share is not None]
    least = max(0, int(min(known, default=Fraction(90)) // 5 * 5))
    step = (RIGHT - LEFT) // max(1, len(names) - 1)

    def point(place: int, share: Fraction) -> tuple[int, int]:
        height = (BOTTOM - TOP) * (share - least) / (100 - least) if least < 100 else Fraction(0)  # noqa: PLR2004 - per cent
        return LEFT + place * step, BOTTOM - int(height)

    def drawn(shares: Sequence[Fraction | None]) -> list[tuple[int, int]]:
        return [point(place, share) for place, share in enumerate(shares) if share is not None]

    points = drawn(real)
    share = next((one for one in reversed(real) if one is not None), None)
    last = None
    if points and share is not None:
        told = percent(f"{int(share * 100) // 100}.{int(share * 100) % 100:02d}")
        last = Mark(*points[-1], "", "", told)
    ticks = tuple(Tick(LEFT + place * step, name) for place, name in enumerate(names))
    levels = tuple(Tick(point(0, Fraction(level))[1], f"{level}") for level in sorted({least, 100}))
    return Lines(_joined(points), _joined(drawn(plan)), ticks, levels, last)


def _joined(points: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
