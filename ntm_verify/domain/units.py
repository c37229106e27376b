"""The country's units over time (danh mục đơn vị hành chính), and what became of them.

Two worlds of codes: numbers were given out anew on 1/7/2025 (Quyết định 19/2025/QĐ-TTg), so a unit
of before bears its number behind a "~" as its key. A unit has one row for each time in which
name, kind and place stayed the same. Names are looked for with and without accents; who stands
behind a name is decided with accents, within a province and on a day, and never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from .person_name import clean_name, fold_key, tone_key

BEFORE: Final = "~"
"""Marks keys of units whose number was given out before 1/7/2025."""
_SHORT_KINDS: Final = {
    "province": r"tỉnh|thành phố|tp",
    "district": r"huyện|quận|thị xã|thành phố|tx|tp|h|q",
    "commune": r"xã|x",
    "ward": r"phường|p",
    "town": r"thị trấn|tt",
    "special": r"đặc khu|đk",
}
_KIND: Final = re.compile(
    rf"^(?P<kind>{'|'.join(_SHORT_KINDS.values())})(?:\. *| +)(?P<bare>.*\S)", re.IGNORECASE
)


class UnitKind(StrEnum):
    """What a unit is; values are stored and never change (loại đơn vị)."""

    PROVINCE = "province"
    DISTRICT = "district"  # cấp huyện, đến 30/6/2025
    COMMUNE = "commune"
    WARD = "ward"
    TOWN = "town"  # thị trấn, đến 30/6/2025
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class DatedUnit:
    """A unit while its name, kind and place stayed the same (đơn vị trong một thời kỳ).

    `parent` is the key of the unit above, "" for a province. `first_day` None: longer ago than
    the register tells. `document` set it up, "" where the register names none.
    """

    key: str
    name: str
    kind: UnitKind
    parent: str
    first_day: date | None
    last_day: date | None
    document: str = ""

    @property
    def code(self) -> str:
        """Its number in the list of its day (mã đơn vị)."""
        return self.key.removeprefix(BEFORE)

    def stands_on(self, day: date) -> bool:
        """Say whether it stood under this name on a day."""
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Succession:
    """That a unit, whole or in part, went into another on a day (kế thừa)."""

    old: str
    new: str
    is_whole: bool
    day: date


@dataclass(frozen=True, slots=True)
class Became:
    """What a unit became (đơn vị sau sắp xếp): nothing told, one unit, or several to ask about."""

    choices: tuple[DatedUnit, ...]

    @property
    def one(self) -> DatedUnit | None:
        """The only successor; None where there is none or where a person must say which."""
        return self.choices[0] if len(self.choices) == 1 else None

    @property
    def must_ask(self) -> bool:
        """Say that the old unit went to several: which of them, only a person can tell."""
        return len(self.choices) > 1


def parted_name(text: str) -> tuple[str, str]:
    """Part a typed name into its kind, as typed in small letters, and the bare name.

    "TT. Nga Sơn" → ("tt", "Nga Sơn"); a name without its kind gives "" (tách loại đơn vị).
    """
    clean = clean_name(text)
    found = _KIND.match(clean)
    if found is None:
        return "", clean
    return found["kind"].lower(), found["bare"]


def _fits(kind: str, unit: DatedUnit) -> bool:
    return not kind or re.fullmatch(_SHORT_KINDS[unit.kind], kind) is not None


class Register:
    """Every unit the service knows of, by key, name and day (danh mục)."""

    __slots__ = ("_by_fold", "_by_key", "_by_parent", "_by_tone", "_new", "_old", "units")

    def __init__(self, units: Iterable[DatedUnit], successions: Iterable[Succession]) -> None:
        """Index units and what became of them; rows of one key are given oldest first."""
        self.units: tuple[DatedUnit, ...] = tuple(units)
        self._by_key, self._by_parent = (
            _grouped(self.units),
            defaultdict[str, list[DatedUnit]](list),
        )
        self._by_tone, self._by_fold = (defaultdict[str, list[DatedUnit]](list) for _ in "12")
        for unit in self.units:
            bare = parted_name(unit.name)[1]
            self._by_parent[unit.parent].append(unit)
            self._by_tone[tone_key(bare)].append(unit)
            self._by_fold[fold_key(bare)].append(unit)
        self._new, self._old = (defaultdict[str, list[Succession]](list) for _ in "12")
        for link in successions:
            self._new[link.old].append(link)
            self._old[link.new].append(link)

    def periods(self, key: str) -> tuple[DatedUnit, ...]:
        """Give the rows of a unit, oldest first; none where the key is not known."""
        return tuple(self._by_key.get(key, ()))

    def on(self, key: str, day: date) -> DatedUnit | None:
        """Give the unit as it stood on a day, None where it did not."""
        return next((unit for unit in self.periods(key) if unit.stands_on(day)), None)

    def standing(self, day: date, *kinds: UnitKind) -> Iterator[DatedUnit]:
        """Give the units of these kinds that stood on a day."""
        return (unit for unit in self.units if unit.kind in kinds and unit.stands_on(day))

    def below(self, key: str, day: date) -> tuple[DatedUnit, ...]:
        """Give the units directly below one on a day."""
        return tuple(unit for unit in self._by_parent.get(key, ()) if unit.stands_on(day))

    def province_of(self, unit: DatedUnit) -> str:
        """Give the key of the province in which a unit lies, its own for a province."""
        while unit.parent:
            unit = self._by_key[unit.parent][-1]
        return unit.key

    def full_name(self, unit: DatedUnit) -> str:
        """Write a unit with those above it: "Xã A, Huyện B, Tỉnh C" (tên đầy đủ)."""
        names = [unit.name]
        while unit.parent:
            unit = self._above(unit)
            names.append(unit.name)
        return ", ".join(names)

    def _above(self, unit: DatedUnit) -> DatedUnit:
        rows = self._by_key[unit.parent]
        return next((row for row in rows if row.last_day == unit.last_day), rows[-1])

    def resolve(self, name: str, day: date, province: str) -> tuple[DatedUnit, ...]:
        """Give who bore a name in a province on a day; more than one means: ask (tìm đúng tên).

        Accents count, wherever tones are put (Hoà = Hòa); a kind typed before the name narrows.
        """
        kind, bare = parted_name(name)
        return tuple(
            unit
            for unit in self._by_tone.get(tone_key(bare), ())
            if unit.stands_on(day) and _fits(kind, unit) and self.province_of(unit) == province
        )

    def find(self, text: str, most: int = 20, province: str = "") -> tuple[DatedUnit, ...]:
        """Give units of any time whose name is like a text or whose number it is (tra cứu).

        Exact spelling first, then equal without accents, then names that hold the text; newer
        before older. With `province` only units that lie in it.
        """
        kind, bare = parted_name(text)
        folded = fold_key(bare)
        if not folded:
            return ()
        ranked: dict[DatedUnit, None] = {}
        for found in (
            self._by_key.get(bare, ()),
            self._by_key.get(BEFORE + bare, ()),
            self._by_tone.get(tone_key(bare), ()),
            self._by_fold.get(folded, ()),
            (u for key, units in self._by_fold.items() if folded in key for u in units),
        ):
            inside = (unit for unit in found if _fits(kind, unit))
            at = (u for u in inside if not province or self.province_of(u) == province)
            ranked.update(dict.fromkeys(sorted(at, key=_newest_first)))
            if len(ranked) >= most:
                break
        return tuple(ranked)[:most]

    def became(self, key: str) -> Became:
        """Say what a unit went into; a district that ended went into nothing (kế thừa)."""
        return Became(tuple(self._by_key[link.new][0] for link in self._new.get(key, ())))

    def came_from(self, key: str) -> tuple[Succession, ...]:
        """Give what went into a unit, whole or in part (tiền thân)."""
        return tuple(self._old.get(key, ()))


def _grouped(units: Iterable[DatedUnit]) -> Mapping[str, list[DatedUnit]]:
    rows = defaultdict(list)
    for unit in units:
        rows[unit.key].append(unit)
    return rows


def _newest_first(unit: DatedUnit) -> tuple[int, str, int]:
    end, begin = unit.last_day or date.max, unit.first_day or date.min
    return -end.toordinal(), unit.key, -begin.toordinal()
