"""Figures and lists held against each other (đối chiếu số liệu): two sources, two periods, itself.

None of this is law. It is experience, marked so in the catalogue: what is unusual is shown,
somebody answers for it with a reason, and nobody is counted less.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from .appraisal import Appraisal
from .codes import Habits
from .findings import Check, Field
from .participant_list import Finding
from .roster import Roster
from .roster_changes import compare
from .wording import number

WIDEST_GAP: Final = 2
"""Per cent by which two sources may differ before they are shown: a setting of ours, no source
names one."""


def population_notes(appraisal: Appraisal) -> tuple[Finding, ...]:
    """Say when the stated population and a second source differ by more than `WIDEST_GAP` %."""
    stated, second = appraisal.population.total, appraisal.preparation.second_total
    if second is None or 100 * abs(stated - second) <= WIDEST_GAP * stated:
        return ()
    detail = f"{number(stated)} và {number(second)}"
    return (Finding(Check.POPULATION_SOURCES_DIFFER, Field.FILE, detail=detail),)


def figure_notes(appraisal: Appraisal) -> tuple[Finding, ...]:
    """Give every warning about a dossier as a whole that somebody must answer for."""
    asked = appraisal.outcome.questions if appraisal.outcome else ()
    return (*population_notes(appraisal), *(Finding(Check(code), Field.FILE) for code in asked))


def list_notes(roster: Roster, last: Roster | None, habits: Habits) -> tuple[Finding, ...]:
    """Say what is unusual in a list, by itself and beside last period's (bất thường, F37)."""
    return (
        *_beside(roster, last, habits),
        *_consecutive(roster, habits),
        *_one_family(roster, habits),
    )


def _beside(roster: Roster, last: Roster | None, habits: Habits) -> Iterator[Finding]:
    if last is None:
        return
    changes = compare(last, roster)
    before, after, gone = changes.before, changes.after, len(changes.gone)
    if before < habits.least_people:
        return
    if 100 * abs(after - before) > habits.change_percent * before:
        way = "tăng" if after > before else "giảm"
        share = 100 * abs(after - before) // before
        detail = (
            f"kỳ trước {number(before)} người, kỳ này {number(after)} người ({way} {share}\u00a0%)"
        )
        yield Finding(Check.TOTAL_CHANGED_MUCH, Field.FILE, detail=detail)
    if 100 * gone > habits.gone_percent * before:
        detail = f"{number(gone)} trên {number(before)} người"
        yield Finding(Check.MANY_NAMES_GONE, Field.FILE, detail=detail)


def _consecutive(roster: Roster, habits: Habits) -> Iterator[Finding]:
    """Point at the longest run of numbers of which each is one more than the one above."""
    numbers = [int(row.number) if row.number_stands else -1 for row in roster.rows]
    first, length = _longest_run(numbers)
    if length >= habits.least_run:
        lines = roster.rows[first].line, roster.rows[first + length - 1].line
        detail = f"{number(length)} mã, từ dòng {lines[0]} đến dòng {lines[1]}"
        yield Finding(Check.CONSECUTIVE_NUMBERS, Field.FILE, detail=detail)


def _longest_run(numbers: Sequence[int]) -> tuple[int, int]:
    best, start = (0, 0), 0
    for at, value in enumerate(numbers):
        if value < 0 or not at or numbers[at - 1] < 0 or value != numbers[at - 1] + 1:
            start = at
        if value >= 0 and at - start + 1 > best[1]:
            best = start, at - start + 1
    return best


def _one_family(roster: Roster, habits: Habits) -> Iterator[Finding]:
    rows = len(roster.rows)
    if rows < habits.family_least_rows:
        return
    families = Counter(row.name.split(" ", 1)[0] for row in roster.rows)
    family, count = families.most_common(1)[0]
    if family and 100 * count > habits.family_percent * rows:
        detail = f"họ {family}: {number(count)} trên {number(rows)} dòng"
        yield Finding(Check.FAMILY_NAME_SHARE, Field.FILE, detail=detail)
