"""Plan targets of social and health insurance (chỉ tiêu giao), and what was reached of them.

A target is no threshold of the criterion: it is assigned by a resolution or decision, it may be
exceeded, and it never changes a verdict. Every ratio names its base: one report may set the total
against a plan and, in the next line, only those who take part inside the province.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from .errors import InvalidInput
from .ratios import Base, Ratio


class Measure(StrEnum):
    """What is counted in people; values are stored and never change (loại hình, số liệu nền)."""

    COMPULSORY = "bhxh_compulsory"
    VOLUNTARY = "bhxh_voluntary"
    HEALTH = "bhyt"
    UNEMPLOYMENT = "bhtn"
    SOCIAL = "bhxh"
    POPULATION = "population"
    WORKFORCE = "workforce"


MEASURE_LABELS: Final = {
    Measure.COMPULSORY: "BHXH bắt buộc",
    Measure.VOLUNTARY: "BHXH tự nguyện",
    Measure.HEALTH: "BHYT",
    Measure.UNEMPLOYMENT: "BHTN",
    Measure.SOCIAL: "BHXH (bắt buộc và tự nguyện)",
    Measure.POPULATION: "dân số",
    Measure.WORKFORCE: "lực lượng lao động trong độ tuổi",
}
SCHEMES: Final = (Measure.HEALTH, Measure.COMPULSORY, Measure.VOLUNTARY, Measure.UNEMPLOYMENT)
"""The four schemes, health insurance first."""
WITH_TARGET: Final = (*SCHEMES, Measure.SOCIAL)
GROUND: Final = {Base.POPULATION: Measure.POPULATION, Base.WORKFORCE: Measure.WORKFORCE}
"""Which count of people a share of a base is a share of."""
FIRST_YEAR: Final = 1995
LAST_YEAR: Final = 2100
MOST_WORDS: Final = 300


class TargetNotUsable(InvalidInput):
    """A target that no document can mean (chỉ tiêu không hợp lệ)."""

    code = "target_not_usable"


@dataclass(frozen=True, slots=True)
class Citation:
    """Which document says so (căn cứ): the number exactly as it was entered.

    `article` names part, article or annex. Papers print one number in several ways; `key` tells
    them alike: letters and digits in their order, separators left out.
    """

    kind: str
    number: str
    day: date
    issuer: str
    article: str = ""

    def __post_init__(self) -> None:
        """Refuse a document that nobody could find.

        Raises:
            TargetNotUsable: kind, number or issuer are missing.

        """
        if not (self.kind.strip() and self.key and self.issuer.strip()):
            raise TargetNotUsable(
                "Chỉ tiêu chưa có căn cứ: ghi loại văn bản, số và ký hiệu, ngày và cơ quan "
                "ban hành của nghị quyết hoặc quyết định giao chỉ tiêu."
            )

    @property
    def key(self) -> str:
        """Give what numbers are compared by: "02-NQ/TU" and "02/NQ-TU" → "02 NQ TU"."""
        return document_key(self.number)


def document_key(number: str) -> str:
    """Leave letters and digits of a document's number, in their order (khóa so sánh số văn bản)."""
    return " ".join(re.findall(r"[^\W_]+", number.upper()))


@dataclass(frozen=True, slots=True)
class Target:
    """What one document assigns to a unit for a scheme and year (một chỉ tiêu).

    Either `percent` of the base, exact from text, or `people`, a plan counted in persons.
    `valid_from` is the day from which it counts: an amended figure is a later one beside it, and
    reports of earlier days keep theirs.
    """

    unit: str
    measure: Measure
    year: int
    base: Base
    citation: Citation
    valid_from: date
    percent: Decimal | None = None
    people: int | None = None
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be a target.

        Raises:
            TargetNotUsable: no scheme, no year, not exactly one figure, or one of the wrong kind.

        """
        for wrong in self._faults():
            raise TargetNotUsable(wrong)

    def _faults(self) -> Iterable[str]:
        name = f"Chỉ tiêu {MEASURE_LABELS[self.measure]} năm {self.year} của đơn vị {self.unit}"
        if self.measure not in WITH_TARGET:
            yield f"{name}: không giao chỉ tiêu cho số liệu nền."
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            yield f"{name}: năm không hợp lệ, ghi bốn chữ số, ví dụ 2025."
        if (self.percent is None) == (self.people is None):
            yield f"{name}: ghi đúng một trong hai, tỷ lệ phần trăm hoặc số người."
        if (self.percent is not None) != (self.base in GROUND):
            yield (
                f"{name}: tỷ lệ phần trăm tính trên dân số hoặc lực lượng lao động; số người là "
                "kế hoạch tính trên tổng số hoặc trên số tham gia trong tỉnh."
            )
        if self.percent is not None and not 0 < self.percent <= 100:  # noqa: PLR2004 - per cent
            yield f"{name}: tỷ lệ phải lớn hơn 0 và không quá 100."
        if self.people is not None and self.people <= 0:
            yield f"{name}: số người phải lớn hơn 0."


@dataclass(frozen=True, slots=True)
class Due:
    """Until when the dossiers of a year are wanted, by which document (hạn nộp hồ sơ của năm)."""

    year: int
    day: date
    document: str

    def __post_init__(self) -> None:
        """Refuse a day that nobody could mean.

        Raises:
            TargetNotUsable: no document, or a day far from its year.

        """
        if not self.document.strip() or len(self.document) > MOST_WORDS:
            raise TargetNotUsable(
                "Ghi văn bản đặt hạn nộp: số, ký hiệu, ngày và cơ quan ban hành (tối đa "
                f"{MOST_WORDS} ký tự)."
            )
        if not FIRST_YEAR <= self.year <= LAST_YEAR or not 0 <= self.day.year - self.year <= 1:
            raise TargetNotUsable(
                "Hạn nộp của một năm nằm trong năm đó hoặc năm liền sau; kiểm tra lại năm và ngày."
            )

    def state(self) -> dict[str, object]:
        """Give what the log keeps of it."""
        return {"day": self.day.isoformat(), "document": self.document}


def due_of(dues: Iterable[Due], year: int) -> Due | None:
    """Give the last day for a year's dossiers; of several the one entered last counts."""
    return next((due for due in reversed(tuple(dues)) if due.year == year), None)


