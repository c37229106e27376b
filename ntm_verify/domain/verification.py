"""What somebody who holds a paper can be told (xác minh văn bản): checks, and a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .certificate import Certificate, Standing
from .coverage import Assessment, Tally, Threshold, Verdict
from .errors import InvalidInput
from .population import Population


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
    or the register does not know it.
    """

    checks: tuple[CheckResult, ...]
    certificate: Certificate | None
    standing: Standing | None

    @property
    def result(self) -> Result:
        """Say whether the paper holds: one failure is enough against it, then any unknown."""
        results = {check.result for check in self.checks}
        if Result.FAILS in results:
            return Result.FAILS
        return Result.UNKNOWN if Result.UNKNOWN in results else Result.HOLDS


def recomputed(statement: Mapping[str, Any]) -> CheckResult:
    """Compute the verdict anew from what the paper itself says (tính lại từ số liệu trên giấy)."""
    name, label = "verdict", "Kết luận tính lại từ số liệu trên văn bản"
    try:
        assessment = _assessment(statement)
        told = (statement["required"], statement["percent_truncated"], statement["assessment"])
    except (KeyError, TypeError, ValueError, ArithmeticError, InvalidInput):
        return CheckResult(name, label, Result.FAILS, "số liệu trên văn bản không đọc được")
    again = (assessment.required, assessment.percent_truncated, _verdict(statement, assessment))
    if told != again:
        return CheckResult(name, label, Result.FAILS, f"văn bản ghi {told}, tính lại {again}")
    return CheckResult(name, label, Result.HOLDS)


def _verdict(statement: Mapping[str, Any], assessment: Assessment) -> str:
    """Judge from the printed figures; by sex the paper gives the numbers to be compared."""
    if assessment.required is None or assessment.tally.insured > assessment.population.total:
        return Verdict.UNDETERMINED.value
    if assessment.shortfall:
        return Verdict.NOT_MET.value
    shares = statement["by_sex"] if statement["rule"]["both_sexes"] else []
    threshold = assessment.threshold
    if threshold is not None:
        for share in shares:
            if share["required"] != threshold.required(share["population"]):
                return Verdict.UNDETERMINED.value
    met = all(share["participants"] >= share["required"] for share in shares)
    return (Verdict.MET if met else Verdict.NOT_MET).value


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
    population = Population(people["total"], male=people["male"], female=people["female"])
    return Assessment(Tally.of(statement["participants"]), population, threshold)
