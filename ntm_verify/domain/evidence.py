"""A whole dossier as one file in the order in which it came into being (hồ sơ xuất nguyên vẹn).

The same content as .pdf, .xml and .json (Nghị định 30/2020/NĐ-CP, Phụ lục VI: a system must
"export the whole file to .pdf and .xml in the order in which it came into being"). Nothing of it
depends on when it is made: the same dossier gives the same file.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from .appraisal import LABELS, Appraisal
from .certificate import STANDING_LABELS, Certificate
from .chronicle import Happening
from .coverage import VERDICT_LABELS, Assessment
from .findings import Catalogue, Severity
from .participant_list import Finding
from .roster import Roster
from .steps import REASON_LABELS
from .wording import day, moment, number, percent

MASK: Final = "•••"
SEVERITIES: Final = {
    Severity.ERROR: "phải sửa",
    Severity.WARNING: "cần xem lại",
    Severity.INFO: "lưu ý",
}
LIST_FILE: Final = "danh-sach.csv"
FINDINGS_FILE: Final = "phat-hien.csv"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a dossier when its bundle is made (nội dung hồ sơ).

    `happenings` are the acts of the log about it, oldest first; `roster` is None where the list
    was never checked, or is gone after its time. `masked` leaves names, numbers and words out.
    """

    appraisal: Appraisal
    papers: tuple[Certificate, ...]
    happenings: tuple[Happening, ...]
    roster: Roster | None
    findings: tuple[Finding, ...]
    masked: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the dossier's particulars (một mục): a key for programs, a label for people."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the dossier (một tài liệu), by the order in which it came into being.

    `path` names the file in the bundle, "" where only its digest was kept.
    """

    order: int
    at: str
    title: str
    path: str
    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Findings of one kind (một nhóm phát hiện)."""

    code: str
    severity: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class DossierFile:
    """The whole dossier, ready to be printed or written (hồ sơ để in, để ghi)."""

    id: str
    commune: str
    as_of: str
    moment: str
    masked: bool
    facts: tuple[Fact, ...]
    documents: tuple[Document, ...]
    groups: tuple[FoundGroup, ...]
    happenings: tuple[Happening, ...]


def dossier_file(
    evidence: Evidence, catalogue: Catalogue, files: Mapping[str, bytes]
) -> DossierFile:
    """Lay a dossier out; `files` are those of the bundle, by path."""
    dossier = evidence.appraisal
    return DossierFile(
        id=str(dossier.id),
        commune=dossier.commune_name,
        as_of=day(dossier.as_of),
        moment=_newest(evidence).strftime("%Y-%m-%dT%H:%M:%SZ"),
        masked=evidence.masked,
        facts=tuple(_facts(evidence)),
        documents=_documents(evidence, files),
        groups=_groups(evidence, catalogue),
        happenings=evidence.happenings,
    )


def _newest(evidence: Evidence) -> datetime:
    """Give when the dossier last changed: a print says so, and nothing of when it was made."""
    dossier = evidence.appraisal
    moments = (dossier.created_at, dossier.submitted_at, dossier.decided_at)
    issued = (paper.issued_at for paper in evidence.papers)
    return max(at for at in (*moments, *issued) if at).astimezone(UTC)


def _facts(evidence: Evidence) -> list[Fact]:
    dossier, population = evidence.appraisal, evidence.appraisal.population
    told = [
        Fact("id", "Mã hồ sơ", str(dossier.id)),
        Fact("commune", "Xã", f"{dossier.commune_name} (mã {dossier.commune})"),
        Fact("as_of", "Ngày chốt số liệu", day(dossier.as_of)),
        Fact("round", "Lần nộp", str(dossier.round)),
        Fact("status", "Trạng thái", LABELS[dossier.status]),
        Fact("population", "Dân số", number(population.total)),
        Fact("population_source", "Nguồn dân số", population.source),
    ]
    if dossier.submitted_at:
        told.append(Fact("submitted_at", "Nộp lúc", moment(dossier.submitted_at)))
    if dossier.assessment:
        told += _result(dossier, dossier.assessment)
    if dossier.decided_at:
        told.append(Fact("decided_at", "Quyết định lúc", moment(dossier.decided_at)))
    if dossier.reason_code:
        label = REASON_LABELS.get(dossier.reason_code, dossier.reason_code)
        told.append(Fact("reason", "Lý do quyết định", label))
    if dossier.note and not evidence.masked:
        told.append(Fact("note", "Lý do bằng chữ", dossier.note))
    told += (
        Fact(
            f"certificate.{paper.reference}",
            "Văn bản",
            f"{paper.symbol} ngày {day(paper.issue_day)}: {STANDING_LABELS[paper.standing]}",
        )
        for paper in evidence.papers
    )
    return [fact for fact in told if fact.text]


