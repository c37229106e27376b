"""Ratios with a typed base, and the re-checking of printed ones (tỷ lệ và gốc so sánh).

The service prints shares cut, never rounded. Papers of others round half-up; a printed figure is
held to reproduce when either way of writing gives it. What a paper leaves out is bounded from
both sides, never guessed: "trên 90 %" is a lower bound and no figure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Final

from .errors import InvalidInput


class Base(StrEnum):
    """What stands below the line; values are stored and never change (gốc so sánh)."""

    POPULATION = "population"
    WORKFORCE = "workforce"
    PLAN_TOTAL = "plan_total"
    PLAN_IN_PROVINCE = "plan_in_province"
    PLAN_UNSPECIFIED = "plan_unspecified"
    YEAR_BEFORE = "year_before"


BASE_LABELS: Final = {
    Base.POPULATION: "trên dân số",
    Base.WORKFORCE: "trên lực lượng lao động trong độ tuổi",
    Base.PLAN_TOTAL: "tổng số so với kế hoạch",
    Base.PLAN_IN_PROVINCE: "số tham gia trong tỉnh so với kế hoạch",
    Base.PLAN_UNSPECIFIED: "so với kế hoạch, không rõ gốc",
    Base.YEAR_BEFORE: "so với cùng kỳ năm trước",
}
NEVER_OVER: Final = frozenset({Base.POPULATION, Base.WORKFORCE})
"""A plan may be exceeded; more people than there are is an error."""


class NotAShare(InvalidInput):
    """A text that prints no share (không đọc được tỷ lệ)."""

    code = "not_a_share"


@dataclass(frozen=True, slots=True)
class Ratio:
    """People over people, and what the lower number stands for (tỷ lệ)."""

    part: int
    whole: int | None
    base: Base

    @property
    def exact(self) -> Fraction | None:
        """The share in per cent, None where the base is unknown or nobody."""
        return Fraction(100 * self.part, self.whole) if self.whole and self.whole > 0 else None

    @property
    def is_possible(self) -> bool:
        """Say whether the share can be: coverage ends at 100, a plan does not."""
        return self.exact is None or self.base not in NEVER_OVER or self.exact <= 100  # noqa: PLR2004 - per cent

    def truncated(self, decimals: int = 2) -> str:
        """Write the share cut, with a decimal point; "" where it is not known."""
        return "" if self.exact is None else _written(floor(self.exact * 10**decimals), decimals)

    def half_up(self, decimals: int = 2) -> str:
        """Write the share rounded half-up, as papers of others do."""
        if self.exact is None:
            return ""
        return _written(floor(self.exact * 10**decimals + Fraction(1, 2)), decimals)


def _written(scaled: int, decimals: int) -> str:
    if not decimals:
        return str(scaled)
    sign, digits = "-" if scaled < 0 else "", str(abs(scaled)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


@dataclass(frozen=True, slots=True)
class PrintedShare:
    """A share as a paper prints it (tỷ lệ in trên văn bản): "100,6 %", "trên 90 %"."""

    value: Decimal
    decimals: int
    is_lower_bound: bool = False

    @classmethod
    def read(cls, text: str) -> "PrintedShare":
        """Read a share with decimal comma; "trên" and "hơn" make it a lower bound.

        Raises:
            NotAShare: the text is nothing of the kind.

        """
        shape = re.fullmatch(
            r"(trên|hơn)?\s*([0-9]{1,4})(?:,([0-9]{1,4}))?\s*%", text.strip().lower()
        )
        if shape is None:
            raise NotAShare(f"Không đọc được tỷ lệ “{text}”: ghi như 89,38 % hoặc trên 90 %.")
        bound, whole, rest = shape[1], shape[2], shape[3] or ""
        return cls(Decimal(f"{whole}.{rest}" if rest else whole), len(rest), bound is not None)

    @property
    def edges(self) -> tuple[Fraction, Fraction]:
        """Between which shares, the upper one left out, half-up rounding prints it."""
        half = Fraction(1, 2 * 10**self.decimals)
        return Fraction(self.value) - half, Fraction(self.value) + half

    def fits(self, ratio: Ratio) -> bool:
        """Say whether the ratio prints so, cut or rounded half-up, or lies above the bound."""
        if ratio.exact is None:
            return False
        if self.is_lower_bound:
            return ratio.exact > Fraction(self.value)
        text = f"{self.value:.{self.decimals}f}"
        return text in {ratio.truncated(self.decimals), ratio.half_up(self.decimals)}


class Finding(StrEnum):
    """What became of a printed ratio when it was computed again (kết quả tính lại)."""

    REPRODUCES = "reproduces"
    ON_ANOTHER_BASE = "on_another_base"
    DOES_NOT = "does_not"
    CANNOT = "cannot_be_checked"


FINDING_LABELS: Final = {
    Finding.REPRODUCES: "tái lập được",
    Finding.ON_ANOTHER_BASE: "chỉ tái lập được trên gốc khác",
    Finding.DOES_NOT: "không tái lập được",
    Finding.CANNOT: "chưa kiểm tra được: nguồn thiếu số liệu",
}


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A printed ratio computed again (tính lại): as it reads, and the reading that prints it."""

    printed: PrintedShare
    as_written: Ratio
    finding: Finding
    fitting: Ratio | None


def recheck(text: str, as_written: Ratio, others: Sequence[Ratio] = ()) -> Rechecked:
    """Compute a printed ratio again, as it reads and on other bases (kiểm tra số in)."""
    printed = PrintedShare.read(text)
    if printed.fits(as_written):
        return Rechecked(printed, as_written, Finding.REPRODUCES, as_written)
    fitting = next((ratio for ratio in others if printed.fits(ratio)), None)
    if fitting is not None:
        return Rechecked(printed, as_written, Finding.ON_ANOTHER_BASE, fitting)
    unknown = as_written.exact is None
    return Rechecked(printed, as_written, Finding.CANNOT if unknown else Finding.DOES_NOT, None)


def implied_wholes(part: int, text: str) -> tuple[int | None, int]:
    """Bound the base that a printed share leaves out: (least, greatest) (gốc suy ra).

    Of a lower bound only the greatest is known.
    """
    printed = PrintedShare.read(text)
    if printed.is_lower_bound:
        return None, ceil(Fraction(100 * part) / Fraction(printed.value)) - 1
    low, high = printed.edges
    return floor(100 * part / high) + 1, floor(100 * part / low)


def implied_part(whole: int, text: str) -> int:
    """Give the least number of people that a lower bound means: "hơn 92 %" of 1.564 → 1.439."""
    return floor(Fraction(PrintedShare.read(text).value) * whole / 100) + 1


def implied_target(coverage: str, of_target: str) -> tuple[str, str, str]:
    """Give the target that coverage and share of it mean: (value, least, greatest), half-up.

    Both figures are printed rounded, so the bounds have three decimals, outwards.
    """
    got, share = PrintedShare.read(coverage), PrintedShare.read(of_target)
    centre = 100 * Fraction(got.value) / Fraction(share.value)
    least = 100 * got.edges[0] / share.edges[1]
    greatest = 100 * got.edges[1] / share.edges[0]
    return (
        _written(floor(centre * 100 + Fraction(1, 2)), 2),
        _written(floor(least * 1000), 3),
        _written(ceil(greatest * 1000), 3),
    )


def union_bounds(parts: Sequence[int]) -> tuple[int, int]:
    """Bound how many people stand behind overlapping counts: largest part to plain sum.

    The plain sum counts participations (lượt tham gia), never people.
    """
    return max(parts), sum(parts)
