"""What becomes of a commune's figure as cards end (dự báo khi thẻ hết hạn): F33, F99.

All figures are people, in whole numbers. A card that is valid to a day V covers its holder on day
D exactly when D ≤ V. Nobody is taken to renew and nobody to join: what is told is what holds if
nothing is done. People of whom no last day is known are counted apart and guessed at nowhere.
The clause on both sexes is left aside: dates by sex are not kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from .endings import Ending, fitted, known_and_ended, parts_of
from .horizons import Horizon
from .outcome import Outcome
from .rollup import COMMUNE, DossierFact
from .steps import Status
from .unit import Unit

SPEAKS: Final = frozenset(
    {Status.SUBMITTED, Status.UNDER_APPRAISAL, Status.APPROVED, Status.CERTIFIED}
)
"""Dossiers whose list is taken for a commune's: handed in, neither sent back nor refused."""


class Fall(StrEnum):
    """What becomes of a commune until a day if nobody renews (khả năng xuống dưới ngưỡng)."""

    BELOW = "below"
    FALLS = "falls"
    UNCLEAR = "unclear"
    STANDS = "stands"
    NO_RULE = "no_rule"


FALL_LABELS: Final = {
    Fall.BELOW: "đã thiếu từ ngày chốt",
    Fall.FALLS: "sẽ xuống dưới ngưỡng",
    Fall.UNCLEAR: "chưa rõ vì thiếu hạn thẻ",
    Fall.STANDS: "vẫn đủ người",
    Fall.NO_RULE: "chưa có ngưỡng",
}


@dataclass(frozen=True, slots=True)
class Prospect:
    """One commune on one day ahead (một mốc dự báo).

    Of `insured` people `ended` have cards that end before the day, and of `unknown` no last day
    is known; `required` is what the commune's own pinned rule asks for, None without a figure.
    """

    horizon: Horizon
    insured: int
    ended: int
    unknown: int
    required: int | None

    @property
    def covered(self) -> int:
        """How many are left, people of unknown last day among them."""
        return self.insured - self.ended

    @property
    def least(self) -> int:
        """How many are left if nobody of unknown last day is covered any more."""
        return self.covered - self.unknown

    @property
    def missing(self) -> int | None:
        """How many people will be missing (sẽ thiếu), None without a figure."""
        return None if self.required is None else max(0, self.required - self.covered)

    @property
    def spare(self) -> int | None:
        """How many more cards may end before the commune falls, None without a figure."""
        return None if self.required is None else max(0, self.covered - self.required)

    @property
    def fall(self) -> Fall:
        """Say what becomes of the commune."""
        if self.required is None:
            return Fall.NO_RULE
        if self.insured < self.required:
            return Fall.BELOW
        if self.covered < self.required:
            return Fall.FALLS
        return Fall.UNCLEAR if self.least < self.required else Fall.STANDS


def prospects(
    insured: int, required: int | None, figures: Sequence[int], horizons: Sequence[Horizon]
) -> tuple[Prospect, ...]:
    """Look ahead for one commune; `figures` as `known_and_ended` gives them for the horizons."""
    known, *ended = figures
    unknown = insured - known
    return tuple(
        Prospect(horizon, insured, gone, unknown, required)
        for horizon, gone in zip(horizons, ended, strict=True)
    )


@dataclass(frozen=True, slots=True)
class HamletOutlook:
    """One hamlet (một thôn): people counted, of unknown last day, ended before each horizon."""

    hamlet: str
    rows: int
    insured: int
    unknown: int
    ended: tuple[int, ...]

    def left(self, place: int) -> int:
        """How many are left at a horizon."""
        return self.insured - self.ended[place]


@dataclass(frozen=True, slots=True)
class CommuneOutlook:
    """A commune's hamlets and their sums (dự báo của một xã): sums are sums of hamlets."""

    horizons: tuple[Horizon, ...]
    hamlets: tuple[HamletOutlook, ...]
    required: int | None

    @property
    def prospects(self) -> tuple[Prospect, ...]:
        """The commune on each day ahead."""
        insured = sum(one.insured for one in self.hamlets)
        unknown = sum(one.unknown for one in self.hamlets)
        ended = (sum(one.ended[at] for one in self.hamlets) for at in range(len(self.horizons)))
        return prospects(insured, self.required, (insured - unknown, *ended), self.horizons)

    @property
    def knows_days(self) -> bool:
        """Say whether the last day of anybody's card is known."""
        return any(one.unknown < one.insured for one in self.hamlets)


