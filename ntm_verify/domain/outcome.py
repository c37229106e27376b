"""What the checks made of a list, pinned for ever (kết quả kiểm tra)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from .coverage import Assessment, Doubt, Tally, Threshold
from .population import Population


@dataclass(frozen=True, slots=True)
class Counts:
    """How the rows of a list came out (số dòng, số người)."""

    rows: int
    people: int
    counted: int
    not_counted: int
    doubtful: int
    errors: int = 0
    warnings: int = 0
    infos: int = 0


@dataclass(frozen=True, slots=True)
class HamletCount:
    """How many people of one hamlet are counted (số người theo thôn)."""

    hamlet: str
    counted: int
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checks made of the list, pinned for ever (kết quả kiểm tra).

    The roster is the minimised list (name, number, hamlet, outcome per row); it and the report
    of findings are kept by their SHA-256. `roster_root` is the RFC 6962 root over one salted
    commitment a row. The threshold is the one applied, with the digest of its source. `questions`
    are codes of warnings about the list as a whole that wait for an answer; `codes` are those of
    everything that was found, by which dossiers are looked for.
    """

    roster_sha256: str
    roster_root: str
    salts_sha256: str
    report_sha256: str
    counts: Counts
    tally: Tally
    hamlets: tuple[HamletCount, ...]
    threshold: Threshold | None
    reason_not_found: Doubt
    rules_version: str
    checked_at: datetime
    questions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def assess(outcome: Outcome, population: Population) -> Assessment:
    """Recompute what the rule says from the counts (đánh giá tiêu chí)."""
    return Assessment(outcome.tally, population, outcome.threshold, outcome.reason_not_found)


def outcome_state(outcome: Outcome, population: Population) -> dict[str, object]:
    """Give what the log keeps of a check: digests, counts, the rule and the verdict."""
    assessment, threshold = assess(outcome, population), outcome.threshold
    basis_points = None if threshold is None else int(threshold.percent * 100)
    return {
        "roster_sha256": outcome.roster_sha256,
        "roster_root": outcome.roster_root,
        "roster_rows": outcome.counts.rows,
        "report_sha256": outcome.report_sha256,
        "participants": outcome.tally.insured,
        "counts": asdict(outcome.counts),
        "tally": asdict(outcome.tally),
        "rules": outcome.rules_version,
        "rule": None
        if threshold is None
        else {
            "rule_set": threshold.rule_set,
            "clause": threshold.clause,
            "threshold_bp": basis_points,
            "threshold_exact": str(threshold.percent),
            "both_sexes": threshold.both_sexes,
            "legal_reference": threshold.legal_reference,
            "sha256": threshold.sha256,
            **_released(threshold),
        },
        "required": assessment.required,
        "assessment": assessment.verdict.value,
        "doubts": [doubt.value for doubt in assessment.doubts],
        **({"questions": list(outcome.questions)} if outcome.questions else {}),
    }


def _released(threshold: Threshold) -> dict[str, object]:
    """Name the province's release behind a threshold; nothing where there was none."""
    told = {
        "group": threshold.group,
        "release": threshold.release,
        "release_sha256": threshold.release_sha256,
    }
    return {name: text for name, text in told.items() if text}
