"""Figures of communes put together, up to the province (tổng hợp từ thôn đến tỉnh).

A commune counts with one dossier of the day's calendar year: the paper in force whose cut-off day
is nearest before the day, else the newest one handed in, which is provisional and in no appraised
sum. Sums are sums of people of those dossiers and nothing else, so they equal the sum of the
papers by construction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from .coverage import Verdict
from .ratios import Base, Ratio
from .steps import Status
from .unit import Unit

COMMUNE: Final = "commune"
"""The kind of unit that indicator 15.1 is about; wards follow coverage only."""


class Progress(StrEnum):
    """How far a commune's dossier of the year is (tình trạng nộp)."""

    CERTIFIED = "certified"
    IN_HAND = "in_hand"
    RETURNED = "returned"
    REFUSED = "refused"
    NOT_HANDED_IN = "not_handed_in"
    LATE = "late"


PROGRESS_LABELS: Final = {
    Progress.CERTIFIED: "đã cấp kết quả",
    Progress.IN_HAND: "tỉnh đang xử lý",
    Progress.RETURNED: "bị trả lại, xã đang sửa",
    Progress.REFUSED: "không được công nhận",
    Progress.NOT_HANDED_IN: "chưa nộp",
    Progress.LATE: "chưa nộp, đã quá hạn",
}
OF_STATUS: Final = {
    Status.CERTIFIED: Progress.CERTIFIED,
    Status.SUBMITTED: Progress.IN_HAND,
    Status.UNDER_APPRAISAL: Progress.IN_HAND,
    Status.APPROVED: Progress.IN_HAND,
    Status.RETURNED: Progress.RETURNED,
    Status.REFUSED: Progress.REFUSED,
}
"""Drafts, withdrawn dossiers and papers out of force count for nobody."""
COUNTED: Final = frozenset(OF_STATUS)


@dataclass(frozen=True, slots=True)
class DossierFact:
    """What the roll-up needs of one dossier (số liệu một hồ sơ); `number` is its paper's."""

    id: UUID
    commune: str
    as_of: date
    status: Status
    insured: int
    people: int
    required: int | None
    verdict: Verdict | None
    number: str = ""

    @property
    def is_appraised(self) -> bool:
        """Say whether a paper in force states these figures."""
        return self.status is Status.CERTIFIED


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """One commune on a day (một xã): its dossier, None where none counts, and a year before."""

    unit: Unit
    fact: DossierFact | None
    before: DossierFact | None
    progress: Progress
    area: str = ""

    @property
    def is_in_programme(self) -> bool:
        """Say whether the criterion is about this unit."""
        return self.unit.kind == COMMUNE

    @property
    def coverage(self) -> Ratio | None:
        """The share of the population, None where nothing is known."""
        return _coverage(self.fact)

    @property
    def shortfall(self) -> int | None:
        """How many people are missing (còn thiếu); None where no threshold is known."""
        fact = self.fact
        if fact is None or fact.required is None:
            return None
        return max(0, fact.required - fact.insured)


def _coverage(fact: DossierFact | None) -> Ratio | None:
    return None if fact is None else Ratio(fact.insured, fact.people, Base.POPULATION)


@dataclass(frozen=True, slots=True)
class Sum:
    """Some communes together (tổng hợp một nhóm xã).

    `insured` and `people` are those of papers in force; `waiting_insured` and `waiting_people`
    those of dossiers without one. `met` counts papers that say so. `shortfall` is over all of
    them; `before` holds participants and people of the same communes a year before, `matched`
    how many communes that could be said of, and `now` their participants today.
    """

    name: str
    communes: int
    appraised: int
    met: int
    insured: int
    people: int
    waiting: int
    waiting_insured: int
    waiting_people: int
    shortfall: int
    below: int
    matched: int
    now: int
    before: int

    @property
    def coverage(self) -> Ratio:
        """The share of the population of appraised communes."""
        return Ratio(self.insured, self.people or None, Base.POPULATION)

    @property
    def all_met(self) -> bool:
        """Say whether every commune of the group has a paper that says it meets the criterion."""
        return self.communes > 0 and self.met == self.communes

    @property
    def increase(self) -> int | None:
        """How many more participants than a year before, in the communes that both know."""
        return self.now - self.before if self.matched else None


