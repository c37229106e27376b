"""Count a kept list again and compare with what was decided (tính lại và so sánh)."""

from dataclasses import dataclass, replace
from typing import Final

from .appraisal import Appraisal, Outcome
from .coverage import Threshold
from .errors import Conflict
from .findings import Check, Severity
from .list_rules import NUMBER_CHECKS
from .participant_list import CheckedList
from .person_name import tone_key
from .regulation import Ruling
from .report import count_by_hamlet
from .roster import FROM_DROPPED, Roster

OF_NUMBERS: Final = frozenset(NUMBER_CHECKS)
REPEATS: Final = frozenset({Check.DUPLICATE_IN_LIST})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was recorded (một điểm khác)."""

    what: str
    recorded: str
    found: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.what}: đã ghi {self.recorded}, tính lại {self.found}"


class ResultChanged(Conflict):
    """The result, computed again, is not the one on record (kết quả tính lại khác)."""

    code = "result_changed"


def recount(
    roster: Roster,
    checked: CheckedList,
    weights: dict[Check, Severity],
    waived: frozenset[tuple[Check, int]] = frozenset(),
) -> list[bool]:
    """Say for each kept row whether it counts, from the rules and from what was dropped.

    A rule does not speak against a row where (rule, place of the row) is `waived`.

    What can be judged by name, number and hamlet is judged anew. The rest is taken over: what
    hung on dropped cells, and what spoke against a number cell, since one that cannot be read is
    not kept as it stood. Repeats are looked for last, since the first row of a person counts that
    nothing else is wrong with.
    """
    errors = {check for check in Check if weights[check] is Severity.ERROR}
    wrong = {
        finding.place
        for finding in checked.findings
        if finding.place is not None and finding.check in errors - FROM_DROPPED - REPEATS
        if finding.check not in OF_NUMBERS or roster.rows[finding.place].number_stands
        if (finding.check, finding.place) not in waived
    }
    taken_over = {check.value: check for check in errors & (FROM_DROPPED | OF_NUMBERS)}
    wrong |= {
        place
        for place, row in enumerate(roster.rows)
        if any((taken_over[code], place) not in waived for code in row.codes if code in taken_over)
    }
    again = _repeated(roster, wrong) if errors >= REPEATS else set()
    return [place not in wrong | again for place in range(len(roster.rows))]


def _repeated(roster: Roster, wrong: set[int]) -> set[int]:
    """Give the rows of people who stand on the list already (trùng trong danh sách)."""
    people: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(roster.rows):
        if row.number_stands and row.name:
            people.setdefault((row.number, tone_key(row.name)), []).append(place)
    first = {next((p for p in places if p not in wrong), places[0]) for places in people.values()}
    return {place for places in people.values() for place in places} - first


def differences(
    appraisal: Appraisal,
    outcome: Outcome,
    roster: Roster,
    counted: list[bool],
    ruling: Ruling,
) -> tuple[Difference, ...]:
    """Name everything in which the recomputation differs from the record (các điểm khác)."""
    found = [
        Difference(
            f"dòng {row.line}",
            "được tính" if row.counted else "không tính",
            "được tính" if now else "không tính",
        )
        for row, now in zip(roster.rows, counted, strict=True)
        if row.counted != now
    ]
    if sum(counted) != outcome.tally.insured:
        found.append(
            Difference("số người được tính", str(outcome.tally.insured), str(sum(counted)))
        )
    if len(roster.rows) != outcome.counts.rows:
        found.append(Difference("số dòng", str(outcome.counts.rows), str(len(roster.rows))))
    found += _of_hamlets(outcome, roster, counted)
    found += _of_rule(outcome.threshold, ruling.threshold, appraisal.population.total)
    return tuple(found)


def _of_hamlets(outcome: Outcome, roster: Roster, counted: list[bool]) -> list[Difference]:
    """Compare the counts by hamlet, where the list named hamlets (số người theo thôn)."""
    then = {part.hamlet: part.counted for part in outcome.hamlets}
    checked = replace(roster.to_checked(), counted=bytes(counted))
    parts = count_by_hamlet(roster.to_raw(), checked)
    named = any(part.hamlet for part in parts)
    now = {part.hamlet: part.counted for part in parts if named}
    return [
        Difference(f"số người của {name or 'các dòng không ghi thôn'}", str(was), str(found))
        for name in {**then, **now}
        if (was := then.get(name, 0)) != (found := now.get(name, 0))
    ]


def _of_rule(then: Threshold | None, now: Threshold | None, people: int) -> list[Difference]:
    was_required, required = (None if t is None else t.required(people) for t in (then, now))
    facts = (
        ("bộ tiêu chí", "rule_set"),
        ("điều khoản", "clause"),
        ("ngưỡng", "percent"),
        ("căn cứ pháp lý", "legal_reference"),
        ("mã băm bộ tiêu chí", "sha256"),
        ("yêu cầu theo giới", "both_sexes"),
    )
    pairs: list[tuple[str, object, object]] = [
        *((label, getattr(then, name, None), getattr(now, name, None)) for label, name in facts),
        ("số người cần có", was_required, required),
    ]
    return [
        Difference(label, _told(was), _told(found)) for label, was, found in pairs if was != found
    ]


def _told(fact: object) -> str:
    return "không có" if fact is None else str(fact)
