"""Figures of communes put together, up to the province (tổng hợp từ thôn đến tỉnh).

A commune counts with one dossier of the day's calendar year: the paper in force whose cut-off day
is nearest before the day, else the newest one handed in, which is provisional and in no appraised
sum. Sums are sums of people of those dossiers and nothing else, so they equal the sum of the
papers by construction. Papers of units that ended in the year count on until a successor has one
of its own, so a merger changes no total. Counts entered from a table fill pictures, never sums.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from .commune_line import (
    ALONE,
    COMMUNE,
    COUNTED,
    OF_STATUS,
    PROGRESS_LABELS,
    Around,
    CommuneLine,
    DossierFact,
    Earlier,
    Origin,
    Progress,
    Shown,
)
from .coverage import Verdict
from .ratios import Base, Ratio
from .targets import Actual, Measure, newest
from .unit import Unit
from .unit_change import Known

__all__ = [
    "COMMUNE",
    "COUNTED",
    "PROGRESS_LABELS",
    "Around",
    "CommuneLine",
    "DossierFact",
    "Overview",
    "Progress",
    "Sum",
    "add",
    "overview",
    "trend",
    "year_before",
]


@dataclass(frozen=True, slots=True)
class Sum:
    """Some communes together (tổng hợp một nhóm xã).

    `insured` and `people` are those of papers in force; `waiting_insured` and `waiting_people`
    those of dossiers without one. `met` counts papers that say so. `shortfall` is over all of
    them; `before` holds participants and people of the same communes a year before, `matched`
    how many communes that could be said of, and `now` their participants today. `ended` counts
    papers of units that ended in the year and have no successor with a paper of its own;
    `absent` communes without a dossier, `returned` those that mend theirs.
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
    ended: int = 0
    absent: int = 0
    returned: int = 0

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
    ended: tuple[CommuneLine, ...] = ()

    def count(self, progress: Progress) -> int:
        """Count communes of the programme by how far they are."""
        return sum(line.progress is progress for line in self.lines if line.is_in_programme)


def overview(
    units: Sequence[Unit], facts: Iterable[DossierFact], day: date, around: Around = ALONE
) -> Overview:
    """Put the communes of a province together as of a day (tổng hợp toàn tỉnh).

    Sums are about communes of the programme.
    """
    known = tuple(fact for fact in facts if fact.status in COUNTED)
    now, then = _chosen(known, day), _chosen(known, year_before(day))
    counts = newest(around.reports, day)
    standing = around.units_on(units, day)
    lines = tuple(
        CommuneLine(
            unit,
            now.get(unit.code),
            _earlier(unit, then, day, around.known),
            _progress(now.get(unit.code), day, around.due),
            around.areas.get(unit.code, unit.area),
            _paper_shown(now.get(unit.code))
            or _added_up(unit, now, around)
            or _counted(unit, counts, around),
        )
        for unit in standing
    )
    ended = tuple(_ended(now, day, around))
    counted = tuple(line for line in lines if line.is_in_programme)
    return Overview(
        day, around.due, lines, _by_area(counted, ended), add("Toàn tỉnh", counted, ended), ended
    )


NO_AREA: Final = "Chưa xếp vào huyện cũ"


def _by_area(lines: Sequence[CommuneLine], ended: Sequence[CommuneLine]) -> tuple[Sum, ...]:
    """Add communes up by their old district; those of none stand last, so that nobody is lost."""
    names = sorted({line.area for line in (*lines, *ended) if line.area})
    if not names:
        return ()
    sums = [
        add(
            name or NO_AREA,
            [line for line in lines if line.area == name],
            [line for line in ended if line.area == name],
        )
        for name in (*names, "")
    ]
    return tuple(total for total in sums if total.communes or total.ended)


def _paper_shown(fact: DossierFact | None) -> Shown | None:
    if fact is None:
        return None
    origin = Origin.PAPER if fact.is_appraised else Origin.DOSSIER
    return Shown(fact.insured, fact.people, fact.required, origin, fact.number)


def _added_up(unit: Unit, now: Mapping[str, DossierFact], around: Around) -> Shown | None:
    """Add the papers of merged units up; one that is missing leaves the sum unknown."""
    made = around.known.merged_into(unit.code) if around.known else None
    if made is None:
        return None
    parts = [_paper_shown(now.get(p.code)) or _added_up(p, now, around) for p in made.before]
    known = [part for part in parts if part is not None and part.origin is not Origin.DOSSIER]
    if len(known) < len(parts):
        return None
    people = sum(part.people for part in known)
    source = ", ".join(part.source for part in known)
    insured = sum(part.insured for part in known)
    return Shown(insured, people, around.required(people), Origin.ADDED_UP, source)


