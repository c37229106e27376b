"""The receipt of a list that was handed in (biên nhận hồ sơ, F18): what, when, and what comes next.

It says what stood at the moment of handing in, so that it is the same whenever it is asked for. It
names the office and no person.
"""

from dataclasses import dataclass
from datetime import date, datetime

from .appraisal import BEFORE_THE_PROVINCE, Appraisal, HamletCount
from .errors import NotFound
from .outcome import assess


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything that is printed (nội dung biên nhận)."""

    number: str
    dossier: str
    commune: str
    commune_name: str
    receiver: str
    as_of: date
    submitted_at: datetime
    round: int
    files: tuple[tuple[str, int], ...]
    """SHA-256 and size in bytes; the names that people gave their files may name somebody."""
    rows: int
    counted: int
    not_counted: int
    population: int
    percent: str
    required: int | None
    roster_sha256: str
    due: date
    hamlets: tuple[HamletCount, ...] = ()


def receipt_number(appraisal: Appraisal) -> str:
    """Name a receipt: commune, cut-off date, how often handed in, end of the dossier's id."""
    return (
        f"BN-{appraisal.commune}-{appraisal.as_of:%Y%m%d}-{appraisal.round:02d}-"
        f"{appraisal.id.hex[-6:].upper()}"
    )


def receipt_of(appraisal: Appraisal, receiver: str, due: date) -> Receipt:
    """Say what a commune handed in.

    Raises:
        NotFound: nothing was handed in, or another list is being prepared in its place.

    """
    outcome = appraisal.unwaived or appraisal.outcome
    handed_in = appraisal.submitted_at
    if handed_in is None or outcome is None or appraisal.status in BEFORE_THE_PROVINCE:
        raise NotFound("biên nhận của hồ sơ", appraisal.id)
    assessment = assess(outcome, appraisal.population)
    return Receipt(
        number=receipt_number(appraisal),
        dossier=str(appraisal.id),
        commune=appraisal.commune,
        commune_name=appraisal.commune_name,
        receiver=receiver,
        as_of=appraisal.as_of,
        submitted_at=handed_in,
        round=appraisal.round,
        files=tuple((file.sha256, file.size) for file in appraisal.files),
        rows=outcome.counts.rows,
        counted=outcome.tally.insured,
        not_counted=outcome.counts.rows - outcome.tally.insured,
        population=appraisal.population.total,
        percent=assessment.percent_truncated,
        required=assessment.required,
        roster_sha256=outcome.roster_sha256,
        due=due,
        hamlets=outcome.hamlets,
    )