def commune_outlook(
    outcome: Outcome, required: int | None, kept: Iterable[Ending], horizons: Sequence[Horizon]
) -> CommuneOutlook:
    """Lay a commune's hamlets out over the days ahead (dự báo theo thôn)."""
    by_hamlet: dict[str, list[Ending]] = defaultdict(list)
    for one in fitted(kept, outcome):
        by_hamlet[one.hamlet].append(one)
    days = [horizon.day for horizon in horizons]
    lines = []
    for part in parts_of(outcome):
        known, *ended = known_and_ended(by_hamlet[part.hamlet], days)
        unknown = part.counted - known
        lines.append(HamletOutlook(part.hamlet, part.rows, part.counted, unknown, tuple(ended)))
    return CommuneOutlook(tuple(horizons), tuple(lines), required)


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """One commune of a province (một xã): its newest list, None where none speaks for it."""

    unit: Unit
    fact: DossierFact | None
    prospects: tuple[Prospect, ...] = ()

    def fall(self, days: int) -> Fall | None:
        """Say how the commune comes out within so many days, None where no list speaks.

        People only leave as days go by, so the last day is the worst.
        """
        within = [one.fall for one in self.prospects if one.horizon.days <= days]
        return within[-1] if within else None

    def first_fall(self) -> Horizon | None:
        """Give the first day on which the commune is certain to be below (ngày sẽ rớt ngưỡng)."""
        falls = (one.horizon for one in self.prospects if one.fall is Fall.FALLS)
        return next(falls, None)


@dataclass(frozen=True, slots=True)
class ProvinceOutlook:
    """The communes of a province on the days ahead (dự báo toàn tỉnh)."""

    horizons: tuple[Horizon, ...]
    lines: tuple[CommuneLine, ...]

    def count(self, place: int, fall: Fall) -> int:
        """Count the communes that come out so at a horizon."""
        return sum(line.prospects[place].fall is fall for line in self.lines if line.prospects)

    def ended(self, place: int) -> int:
        """Count the people whose cards end before a horizon."""
        return sum(line.prospects[place].ended for line in self.lines if line.prospects)

    @property
    def insured(self) -> int:
        """Count the people on the lists that speak."""
        return sum(line.fact.insured for line in self.lines if line.fact)

    @property
    def unknown(self) -> int:
        """Count the people of whom no last day is known."""
        return sum(line.prospects[0].unknown for line in self.lines if line.prospects)

    @property
    def silent(self) -> int:
        """Count the communes for which no list speaks."""
        return sum(line.fact is None for line in self.lines)


def speaking(facts: Iterable[DossierFact], day: date) -> dict[str, DossierFact]:
    """Choose the list that speaks for each commune on a day (danh sách mới nhất của mỗi xã).

    The newest cut-off day up to the day; of two on one day the paper in force, then the later
    dossier.
    """
    known = (fact for fact in facts if fact.status in SPEAKS and fact.as_of <= day)
    ordered = sorted(known, key=lambda fact: (fact.as_of, fact.is_appraised, fact.id.hex))
    return {fact.commune: fact for fact in ordered}


def province_outlook(
    units: Sequence[Unit],
    chosen: Mapping[str, DossierFact],
    figures: Mapping[UUID, Sequence[int]],
    horizons: Sequence[Horizon],
) -> ProvinceOutlook:
    """Lay the communes of a province out over the days ahead.

    `figures` gives known and ended people of each dossier; a dossier without any has nobody of
    known last day. Wards are outside the criterion and left out.
    """
    today, nothing = horizons[0].day, (0,) * (len(horizons) + 1)
    lines = []
    for unit in units:
        ended = unit.last_day is not None and unit.last_day < today
        if unit.kind != COMMUNE or unit.first_day > today or ended:
            continue
        fact = chosen.get(unit.code)
        if fact is None:
            lines.append(CommuneLine(unit, None))
            continue
        told = figures.get(fact.id, nothing)
        seen = prospects(fact.insured, fact.required, told, horizons)
        lines.append(CommuneLine(unit, fact, seen))
    return ProvinceOutlook(tuple(horizons), tuple(lines))