@dataclass(frozen=True, slots=True)
class Actual:
    """How many people a unit has on a day (số thực hiện), with its parts and its source.

    `inside` and `outside` are those who take part in the province and elsewhere, None where the
    source does not tell them apart.
    """

    unit: str
    measure: Measure
    day: date
    total: int
    source: str
    inside: int | None = None
    outside: int | None = None

    @property
    def adds_up(self) -> bool | None:
        """Say whether the parts give the total; None where there are no two parts."""
        if self.inside is None or self.outside is None:
            return None
        return self.inside + self.outside == self.total

    def counted_for(self, base: Base) -> int | None:
        """Give how many people a plan on this base counts (số người tính theo gốc)."""
        return self.inside if base is Base.PLAN_IN_PROVINCE else self.total


@dataclass(frozen=True, slots=True)
class Standing:
    """One scheme of one unit against its target (thực hiện so với chỉ tiêu).

    `ground` is the count of people that a share is a share of. What is not known is None.
    """

    target: Target
    actual: Actual | None
    ground: Actual | None = None

    @property
    def wanted(self) -> int | None:
        """How many people the target means: the plan, or the least that gives the share."""
        if self.target.percent is None:
            return self.target.people
        if self.ground is None:
            return None
        p, q = self.target.percent.as_integer_ratio()
        return -(-p * self.ground.total // (100 * q))

    @property
    def reached(self) -> int | None:
        """How many people are counted for it."""
        return None if self.actual is None else self.actual.counted_for(self.target.base)

    @property
    def of_target(self) -> Ratio | None:
        """The share of the target that is reached: people of people, as of a plan."""
        if self.reached is None:
            return None
        is_plan = self.target.percent is None
        base = self.target.base if is_plan else Base.PLAN_TOTAL
        return Ratio(self.reached, self.wanted, base)

    @property
    def coverage(self) -> Ratio | None:
        """The share of the ground, None where the target is a plan in people."""
        if self.reached is None or self.target.percent is None:
            return None
        return Ratio(self.reached, self.ground.total if self.ground else None, self.target.base)

    @property
    def gap(self) -> int | None:
        """How many people are missing, at most 0 when the target is reached (còn thiếu)."""
        if self.wanted is None or self.reached is None:
            return None
        return max(0, self.wanted - self.reached)

    def pace(self, day: date) -> int | None:
        """Give how many people a week reach the target by the end of its year (tốc độ cần có)."""
        left = (date(self.target.year, 12, 31) - day).days
        if self.gap is None or left <= 0:
            return None
        return -(-self.gap * 7 // left)


def in_force(targets: Iterable[Target], day: date) -> tuple[Target, ...]:
    """Give the figure that counts on a day for each unit, scheme and year (chỉ tiêu hiện hành).

    Of several the one that came into force last counts; of the same day the one entered last.
    """
    found: dict[tuple[str, Measure, int], Target] = {}
    for target in targets:
        key = target.unit, target.measure, target.year
        known = found.get(key)
        begun = target.valid_from <= day
        if begun and (known is None or known.valid_from <= target.valid_from):
            found[key] = target
    return tuple(sorted(found.values(), key=lambda t: (t.unit, t.measure, t.year)))


def newest(actuals: Iterable[Actual], day: date) -> dict[tuple[str, Measure], Actual]:
    """Give the newest count of each unit and measure within the day's year (số mới nhất)."""
    found: dict[tuple[str, Measure], Actual] = {}
    for actual in actuals:
        known = found.get((actual.unit, actual.measure))
        fits = actual.day.year == day.year and actual.day <= day
        if fits and (known is None or known.day <= actual.day):
            found[(actual.unit, actual.measure)] = actual
    return found


def standings(
    targets: Iterable[Target], actuals: Iterable[Actual], day: date
) -> tuple[Standing, ...]:
    """Set what was reached by a day against the targets of its year (thực hiện so với chỉ tiêu)."""
    counts = newest(actuals, day)
    return tuple(
        Standing(target, counts.get((target.unit, target.measure)), _ground(target, counts))
        for target in in_force(targets, day)
        if target.year == day.year
    )


def _ground(target: Target, counts: dict[tuple[str, Measure], Actual]) -> Actual | None:
    measure = GROUND.get(target.base)
    return None if measure is None else counts.get((target.unit, measure))


def falling(path: Iterable[Target]) -> tuple[Target, ...]:
    """Give the targets that ask for less than the year before (lộ trình giảm): worth a question."""
    ordered = sorted(path, key=lambda t: (t.unit, t.measure, t.base, t.year))
    pairs = pairwise(ordered)
    return tuple(
        late for early, late in pairs if _same(early, late) and _asked(late) < _asked(early)
    )


def _same(early: Target, late: Target) -> bool:
    return (early.unit, early.measure, early.base) == (late.unit, late.measure, late.base)


def _asked(target: Target) -> Decimal:
    return target.percent if target.percent is not None else Decimal(target.people or 0)
