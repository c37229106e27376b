"""What somebody who holds a paper can be told (xác minh văn bản): checks, and a verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .certificate import Certificate, Standing
from .coverage import Assessment, Tally, Threshold
from .errors import InvalidInput
from .paper_note import PaperNote
from .population import Population
from .statement import sexes_told, statement_digest


class Result(StrEnum):
    """How one check came out (kết quả một phép kiểm tra)."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check, what came out, and why (một phép kiểm tra)."""

    name: str
    label: str
    result: Result
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All checks over one paper (biên bản xác minh); none is skipped after a failure.

    `standing` is how the paper stands today by the register; None when no register was asked
    or the register does not know it. `successor` is the paper in its place, if it has one; `notes`
    are its corrections and the ground of its revocation, oldest first.
    """

    checks: tuple[CheckResult, ...]
    certificate: Certificate | None
    standing: Standing | None
    successor: Certificate | None = None
    notes: tuple[PaperNote, ...] = ()

    @property
    def result(self) -> Result:
        """Say whether the paper holds: one failure is enough against it, then any unknown."""
        results = {check.result for check in self.checks}
        if Result.FAILS in results:
            return Result.FAILS
        return Result.UNKNOWN if Result.UNKNOWN in results else Result.HOLDS


def recomputed(statement: Mapping[str, Any]) -> CheckResult:
    """Compute the verdict anew from what the paper itself says (tính lại từ số liệu trên giấy).

    Every figure that takes part is held against the others: participants against rows, hamlets,
    men and women; shares, required numbers and verdict against all of them. The digest that the
    statement carries shows any other change.
    """
    name, label = "verdict", "Kết luận tính lại từ số liệu trên văn bản"
    try:
        wrong = [
            f"{what}: văn bản ghi {told}, tính lại {again}"
            for what, told, again in _compared(statement)
            if told != again
        ]
    except (KeyError, TypeError, ValueError, ArithmeticError, InvalidInput):
        return CheckResult(name, label, Result.FAILS, "số liệu trên văn bản không đọc được")
    result = Result.FAILS if wrong else Result.HOLDS
    return CheckResult(name, label, result, "; ".join(wrong))


def _compared(statement: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    """Give each figure as printed and as it follows from the others."""
    yield "mã băm bản kê", statement["sha256"], statement_digest(statement)
    assessment = _assessment(statement)
    roster, insured = statement["roster"], assessment.tally.insured
    yield "số người tham gia", insured, count(roster["rows"]) - count(roster["not_counted"])
    if shares := statement["by_sex"]:
        by_sex = sum(count(share["participants"]) for share in shares)
        yield "tổng theo giới", by_sex + count(statement["sex_unknown"]), insured
    if hamlets := statement["by_hamlet"]:
        yield "tổng các thôn", sum(count(part["counted"]) for part in hamlets), insured
    yield "số người cần có", statement["required"], assessment.required
    yield "tỷ lệ", statement["percent_truncated"], assessment.percent_truncated
    yield "theo giới", statement["by_sex"], sexes_told(assessment)
    yield "kết luận", statement["assessment"], assessment.verdict.value


def _assessment(statement: Mapping[str, Any]) -> Assessment:
    rule, people = statement["rule"], statement["population"]
    threshold = Threshold(
        rule["rule_set"],
        rule["clause"],
        rule["legal_reference"],
        Decimal(rule["threshold"]),
        rule["sha256"],
        rule["both_sexes"],
    )
    total, male, female = people["total"], people["male"], people["female"]
    population = Population(
        count(total),
        male=None if male is None else count(male),
        female=None if female is None else count(female),
    )
    return Assessment(_tally(statement), population, threshold)


def _tally(statement: Mapping[str, Any]) -> Tally:
    insured = count(statement["participants"])
    if not statement["by_sex"]:
        return Tally.of(insured)
    male, female = (count(share["participants"]) for share in statement["by_sex"])
    return Tally(insured, male=male, female=female, unknown=count(statement["sex_unknown"]))


def count(value: object) -> int:
    """Take a count as it is printed (số đếm).

    Raises:
        TypeError: it is no whole number, or below 0.

    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value