def _counted(
    unit: Unit, counts: Mapping[tuple[str, Measure], Actual], around: Around
) -> Shown | None:
    """Show what a table says of a commune without a dossier: in pictures, in no sum."""
    insured = counts.get((unit.code, Measure.HEALTH))
    people = counts.get((unit.code, Measure.POPULATION))
    if insured is None or people is None or not 0 < insured.total <= people.total:
        return None
    required = around.required(people.total)
    return Shown(insured.total, people.total, required, Origin.TABLE, insured.source)


def _earlier(
    unit: Unit, then: Mapping[str, DossierFact], day: date, known: Known | None
) -> Earlier | None:
    """Give a unit a year before, under whatever names and numbers it stood (cùng kỳ)."""
    moved = bool(known and known.moved(unit.code, year_before(day), day))
    fact = then.get(unit.code)
    if fact is not None:
        return Earlier(fact.insured, fact.people, moved=moved)
    made = known.merged_into(unit.code) if known else None
    if made is None:
        return None
    parts = [_earlier(part, then, day, known) for part in made.before]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    return Earlier(
        sum(part.insured for part in found),
        sum(part.people for part in found),
        is_added_up=True,
        moved=moved or any(part.moved for part in found),
    )


def _ended(now: Mapping[str, DossierFact], day: date, around: Around) -> Iterable[CommuneLine]:
    """Give units that ended in the year and whose papers still speak for their ground."""
    known = around.known
    for code, fact in now.items() if known else ():
        unit = known.units.get(code) if known else None
        if known is None or unit is None or unit.last_day is None or unit.last_day >= day:
            continue
        was = known.on(code, unit.last_day)
        if not fact.is_appraised or was is None or was.kind != COMMUNE:
            continue
        if not _has_paper(code, known, now):
            area = around.areas.get(code, unit.area)
            yield CommuneLine(was, fact, None, Progress.CERTIFIED, area, _paper_shown(fact))


def _has_paper(code: str, known: Known, now: Mapping[str, DossierFact]) -> bool:
    """Say whether a successor, or a successor of one, has a paper of its own."""
    for heir in known.became(code):
        fact = now.get(heir.code)
        if (fact and fact.is_appraised) or _has_paper(heir.code, known, now):
            return True
    return False


def trend(
    units: Sequence[Unit],
    facts: Iterable[DossierFact],
    days: Iterable[date],
    around: Around = ALONE,
) -> tuple[tuple[date, Sum], ...]:
    """Put the province together on each of several days (diễn biến)."""
    told = tuple(facts)
    alone = Around(known=around.known)
    return tuple((day, overview(units, told, day, alone).whole) for day in days)


def year_before(day: date) -> date:
    """Give the same day a year before; 29 February gives the 28th (cùng kỳ năm trước)."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


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


def add(name: str, lines: Sequence[CommuneLine], ended: Sequence[CommuneLine] = ()) -> Sum:
    """Add the people of communes up; nothing is estimated and nothing is weighted (cộng)."""
    own = [line.fact for line in lines if line.fact and line.fact.is_appraised]
    papers = [*own, *(line.fact for line in ended if line.fact)]
    waiting = [line.fact for line in lines if line.fact and not line.fact.is_appraised]
    pairs = [(line.fact, line.before) for line in lines if line.increase is not None]
    return Sum(
        name,
        communes=len(lines),
        appraised=len(own),
        met=_count(own, lambda fact: fact.verdict is Verdict.MET),
        insured=sum(fact.insured for fact in papers),
        people=sum(fact.people for fact in papers),
        waiting=len(waiting),
        waiting_insured=sum(fact.insured for fact in waiting),
        waiting_people=sum(fact.people for fact in waiting),
        shortfall=sum(line.shortfall or 0 for line in lines),
        below=sum(bool(line.shortfall) for line in lines),
        matched=len(pairs),
        now=sum(fact.insured for fact, _ in pairs if fact),
        before=sum(old.insured for _, old in pairs if old),
        ended=len(ended),
        absent=sum(line.fact is None for line in lines),
        returned=sum(line.progress is Progress.RETURNED for line in lines),
    )


def _count(facts: Iterable[DossierFact], holds: Callable[[DossierFact], bool]) -> int:
    return sum(holds(fact) for fact in facts)
