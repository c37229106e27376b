"""What the pages of a commune show (khung nhìn cho xã)."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.doubt import figure_warnings
from ntm_verify.domain.plausibility import figure_notes
from ntm_verify.domain.progress import Progress
from ntm_verify.domain.wording import day, moment, number
from ntm_verify.usecases.survey_hamlets import HamletSurvey

from .casework import CommentView, DueView, PointView
from .figures import (
    CountsView,
    HamletRow,
    PopulationView,
    Rate,
    Row,
    Tag,
    counts_view,
    dossier_row,
    hamlet_rows,
    population_view,
    rate,
    status_tag,
    where_missing,
)
from .findings import FindingRow, FindingsView
from .how_read import HowRead
from .timeline import Happening
from .words import FileView, file_view, reason_text, size_text

EDITABLE: Final = frozenset({Status.DRAFT, Status.CHECKED, Status.RETURNED})
WITHDRAWABLE: Final = frozenset(
    {Status.DRAFT, Status.CHECKED, Status.SUBMITTED, Status.UNDER_APPRAISAL, Status.RETURNED}
)
STEPS: Final = (
    "Tải danh sách",
    "Kiểm tra",
    "Xem lại và nộp",
    "Tỉnh thẩm định",
    "Nhận kết quả",
)
PLACE_OF: Final = {
    Status.DRAFT: 0,
    Status.CHECKING: 1,
    Status.CHECKED: 2,
    Status.RETURNED: 2,
    Status.SUBMITTED: 3,
    Status.UNDER_APPRAISAL: 3,
    Status.APPROVED: 4,
    Status.CERTIFIED: 5,
    Status.SUPERSEDED: 5,
    Status.REVOKED: 5,
    Status.REFUSED: 5,
    Status.WITHDRAWN: 5,
}
COLUMN_TROUBLES: Final = frozenset(
    {"header_not_found", "required_column_missing", "ambiguous_table", "too_many_errors"}
)
"""Refusals of a file that pointing out sheet, header or columns may mend."""
NEXT: Final = {
    Status.DRAFT: "Chưa có danh sách dùng được. Chọn tệp khác để kiểm tra lại.",
    Status.CHECKING: "Hệ thống đang đọc và kiểm tra danh sách.",
    Status.CHECKED: "Danh sách đã kiểm tra xong, chưa gửi cho tỉnh.",
    Status.SUBMITTED: "Tỉnh đã nhận hồ sơ; chờ cán bộ thẩm định nhận việc.",
    Status.UNDER_APPRAISAL: "Cán bộ của tỉnh đang thẩm định hồ sơ.",
    Status.RETURNED: "Tỉnh trả lại hồ sơ để bổ sung. Sửa theo lý do rồi nộp lại.",
    Status.APPROVED: "Hồ sơ đã được phê duyệt; chờ ký ban hành văn bản.",
    Status.CERTIFIED: "Văn bản kết quả đã ban hành.",
    Status.SUPERSEDED: "Văn bản của hồ sơ này đã được thay bằng văn bản mới.",
    Status.REVOKED: "Văn bản của hồ sơ này đã bị thu hồi.",
    Status.REFUSED: "Tỉnh không công nhận kết quả của hồ sơ này.",
    Status.WITHDRAWN: "Xã đã rút hồ sơ này.",
}
TO_DO: Final = {
    Status.RETURNED: "Sửa và nộp lại",
    Status.DRAFT: "Chọn tệp khác",
    Status.CHECKED: "Xem kết quả và nộp",
    Status.CHECKING: "Xem tiến trình",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One dossier on the commune's desk (một việc): what to do with it."""

    row: Row
    act: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """The commune's desk (việc cần làm): what waits for the commune, then everything else."""

    waiting: tuple[Task, ...]
    others: tuple[Task, ...]


def work_view(dossiers: tuple[Appraisal, ...]) -> WorkView:
    """Put what waits for the commune first, returned dossiers on top (việc cần làm)."""
    ordered = sorted(dossiers, key=lambda d: d.status is not Status.RETURNED)
    waiting = [d for d in ordered if d.status in TO_DO]
    others = [d for d in dossiers if d.status not in TO_DO]
    return WorkView(tuple(map(_task, waiting)), tuple(map(_task, others)))


def _task(dossier: Appraisal) -> Task:
    at = dossier.decided_at or dossier.submitted_at or dossier.created_at
    reason = reason_text(dossier) if dossier.status is Status.RETURNED else ""
    return Task(dossier_row(dossier, moment(at)), TO_DO.get(dossier.status, "Xem hồ sơ"), reason)


@dataclass(frozen=True, slots=True)
class StepView:
    """One of the five steps (một bước của hồ sơ)."""

    text: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class SurveyView:
    """Which hamlets are there and which are missing (các thôn); `shared` people stand elsewhere.

    `known_from` says where the number of hamlets comes from, "" where nobody knows it.
    """

    there: str
    known: str
    missing: tuple[str, ...]
    known_from: str
    shared: str


