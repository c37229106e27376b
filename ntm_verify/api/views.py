"""What the outside sees of dossiers and papers (khung nhìn dữ liệu)."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from msgspec import Struct

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.certificate import Certificate


class RuleView(Struct, frozen=True, omit_defaults=True):
    """The rule applied (quy định áp dụng); `release` names what the province released, if it did.

    `group` is the commune's group where the figure depends on it.
    """

    rule_set: str
    clause: str
    threshold: str
    both_sexes: bool | None
    legal_reference: str
    sha256: str
    group: str = ""
    release: str = ""
    release_sha256: str = ""


class CoverageView(Struct, frozen=True):
    """Figures and verdict (số liệu, kết quả)."""

    participants: int
    population: int
    percent_truncated: str
    required: int | None
    shortfall: int | None
    lower: int
    assessment: str
    doubts: list[str]


class FileView(Struct, frozen=True):
    """One file as handed in (tệp)."""

    name: str
    sha256: str
    size: int
    format: str


class AppraisalView(Struct, frozen=True):
    """A dossier (hồ sơ)."""

    id: UUID
    version: int
    status: str
    round: int
    province: str
    commune: str
    commune_name: str
    as_of: date
    created_at: datetime
    submitted_at: datetime | None
    files: list[FileView]
    coverage: CoverageView | None
    rule: RuleView | None
    counts: dict[str, int] | None
    reason_code: str
    note: str
    refusal: str
    certificate: str

    @classmethod
    def of(cls, appraisal: Appraisal) -> Self:
        """Show a dossier."""
        return cls(
            id=appraisal.id,
            version=appraisal.version,
            status=appraisal.status.value,
            round=appraisal.round,
            province=appraisal.province,
            commune=appraisal.commune,
            commune_name=appraisal.commune_name,
            as_of=appraisal.as_of,
            created_at=appraisal.created_at,
            submitted_at=appraisal.submitted_at,
            files=[FileView(f.name, f.sha256, f.size, f.format) for f in appraisal.files],
            coverage=_coverage(appraisal),
            rule=_rule(appraisal),
            counts=_counts(appraisal),
            reason_code=appraisal.reason_code,
            note=appraisal.note,
            refusal=appraisal.refusal,
            certificate=appraisal.certificate,
        )


class PageView(Struct, frozen=True):
    """One page of dossiers; `next` is the cursor of the following one (một trang)."""

    items: list[AppraisalView]
    total: int
    next: UUID | None


class CertificateView(Struct, frozen=True):
    """A paper, without a name (văn bản)."""

    reference: str
    number: str
    standing: str
    issuer: str
    commune: str
    commune_name: str
    as_of: date
    issue_day: date
    verify: str
    pdf_sha256: str
    pdf_length: int
    successor: str

    @classmethod
    def of(cls, paper: Certificate) -> Self:
        """Show a paper."""
        return cls(
            paper.reference,
            paper.symbol,
            paper.standing.value,
            paper.letterhead.issuer,
            paper.commune,
            paper.commune_name,
            paper.as_of,
            paper.issue_day,
            paper.address,
            paper.pdf_sha256,
            paper.pdf_length,
            paper.successor,
        )


def _coverage(appraisal: Appraisal) -> CoverageView | None:
    a = appraisal.assessment
    if a is None:
        return None
    return CoverageView(
        a.tally.insured,
        a.population.total,
        a.percent_truncated,
        a.required,
        a.shortfall,
        a.lower,
        a.verdict.value,
        [doubt.value for doubt in a.doubts],
    )


def _rule(appraisal: Appraisal) -> RuleView | None:
    if appraisal.outcome is None or appraisal.outcome.threshold is None:
        return None
    t = appraisal.outcome.threshold
    pinned = t.group, t.release, t.release_sha256
    told = t.rule_set, t.clause, str(t.percent), t.both_sexes, t.legal_reference, t.sha256
    return RuleView(*told, *pinned)


def _counts(appraisal: Appraisal) -> dict[str, int] | None:
    if appraisal.outcome is None:
        return None
    counts = appraisal.outcome.counts
    return {
        "rows": counts.rows,
        "people": counts.people,
        "counted": counts.counted,
        "not_counted": counts.not_counted,
        "doubtful": counts.doubtful,
    }
