"""Count a kept list again and compare with what was decided (tính lại và so sánh)."""

from dataclasses import dataclass

from .appraisal import Appraisal, Outcome
from .coverage import Threshold
from .errors import Conflict
from .findings import Check, Severity
from .participant_list import CheckedList
from .regulation import Ruling
from .roster import FROM_DROPPED, Roster


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


def recount(roster: Roster, checked: CheckedList, weights: dict[Check, Severity]) -> list[bool]:
    """Say for each kept row whether it counts, from the rules and from what was dropped."""
    wrong: set[int] = {
        finding.place
        for finding in checked.findings
        if finding.place is not None
        and weights[finding.check] is Severity.ERROR
        and finding.check not in FROM_DROPPED
    }
    taken_over = {check.value for check in FROM_DROPPED if weights[check] is Severity.ERROR}
    return [
        place not in wrong and not taken_over & set(row.codes)
        for place, row in enumerate(roster.rows)
    ]


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
    found += _of_rule(outcome.threshold, ruling.threshold)
    assessment = appraisal.assessment
    if assessment is not None and outcome.threshold is not None:
        again = outcome.threshold.required(appraisal.population.total)
        if again != assessment.required:
            found.append(Difference("số người cần có", str(assessment.required), str(again)))
    return tuple(found)


def _of_rule(then: Threshold | None, now: Threshold | None) -> list[Difference]:
    facts = (
        ("bộ tiêu chí", "rule_set"),
        ("điều khoản", "clause"),
        ("ngưỡng", "percent"),
        ("căn cứ pháp lý", "legal_reference"),
        ("mã băm bộ tiêu chí", "sha256"),
        ("yêu cầu theo giới", "both_sexes"),
    )
    return [
        Difference(label, str(getattr(then, name, "không có")), str(getattr(now, name, "không có")))
        for label, name in facts
        if getattr(then, name, None) != getattr(now, name, None)
    ]
