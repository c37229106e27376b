"""Code tables and limits that the list checks go by (bảng mã, giới hạn kiểm tra).

Everything here is data of `regulations/codes.toml`; this file says only what shape it has and which
of it holds on a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its meaning, its days, where it was read and how sure that is (mã)."""

    code: str
    meaning: str
    source: str
    mark: str
    first_day: date = date.min
    last_day: date = date.max
    personal: bool = True
    """Whether a personal number may begin with it; the armed forces register nobody."""

    def holds_on(self, day: date) -> bool:
        """Say whether the code is in use on a day."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Limits:
    """Figures by which cells and columns are judged (giới hạn): counts, per cent, days, years."""

    newborn_months: int
    phone_least_cells: int
    phone_percent: int
    phone_foreign_percent: int
    evidence_least_cells: int
    evidence_clear_percent: int
    evidence_possible_percent: int
    soon_days: int
    oldest_years: int
    age_percent: int
    sex_least_cells: int
    sex_percent: int
    longest_name: int
    refusal_least_rows: int
    refusal_error_percent: int
    refusal_mismatch_percent: int


@dataclass(frozen=True, slots=True)
class Habits:
    """By what a list is compared with the one before (mức đối chiếu với kỳ trước): per cent, rows.

    No regulation names these figures: they are experience, and only ever ask for a look.
    """

    least_people: int
    change_percent: int
    gone_percent: int
    least_run: int
    family_least_rows: int
    family_percent: int


@dataclass(frozen=True, slots=True)
class WaiverTerms:
    """Who decides on waivers and for how long at most (thẩm quyền, thời hạn miễn áp dụng)."""

    deciders: frozenset[str]
    """Roles of the province, by their stored names."""
    longest_days: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words that mean something in a cell (từ ngữ trong ô).

    `missing`, `newborn`, `male`, `female` and `sex_codes` are compared folded (no accents, no
    capitals), the others in small letters with their accents.
    """

    missing: frozenset[str]
    newborn: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    sex_codes: frozenset[str]
    deceased: tuple[str, ...]
    deceased_before: tuple[str, ...]
    deceased_not_after: tuple[str, ...]
    not_names: frozenset[str]
    not_names_begin: tuple[str, ...]
    suspicious_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Codes:
    """All code tables (các bảng mã): object groups, provinces of cards, countries and the rest."""

    groups: Mapping[str, Code]
    card_provinces: Mapping[str, Code]
    countries: range
    centuries: Mapping[str, int]
    placeholders: frozenset[str]
    phone_prefixes: frozenset[str]
    words: Words
    limits: Limits
    habits: Habits
    waivers: WaiverTerms
    version: int = 1

    def knows_group(self, letters: str, day: date) -> bool:
        """Say whether two letters are an object group of a day."""
        code = self.groups.get(letters)
        return code is not None and code.holds_on(day)

    def knows_card_province(self, digits: str, day: date) -> bool:
        """Say whether two digits are a province of issue of a day."""
        code = self.card_provinces.get(digits)
        return code is not None and code.holds_on(day)

    def knows_prefix(self, digits: str, day: date) -> bool:
        """Say whether a personal number may begin with three digits on a day."""
        if digits[0] != "0":
            return int(digits) in self.countries
        code = self.card_provinces.get(digits[1:])
        return code is not None and code.personal and code.holds_on(day)

    def group_letters(self, day: date) -> frozenset[str]:
        """Give the object groups of a day (mã đối tượng)."""
        return frozenset(code.code for code in self.groups.values() if code.holds_on(day))

    def card_province_digits(self, day: date) -> frozenset[str]:
        """Give the two-digit provinces of issue of a day (mã tỉnh trên thẻ)."""
        return frozenset(code.code for code in self.card_provinces.values() if code.holds_on(day))

    def personal_prefixes(self, day: date) -> frozenset[str]:
        """Give the first three digits a personal number may have (tỉnh hoặc quốc gia khai sinh)."""
        known = self.card_provinces.values()
        home = {f"0{code.code}" for code in known if code.personal and code.holds_on(day)}
        return frozenset(home | {str(country) for country in self.countries})