def _result(dossier: Appraisal, assessment: Assessment) -> list[Fact]:
    outcome, threshold = dossier.outcome, assessment.threshold
    told = [
        Fact("participants", "Người được tính", number(assessment.tally.insured)),
        Fact("percent_truncated", "Tỷ lệ", percent(assessment.percent_truncated)),
        Fact("assessment", "Kết luận", VERDICT_LABELS[assessment.verdict]),
    ]
    if threshold is not None:
        told += (
            Fact("threshold", "Ngưỡng", percent(threshold.percent)),
            Fact("required", "Số người cần có", number(assessment.required or 0)),
            Fact("legal_reference", "Căn cứ", threshold.legal_reference),
            Fact("rule_set", "Bộ tiêu chí", f"{threshold.rule_set}, mục {threshold.clause}"),
            Fact("rule_sha256", "Tệp bộ tiêu chí (SHA-256)", threshold.sha256),
        )
        if threshold.release:
            told += (
                Fact("release", "Lần công bố ngưỡng của tỉnh", threshold.release),
                Fact("release_sha256", "Bản công bố (SHA-256)", threshold.release_sha256),
            )
    if outcome is not None:
        told += (
            Fact("rows", "Số dòng của danh sách", number(outcome.counts.rows)),
            Fact("roster_sha256", "Danh sách đã lưu (SHA-256)", outcome.roster_sha256),
            Fact("roster_root", "Gốc cam kết của danh sách", outcome.roster_root),
            Fact("rules", "Bản quy tắc kiểm tra", outcome.rules_version),
            Fact("checked_at", "Kiểm tra lúc", moment(outcome.checked_at)),
        )
    return told


def _documents(evidence: Evidence, files: Mapping[str, bytes]) -> tuple[Document, ...]:
    """List the documents in the order in which they came into being."""
    dossier, outcome = evidence.appraisal, evidence.appraisal.outcome
    came = moment(dossier.submitted_at or dossier.created_at)
    checked = moment(outcome.checked_at) if outcome else came
    found = [
        ("Tệp danh sách xã nộp (bản gốc niêm phong, xóa sau thời hạn)", came, "", f.sha256, f.size)
        for f in dossier.files
    ]
    for path, title in (
        (LIST_FILE, "Danh sách đã lưu, tối giản"),
        (FINDINGS_FILE, "Kết quả kiểm tra từng dòng"),
    ):
        if path in files:
            found.append((title, checked, path, _digest(files[path]), len(files[path])))
    for paper in evidence.papers:
        path = paper_path(paper)
        if path in files:
            at = moment(paper.issued_at) if paper.issued_at else ""
            title = f"Văn bản kết quả {paper.symbol}"
            found.append((title, at, path, _digest(files[path]), len(files[path])))
    return tuple(
        Document(order, at, title, path, digest, length)
        for order, (title, at, path, digest, length) in enumerate(found, 1)
    )


def paper_path(paper: Certificate) -> str:
    """Name the file of a paper in a bundle."""
    return f"docs/{paper.reference}.pdf"


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _groups(evidence: Evidence, catalogue: Catalogue) -> tuple[FoundGroup, ...]:
    counted = Counter(finding.check.value for finding in evidence.findings)
    groups = [
        FoundGroup(code, SEVERITIES[catalogue[code].severity], catalogue[code].reason, count)
        for code, count in counted.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.severity, -group.count, group.code)))
