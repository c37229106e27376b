"""Two rule sets side by side (so sánh hai bộ tiêu chí): which facts differ, and what lies between.

Every fact of both sets is told, the equal ones too: nobody has to wonder whether something was
left out. What no source tells is said on its side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from .findings import Catalogue, Severity
from .regulation import COVERAGE, Clause, CommuneGroup, EnteredFigure
from .rule_fitting import effective, period
from .wording import day

UNKNOWN: Final = "chưa rõ"
CRITERIA: Final = {
    COVERAGE: "tỷ lệ tham gia BHYT của xã nông thôn mới",
    "bhyt_coverage_advanced": "tỷ lệ tham gia BHYT của xã nông thôn mới nâng cao",
    "bhyt_coverage_model": "tỷ lệ tham gia BHYT của xã nông thôn mới kiểu mẫu",
}
CERTAINTY: Final = {"official": "văn bản chính thức", "press": "theo báo chí"}
FACTS: Final = {
    "clause": "mã tiêu chí",
    "percent": "ngưỡng",
    "first_day": "ngày hiệu lực",
    "last_day": "ngày hết hiệu lực",
    "both_sexes": "xét theo giới",
}
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One fact of both sets (một nội dung so sánh)."""

    key: str
    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Say whether the sets tell different things."""
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class SetFile:
    """A set with what the province released for it (một bộ tiêu chí)."""

    clause: Clause
    groups: tuple[CommuneGroup, ...]
    figures: tuple[EnteredFigure, ...]


@dataclass(frozen=True, slots=True)
class RuleComparison:
    """Two sets side by side (kết quả so sánh); `between` says what lies between their days."""

    first: SetFile
    second: SetFile
    aspects: tuple[Aspect, ...]
    between: str

    @property
    def different(self) -> int:
        """Count the facts that differ."""
        return sum(aspect.differs for aspect in self.aspects)


def compare_sets(
    first: SetFile, second: SetFile, catalogue: Catalogue, rules_version: str
) -> RuleComparison:
    """Lay two sets side by side, fact by fact."""
    rows = _rows(catalogue, rules_version)
    sides = [(*_facts(one), *rows) for one in (first, second)]
    aspects = tuple(
        Aspect(key, label, here, there)
        for (key, label, here), (_, _, there) in zip(*sides, strict=True)
    )
    return RuleComparison(first, second, aspects, between(first.clause, second.clause))


def between(first: Clause, second: Clause) -> str:
    """Say whether the days of two sets overlap, follow each other, or leave a hole."""
    early, late = sorted((first, second), key=lambda clause: clause.first_day)
    if late.first_day <= early.last_day:
        start, end = day(late.first_day), day(min(early.last_day, late.last_day))
        told = f"Hai bộ cùng áp dụng từ {start} đến {end}"
        same = early.criterion == late.criterion
        return f"{told}." if same else f"{told}, cho hai tiêu chí khác nhau."
    if late.first_day == early.last_day + ONE_DAY:
        return "Hai bộ nối tiếp nhau, không có ngày trống."
    start, end = day(early.last_day + ONE_DAY), day(late.first_day - ONE_DAY)
    return f"Từ {start} đến {end} không bộ nào trong hai bộ này áp dụng."


def holes(clauses: Iterable[Clause]) -> tuple[tuple[date, date], ...]:
    """Give the days between the first and the last commune set on which none applies."""
    own = sorted((c for c in clauses if c.criterion == COVERAGE), key=lambda c: c.first_day)
    return tuple(
        (early.last_day + ONE_DAY, late.first_day - ONE_DAY)
        for early, late in pairwise(own)
        if late.first_day > early.last_day + ONE_DAY
    )


def _facts(one: SetFile) -> Iterator[tuple[str, str, str]]:
    clause, sexes = one.clause, {True: "đạt với cả nam và nữ", False: "xét chung cả xã"}
    yield "legal_reference", "Văn bản", clause.legal_reference
    yield "title", "Tên văn bản", clause.title or UNKNOWN
    yield "criterion", "Nội dung", CRITERIA.get(clause.criterion, clause.criterion)
    yield "clause", "Mã tiêu chí", clause.clause or UNKNOWN
    yield "first_day", "Áp dụng từ", day(clause.first_day)
    yield "last_day", "Áp dụng đến", day(clause.last_day)
    known = clause.percent
    yield "percent", "Ngưỡng quốc gia", UNKNOWN if known is None else share(known)
    yield (
        "both_sexes",
        "Xét theo giới",
        UNKNOWN if clause.both_sexes is None else sexes[clause.both_sexes],
    )
    yield "groups", "Nhóm xã", "; ".join(group.name for group in one.groups) or "không chia nhóm"
    yield "figures", "Ngưỡng tỉnh đã công bố", _released(one)
    yield "marks", "Độ chắc chắn", _marks(clause.marks)
    yield "source", "Nguồn đã đọc", clause.source or UNKNOWN
    yield "sha256", "Mã băm tệp quy định", clause.sha256


def _released(one: SetFile) -> str:
    figures = effective(one.figures, one.clause)
    return "; ".join(said_figure(figure, one.clause) for figure in figures) or "không có"


def said_figure(figure: EnteredFigure, clause: Clause) -> str:
    """Write a figure of a province with its group, days and document."""
    who = f"nhóm {figure.group}: " if figure.group else ""
    first, last = period(figure, clause)
    return f"{who}{share(figure.percent)}, {day(first)} – {day(last)}, {figure.legal_reference}"


def _marks(marks: Sequence[tuple[str, str]]) -> str:
    told = (
        f"{FACTS.get(name, name)}: {CERTAINTY.get(mark, 'chưa xác nhận')}" for name, mark in marks
    )
    return "; ".join(told)


def _rows(catalogue: Catalogue, version: str) -> tuple[tuple[str, str, str], ...]:
    """Tell of the rules over rows: one edition serves every set, so both sides say the same."""
    count = {
        severity: sum(entry.severity is severity for entry in catalogue.entries.values())
        for severity in Severity
    }
    errors, warnings, notes = (
        count[one] for one in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    )
    told = f"{errors} quy tắc phải sửa, {warnings} cần xem lại, {notes} lưu ý"
    return (
        ("rules", "Quy tắc từng dòng", f"bản {version}, dùng chung cho mọi bộ tiêu chí"),
        ("severities", "Mức độ của quy tắc", told),
    )


def share(percent: Decimal) -> str:
    """Write a figure exactly as it is: "92,5 %"."""
    return f"{percent.normalize():f}".replace(".", ",") + "\u00a0%"
