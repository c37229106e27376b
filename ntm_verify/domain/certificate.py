"""The paper that a province issues (văn bản kết quả thẩm định): content, number, standing.

It carries totals and never a person from the list. Whoever holds it can recompute the verdict
from what it says: participants, population and its source, threshold and its legal source.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from .appraisal import Appraisal, HamletCount, NotYourStep, Outcome, Status, WrongStatus
from .audit import Action, AuditEvent, Subject
from .coverage import Assessment, Tally, Verdict
from .errors import Conflict, NotFound
from .people import Actor
from .population import Population
from .statement import (
    SCHEMA,
    form_told,
    population_told,
    rule_told,
    sexes_told,
    statement_digest,
    waivers_told,
)
from .unit import Letterhead
from .waiver import Waiver
from .wording import VIETNAM, document_number

TOKEN_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # noqa: S105 - an alphabet, no secret
"""31 signs without O, I, L, 0 and 1, which are mistaken for each other on paper."""
TOKEN_LENGTH: Final = 13


class Standing(StrEnum):
    """How a paper stands today; values are stored and never change (hiệu lực)."""

    PLANNED = "planned"  # số đã cấp, văn bản đang lập
    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


STANDING_LABELS: Final[Mapping[Standing, str]] = {
    Standing.PLANNED: "đang lập",
    Standing.VALID: "còn hiệu lực",
    Standing.SUPERSEDED: "đã được thay thế",
    Standing.REVOKED: "đã thu hồi",
}


class CertificateNotFound(NotFound):
    """No paper bears this number or code (không tìm thấy văn bản)."""

    code = "certificate_not_found"


class AnotherPaperStands(Conflict):
    """The dossier already has a paper in force (đã có văn bản còn hiệu lực)."""

    code = "another_paper_stands"


@dataclass(frozen=True, slots=True)
class Certificate:
    """One numbered paper (văn bản kết quả), from its plan on.

    Everything that is printed is frozen here when the number is taken, so that a second
    rendering and a later audit start from the same facts. `pdf_sha256` and `pdf_length` are
    those of the issued file, "" and 0 while it is planned. `signed_for` names whom a delegate
    signs for, "" for who signs in their own right. `appraiser` names who appraised the dossier.
    `waivers` are the rules that do not apply, without words that could name a citizen; `unwaived`
    is whom the list would count if they applied. `vouched` is the signed short statement of its
    QR code; `base_sha256` and `base_length` are those of the page before it was signed.
    """

    id: UUID
    appraisal_id: UUID
    province: str
    year: int
    number: int
    token: str
    commune: str
    commune_name: str
    as_of: date
    population: Population
    outcome: Outcome
    letterhead: Letterhead
    planned_at: datetime
    planned_by: str
    signer_name: str
    log_size: int
    log_root: str
    address: str
    demonstration: bool = False
    standing: Standing = Standing.PLANNED
    version: int = 0
    pdf_sha256: str = ""
    pdf_length: int = 0
    issued_at: datetime | None = None
    successor: str = ""
    reason_code: str = ""
    signed_for: str = ""
    appraiser: str = ""
    waivers: tuple[Waiver, ...] = ()
    unwaived: Tally | None = None
    vouched: str = ""
    base_sha256: str = ""
    base_length: int = 0

    @property
    def symbol(self) -> str:
        """Write number and symbol as the paper bears them: "05/TB-BHXH"."""
        return document_number(self.number, self.letterhead.symbol)

    @property
    def reference(self) -> str:
        """Name the paper without doubt in file names and addresses: province-year-number."""
        return f"{self.province}-{self.year}-{self.number:04d}"

    @property
    def issue_day(self) -> date:
        """The day on the paper, in Vietnam."""
        return self.planned_at.astimezone(VIETNAM).date()

    @property
    def assessment(self) -> Assessment:
        """Recompute what the rule says from the frozen figures."""
        o = self.outcome
        return Assessment(o.tally, self.population, o.threshold, o.reason_not_found)

    @property
    def hamlets(self) -> tuple[HamletCount, ...]:
        """Totals by hamlet, where the list named hamlets."""
        return self.outcome.hamlets

    def subject(self) -> Subject:
        """Name the paper as the log does."""
        return Subject("certificate", self.reference, self.version)

    def statement(self) -> dict[str, object]:
        """Give the machine-readable statement that is attached to the paper (bản máy đọc).

        `sha256` is the digest over all the rest: nothing of it can be changed alone.
        """
        told = self._told()
        vouched = {"vouched": self.vouched} if self.vouched else {}
        return {**told, **vouched, "sha256": statement_digest(told)}

    def _told(self) -> dict[str, object]:
        a = self.assessment
        return {
            "schema": SCHEMA,
            "number": self.symbol,
            "reference": self.reference,
            "token": self.token,
            "verify": self.address,
            "issuer": self.letterhead.issuer,
            "issue_day": self.issue_day.isoformat(),
            "commune": {"code": self.commune, "name": self.commune_name},
            "as_of": self.as_of.isoformat(),
            "participants": a.tally.insured,
            "population": population_told(self.population),
            "required": a.required,
            "percent_truncated": a.percent_truncated,
            "by_sex": sexes_told(a),
            "sex_unknown": a.tally.unknown if a.by_sex else None,
            "by_hamlet": [{"hamlet": h.hamlet, "counted": h.counted} for h in self.hamlets],
            "rule": rule_told(self.outcome.threshold),
            "assessment": a.verdict.value,
            "roster": {
                "sha256": self.outcome.roster_sha256,
                "root": self.outcome.roster_root,
                "rows": self.outcome.counts.rows,
                "not_counted": self.outcome.counts.rows - a.tally.insured,
            },
            "rules": self.outcome.rules_version,
            "log": {"size": self.log_size, "root": self.log_root},
            "demonstration": self.demonstration,
            **self._told_since(),
        }

    def _told_since(self) -> dict[str, object]:
        """Tell what papers did not bear at first, where it is there: theirs stays as it was."""
        told = form_told(self.letterhead)
        if self.appraiser:
            told["appraiser"] = self.appraiser
        if self.outcome.threshold and self.outcome.threshold.citation:
            told["legal_source"] = self.outcome.threshold.citation
        if self.waivers and self.unwaived is not None:
            told |= waivers_told(self.waivers, self.unwaived, self.without_waivers)
        return told

    @property
    def without_waivers(self) -> Assessment | None:
        """Recompute what the rule would say if no rule were waived; None where none is."""
        o = self.outcome
        if self.unwaived is None:
            return None
        return Assessment(self.unwaived, self.population, o.threshold, o.reason_not_found)

    def state(self) -> dict[str, object]:
        """Give the whole non-personal state for the log.

        `statement_sha256` stands for everything that is printed, names of hamlets included.
        """
        a, t = self.assessment, self.outcome.threshold
        page = {"base_sha256": self.base_sha256, "base_length": self.base_length}
        return {
            "number": self.symbol,
            "year": self.year,
            "submission": str(self.appraisal_id),
            "planned_by": self.planned_by,
            "token_sha256": _digest(self.token),
            "statement_sha256": statement_digest(self._told()),
            "participants": a.tally.insured,
            "population": a.population.total,
            "required": a.required,
            "assessment": a.verdict.value,
            "rule": None
            if t is None
            else {
                "rule_set": t.rule_set,
                "clause": t.clause,
                "threshold_bp": int(t.percent * 100),
            },
            "roster_sha256": self.outcome.roster_sha256,
            "pdf_sha256": self.pdf_sha256,
            "pdf_length": self.pdf_length,
            **(page if self.base_sha256 else {}),
            "status": self.standing.value,
            "successor": self.successor,
            "reason_code": self.reason_code,
            **({"signed_for": self.signed_for} if self.signed_for else {}),
        }


def plan(appraisal: Appraisal, draft: Certificate, *, by: Actor) -> tuple[Certificate, AuditEvent]:
    """Take a number for an approved dossier, and give the event that tells of it.

    Raises:
        WrongStatus: the dossier is not approved, or has no result that meets its threshold.
        NotYourStep: the signer handed the list in, or appraised it.

    """
    if appraisal.status is not Status.APPROVED or appraisal.outcome is None:
        raise WrongStatus("Chỉ ban hành văn bản cho hồ sơ đã phê duyệt.")
    _require_other_hands(appraisal, by)
    if draft.assessment.verdict is not Verdict.MET:
        raise WrongStatus("Kết quả tính lại không còn đạt, không ban hành văn bản.")
    return draft, paper_event(Action.CERTIFICATE_PLANNED, None, draft, by)


def take_over(
    appraisal: Appraisal,
    planned: Certificate,
    *,
    by: Actor,
    letterhead: Letterhead | None = None,
    signed_for: str = "",
) -> tuple[Certificate, AuditEvent]:
    """Let another signer go on with a paper that is only planned, under the number it has.

    The number and its day stay; the name under the paper is that of who signs, and for whom.

    Raises:
        NotYourStep: the signer handed the list in, or appraised it.

    """
    _require_other_hands(appraisal, by)
    taken = replace(
        planned,
        planned_by=by.id,
        signer_name=by.name,
        letterhead=letterhead or planned.letterhead,
        signed_for=signed_for,
    )
    return taken, paper_event(Action.CERTIFICATE_PLANNED, planned, taken, by)


def _require_other_hands(appraisal: Appraisal, by: Actor) -> None:
    if by.id in {appraisal.created_by, appraisal.submitted_by, appraisal.appraised_by}:
        raise NotYourStep("Người ký phải khác người nộp và người thẩm định hồ sơ.")


def issue(
    planned: Certificate, *, pdf_sha256: str, pdf_length: int, by: Actor, at: datetime
) -> tuple[Certificate, AuditEvent]:
    """Bind the rendered file to the number, and give the event that tells of it.

    Raises:
        WrongStatus: the paper was issued before.

    """
    if planned.standing is not Standing.PLANNED:
        raise WrongStatus("Văn bản này đã được ban hành.")
    issued = replace(
        planned,
        standing=Standing.VALID,
        pdf_sha256=pdf_sha256,
        pdf_length=pdf_length,
        issued_at=at,
    )
    return issued, paper_event(Action.CERTIFICATE_ISSUED, planned, issued, by)


def end(
    certificate: Certificate,
    to: Standing,
    *,
    by: Actor,
    reason_code: str,
    note: str,
    successor: str = "",
) -> tuple[Certificate, AuditEvent]:
    """Revoke or supersede a paper in force, and give the event that tells of it.

    Raises:
        WrongStatus: the paper is not in force.

    """
    if certificate.standing is not Standing.VALID:
        label = STANDING_LABELS[certificate.standing]
        raise WrongStatus(f"Văn bản {certificate.symbol} {label}, không thể thay đổi nữa.")
    ended = replace(certificate, standing=to, reason_code=reason_code, successor=successor)
    action = Action.CERTIFICATE_REVOKED if to is Standing.REVOKED else Action.CERTIFICATE_SUPERSEDED
    return ended, paper_event(action, certificate, ended, by, note)


def paper_event(
    action: Action, before: Certificate | None, after: Certificate, by: Actor, note: str = ""
) -> AuditEvent:
    """Tell of a paper's change; names, address and words stay private (sự kiện)."""
    private = {"actor_name": by.name, "address": by.address, "note": note.strip()}
    return AuditEvent(
        action,
        by,
        Subject("certificate", after.reference, (before.version if before else 0) + 1),
        before=before.state() if before else None,
        after=after.state(),
        private={name: value for name, value in private.items() if value},
    )


def bare_token(text: str) -> str:
    """Take what somebody typed from the paper to the form that is stored (chuẩn hóa mã)."""
    return "".join(sign for sign in text.upper() if sign in TOKEN_ALPHABET)


def printed_token(token: str) -> str:
    """Group a code for reading and typing: 4-4-5."""
    return f"{token[:4]}-{token[4:8]}-{token[8:]}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