def survey_view(found: HamletSurvey) -> SurveyView:
    """Show which hamlets a list has, as far as that is known (thôn đã có, còn thiếu)."""
    known = [line for line in found.lines if line.before is not None]
    there = sum(line.now is not None for line in known)
    return SurveyView(
        number(there),
        number(len(known)),
        tuple(line.name for line in known if line.is_missing),
        day(found.known_from) if found.known_from else "",
        number(found.shared) if found.shared else "",
    )


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier as its commune sees it (hồ sơ của xã)."""

    id: str
    version: int
    title: str
    status: Tag
    next: str
    reason: str
    is_returned: bool
    refusal: str
    needs_encoding: bool
    needs_columns: bool
    reading: HowRead | None
    template: str
    steps: tuple[StepView, ...]
    files: tuple[FileView, ...]
    as_of: str
    population: PopulationView
    rate: Rate | None
    where: str
    counts: CountsView | None
    hamlets: tuple[HamletRow, ...]
    findings: FindingsView | None
    first_errors: tuple[FindingRow, ...]
    dropped: tuple[str, ...]
    log: tuple[Happening, ...]
    can_replace: bool
    can_submit: bool
    can_withdraw: bool
    submitted_at: str
    declarant: str
    certificate: str
    round: int
    checked_at: str
    rules_version: str
    doubtful: str
    figures_left: bool
    due: DueView | None
    comments: tuple[CommentView, ...]
    points: tuple[PointView, ...]
    survey: SurveyView | None = None


@dataclass(frozen=True, slots=True)
class Extras:
    """What hangs on a dossier beside its own figures (phần kèm theo)."""

    findings: FindingsView | None = None
    first_errors: tuple[FindingRow, ...] = ()
    dropped: tuple[str, ...] = ()
    log: tuple[Happening, ...] = ()
    papers: tuple[Certificate, ...] = ()
    reading: HowRead | None = None
    due: DueView | None = None
    comments: tuple[CommentView, ...] = ()
    points: tuple[PointView, ...] = ()


def dossier_view(dossier: Appraisal, extras: Extras) -> DossierView:
    """Show a dossier to its commune (hồ sơ)."""
    outcome, assessment = dossier.outcome, dossier.assessment
    hamlets = outcome.hamlets if outcome else ()
    ended = dossier.status in {Status.RETURNED, Status.REFUSED, Status.REVOKED}
    papers = [paper for paper in extras.papers if paper.pdf_sha256]
    return DossierView(
        id=str(dossier.id),
        version=dossier.version,
        title=f"Danh sách tham gia BHYT, chốt ngày {day(dossier.as_of)}",
        status=status_tag(dossier.status),
        next=NEXT[dossier.status],
        reason=reason_text(dossier) if ended else "",
        is_returned=dossier.status is Status.RETURNED,
        refusal=dossier.refusal,
        needs_encoding=dossier.reason_code == "name_legacy_font",
        needs_columns=dossier.reason_code in COLUMN_TROUBLES,
        reading=extras.reading,
        template=str(dossier.as_of.year) if dossier.reason_code == "old_template" else "",
        steps=_steps(dossier),
        files=tuple(map(file_view, dossier.files)),
        as_of=day(dossier.as_of),
        population=population_view(dossier.population, dossier.preparation),
        rate=rate(assessment) if assessment else None,
        where=where_missing(assessment, hamlets) if assessment else "",
        counts=counts_view(outcome.counts) if outcome else None,
        hamlets=hamlet_rows(hamlets),
        findings=extras.findings,
        first_errors=extras.first_errors,
        dropped=extras.dropped,
        log=extras.log,
        can_replace=dossier.status in EDITABLE,
        can_submit=dossier.status is Status.CHECKED,
        can_withdraw=dossier.status in WITHDRAWABLE,
        submitted_at=moment(dossier.submitted_at) if dossier.submitted_at else "",
        declarant=dossier.declarant,
        certificate=papers[-1].reference if papers else "",
        round=dossier.round,
        checked_at=moment(outcome.checked_at) if outcome else "",
        rules_version=outcome.rules_version if outcome else "",
        figures_left=bool(figure_warnings(figure_notes(dossier)) - dossier.preparation.confirmed()),
        doubtful=number(outcome.tally.doubtful) if outcome and outcome.tally.doubtful else "",
        due=extras.due,
        comments=extras.comments,
        points=extras.points,
    )


def _steps(dossier: Appraisal) -> tuple[StepView, ...]:
    """Say which steps are done, where the dossier is, and what is to come (tiến trình)."""
    here, outcome = PLACE_OF[dossier.status], dossier.outcome
    notes = (
        moment(dossier.created_at),
        moment(outcome.checked_at) if outcome else "",
        moment(dossier.submitted_at) if dossier.submitted_at else "",
        moment(dossier.decided_at) if dossier.decided_at else "",
        dossier.certificate,
    )
    return tuple(
        StepView(
            text,
            "done" if place < here else "current" if place == here else "",
            notes[place] if place <= here else "",
        )
        for place, text in enumerate(STEPS)
    )


@dataclass(frozen=True, slots=True)
class StageView:
    """How far the check has come (tiến trình kiểm tra)."""

    id: str
    sentence: str
    is_done: bool
    files: tuple[FileView, ...] = ()
    started: str = ""
    result: str = ""
    follow: str = ""
    percent: int = 0


def stage_view(dossier: Appraisal, then: str = "", progress: Progress | None = None) -> StageView:
    """Say in one sentence how far the check has come; `then` is the page below it to go on with."""
    size = size_text(sum(file.size for file in dossier.files))
    sentence = (
        f"Đang đọc và kiểm tra {number(len(dossier.files))} tệp ({size})."
        if dossier.status is Status.CHECKING
        else "Đã kiểm tra xong."
    )
    sentence = progress.sentence if progress else sentence
    files = tuple(map(file_view, dossier.files))
    address = f"/submissions/{dossier.id}"
    return StageView(
        str(dossier.id),
        sentence,
        dossier.status is not Status.CHECKING,
        files,
        result=f"{address}/{then}" if then else address,
        follow=f"{address}/progress" + (f"?then={quote(then)}" if then else ""),
        percent=progress.percent if progress else 0,
    )