@dataclass(frozen=True, slots=True)
class Overview:
    """A province on a day (toàn tỉnh tại một ngày): its communes, groups and their sums."""

    day: date
    due: date | None
    lines: tuple[CommuneLine, ...]
    areas: tuple[Sum, ...]
    whole: Sum

    def count(self, progress: Progress) -> int:
        """Count communes of the programme by how far they are."""
        return sum(line.progress is progress for line in self.lines if line.is_in_programme)


def overview(
    units: Sequence[Unit],
    facts: Iterable[DossierFact],
    day: date,
    due: date | None = None,
    areas: Mapping[str, str] | None = None,
) -> Overview:
    """Put the communes of a province together as of a day (tổng hợp toàn tỉnh).

    `due` is the day until which the province wanted dossiers, None where it set none; `areas`
    names the old district of a commune's code. Sums are about communes of the programme.
    """
    known = tuple(fact for fact in facts if fact.status in COUNTED)
    now, then = _chosen(known, day), _chosen(known, year_before(day))
    named = areas or {}
    lines = tuple(
        CommuneLine(
            unit,
            now.get(unit.code),
            then.get(unit.code),
            _progress(now.get(unit.code), day, due),
            named.get(unit.code, ""),
        )
        for unit in units
        if _stands(unit, day)
    )
    counted = tuple(line for line in lines if line.is_in_programme)
    groups = sorted({line.area for line in counted if line.area})
    sums = tuple(add(group, [line for line in counted if line.area == group]) for group in groups)
    return Overview(day, due, lines, sums, add("Toàn tỉnh", counted))


def trend(
    units: Sequence[Unit], facts: Iterable[DossierFact], days: Iterable[date]
) -> tuple[tuple[date, Sum], ...]:
    """Put the province together on each of several days (diễn biến)."""
    known = tuple(facts)
    return tuple((day, overview(units, known, day).whole) for day in days)


def year_before(day: date) -> date:
    """Give the same day a year before; 29 February gives the 28th (cùng kỳ năm trước)."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _stands(unit: Unit, day: date) -> bool:
    return unit.first_day <= day and (unit.last_day is None or day <= unit.last_day)


def _chosen(facts: Iterable[DossierFact], day: date) -> dict[str, DossierFact]:
    """Choose the dossier that speaks for each commune on a day."""
    found: dict[str, DossierFact] = {}
    for fact in facts:
        if fact.as_of.year == day.year and fact.as_of <= day:
            known = found.get(fact.commune)
            if known is None or _weight(known) < _weight(fact):
                found[fact.commune] = fact
    return found


def _weight(fact: DossierFact) -> tuple[bool, date, str]:
    return fact.is_appraised, fact.as_of, fact.id.hex


def _progress(fact: DossierFact | None, day: date, due: date | None) -> Progress:
    if fact is not None:
        return OF_STATUS[fact.status]
    return Progress.LATE if due is not None and due < day else Progress.NOT_HANDED_IN


def add(name: str, lines: Sequence[CommuneLine]) -> Sum:
    """Add the people of communes up; nothing is estimated and nothing is weighted (cộng)."""
    papers = [line.fact for line in lines if line.fact and line.fact.is_appraised]
    waiting = [line.fact for line in lines if line.fact and not line.fact.is_appraised]
    pairs = [(line.fact, line.before) for line in lines if line.fact and line.before]
    return Sum(
        name,
        communes=len(lines),
        appraised=len(papers),
        met=_count(papers, lambda fact: fact.verdict is Verdict.MET),
        insured=sum(fact.insured for fact in papers),
        people=sum(fact.people for fact in papers),
        waiting=len(waiting),
        waiting_insured=sum(fact.insured for fact in waiting),
        waiting_people=sum(fact.people for fact in waiting),
        shortfall=sum(line.shortfall or 0 for line in lines),
        below=sum(bool(line.shortfall) for line in lines),
        matched=len(pairs),
        now=sum(fact.insured for fact, _ in pairs),
        before=sum(old.insured for _, old in pairs),
    )


def _count(facts: Iterable[DossierFact], holds: Callable[[DossierFact], bool]) -> int:
    return sum(holds(fact) for fact in facts)
