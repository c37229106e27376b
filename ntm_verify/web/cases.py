"""A dossier as offices of the province see it (hồ sơ thẩm định): everything on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.certificate import STANDING_LABELS, Certificate, Standing
from ntm_verify.domain.findings import Catalogue
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.wording import day, moment
from ntm_verify.usecases.read_appraisal import OpenDossier

from .figures import (
    CountsView,
    HamletRow,
    PopulationView,
    Rate,
    Tag,
    counts_view,
    hamlet_rows,
    population_view,
    rate,
    status_tag,
    where_missing,
)
from .findings import FindingsView, Wanted, findings_view
from .timeline import Happening, timeline
from .waiver_views import WaiverRow, effect, waiver_row
from .words import FileView, file_view, reason_text

STANDING_TAGS: Final = {
    Standing.VALID: "pass",
    Standing.SUPERSEDED: "warn",
    Standing.REVOKED: "fail",
    Standing.PLANNED: "info",
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of the dossier (một văn bản)."""

    reference: str
    number: str
    day: str
    standing: Tag
    has_file: bool
    code: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A dossier with everything that hangs on it (hồ sơ đầy đủ)."""

    id: str
    version: int
    base: str
    commune: str
    commune_code: str
    as_of: str
    round: int
    status: Tag
    reason: str
    submitted_at: str
    decided_at: str
    declarant: str
    holder: str
    rate: Rate | None
    where: str
    population: PopulationView
    counts: CountsView | None
    hamlets: tuple[HamletRow, ...]
    files: tuple[FileView, ...]
    findings: FindingsView | None
    papers: tuple[PaperRow, ...]
    log: tuple[Happening, ...]
    checked_at: str
    rules_version: str
    roster_sha256: str
    roster_root: str
    rule_sha256: str
    is_masked: bool
    may_open: bool
    can_take: bool
    can_decide: bool
    is_mine: bool
    behalf: str
    can_sign: bool
    can_revoke: bool
    waivers: tuple[WaiverRow, ...]
    effect: str
    gone: str


def case_view(
    opened: OpenDossier,
    actor: Actor,
    catalogue: Catalogue,
    wanted: Wanted,
    *,
    with_looks: bool = False,
) -> CaseView:
    """Show a dossier to an office of the province (hồ sơ thẩm định)."""
    dossier, outcome = opened.appraisal, opened.appraisal.outcome
    assessment, hamlets = dossier.assessment, outcome.hamlets if outcome else ()
    is_mine = dossier.appraised_by == actor.id and actor.role is Role.APPRAISER
    behalf = opened.names.get(opened.behalf) or ("cán bộ khác" if opened.behalf else "")
    papers = tuple(map(paper_row, opened.certificates))
    stands = any(paper.standing is Standing.VALID for paper in opened.certificates)
    return CaseView(
        id=str(dossier.id),
        version=dossier.version,
        base=wanted.base,
        commune=dossier.commune_name,
        commune_code=dossier.commune,
        as_of=day(dossier.as_of),
        round=dossier.round,
        status=status_tag(dossier.status),
        reason=reason_text(dossier),
        submitted_at=moment(dossier.submitted_at) if dossier.submitted_at else "",
        decided_at=moment(dossier.decided_at) if dossier.decided_at else "",
        declarant="" if wanted.is_masked else dossier.declarant,
        holder=holder(dossier, actor, opened.names),
        rate=rate(assessment) if assessment else None,
        where=where_missing(assessment, hamlets) if assessment else "",
        population=population_view(dossier.population, dossier.preparation),
        counts=counts_view(outcome.counts) if outcome else None,
        hamlets=hamlet_rows(hamlets),
        files=tuple(map(file_view, dossier.files)),
        findings=findings_view(opened.roster, opened.findings, catalogue, outcome.counts, wanted)
        if outcome
        else None,
        papers=papers,
        log=timeline(opened.log, opened.names, with_looks=with_looks),
        checked_at=moment(outcome.checked_at) if outcome else "",
        rules_version=outcome.rules_version if outcome else "",
        roster_sha256=outcome.roster_sha256 if outcome else "",
        roster_root=outcome.roster_root if outcome else "",
        rule_sha256=outcome.threshold.sha256 if outcome and outcome.threshold else "",
        is_masked=wanted.is_masked,
        may_open=actor.role is Role.AUDITOR and opened.roster is not None,
        can_take=actor.role is Role.APPRAISER and dossier.status is Status.SUBMITTED,
        can_decide=bool(is_mine or behalf) and dossier.status is Status.UNDER_APPRAISAL,
        is_mine=is_mine,
        behalf=behalf,
        can_sign=actor.role is Role.SIGNER and dossier.status is Status.APPROVED,
        can_revoke=actor.role is Role.SIGNER and stands,
        waivers=tuple(
            waiver_row(one.printable() if wanted.is_masked else one) for one in dossier.waivers
        ),
        effect=effect(dossier),
        gone=opened.gone,
    )


def paper_row(paper: Certificate) -> PaperRow:
    """Show a paper in one line (một văn bản)."""
    return PaperRow(
        paper.reference,
        paper.symbol,
        day(paper.issue_day),
        Tag(STANDING_TAGS[paper.standing], STANDING_LABELS[paper.standing]),
        bool(paper.pdf_sha256),
        paper.token,
    )


def holder(dossier: Appraisal, actor: Actor, names: Mapping[str, str]) -> str:
    """Say who appraises it, and for whom, as the visitor may know (người đang thẩm định)."""
    if not dossier.appraised_by:
        return "chưa ai nhận"
    other = names.get(dossier.appraised_by) or "cán bộ khác"
    who = "bạn" if dossier.appraised_by == actor.id else other
    if not dossier.decided_for:
        return who
    return f"{who}, thay mặt {names.get(dossier.decided_for) or 'cán bộ khác'}"
