"""What the pages of a commune show (khung nhìn cho xã)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from ntm_verify.domain.appraisal import RETURN_REASONS, Appraisal, Status
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.population import BASES, Population
from ntm_verify.domain.reading import FileFacts
from ntm_verify.domain.wording import day, moment, number

from . import forms
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
from .forms import FieldError, Form
from .timeline import Happening

KIB: Final = 1024
LARGEST_UPLOAD: Final = 64 * 2**20
FORMATS: Final = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv"
ENCODINGS: Final = {
    "": "Tự nhận ra (tệp Unicode)",
    "tcvn3": "TCVN3 (ABC), các phông .VnTime, .VnArial",
    "vni": "VNI, các phông VNI-Times",
    "windows-1258": "Windows-1258",
    "utf-8": "UTF-8",
}
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


def reason_text(dossier: Appraisal) -> str:
    """Give the reason of a decision in words, "" if there is none (lý do)."""
    label = RETURN_REASONS.get(dossier.reason_code, "")
    return ". ".join(part for part in (label, dossier.note) if part)


# ---- preparing a list


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list (một lựa chọn)."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PrepareView:
    """The form that hands a list in (nộp danh sách), with what was typed."""

    action: str
    title: str
    values: dict[str, str]
    bases: tuple[Option, ...]
    encodings: tuple[Option, ...]
    errors: tuple[FieldError, ...]
    formats: str
    largest: str
    seen: int
    kept_file: str
    reason: str


NAMES: Final = (
    *("as_of", "total", "male", "female", "source", "population_day", "basis", "signer"),
    "encoding",
)


def prepare_view(
    values: dict[str, str], errors: tuple[FieldError, ...] = (), replaced: Appraisal | None = None
) -> PrepareView:
    """Show the form, empty, as typed, or with the figures of the dossier to be replaced."""
    filled = {name: values.get(name, "") for name in NAMES}
    basis = filled["basis"] or "unspecified"
    return PrepareView(
        action=f"/submissions/{replaced.id}/files" if replaced else "/submissions",
        title="Nộp lại danh sách" if replaced else "Nộp danh sách",
        values=filled,
        bases=tuple(Option(key, text, key == basis) for key, text in BASES.items()),
        encodings=tuple(
            Option(key, text, key == filled["encoding"]) for key, text in ENCODINGS.items()
        ),
        errors=errors,
        formats=FORMATS,
        largest=size_text(LARGEST_UPLOAD),
        seen=replaced.version if replaced else 0,
        kept_file=", ".join(file.name for file in replaced.files) if replaced else "",
        reason=reason_text(replaced) if replaced else "",
    )


def values_of(dossier: Appraisal) -> dict[str, str]:
    """Fill the form with what the dossier says (điền sẵn số liệu cũ)."""
    people = dossier.population
    return {
        "as_of": day(dossier.as_of),
        "total": number(people.total),
        "male": "" if people.male is None else number(people.male),
        "female": "" if people.female is None else number(people.female),
        "source": people.source,
        "population_day": day(people.day) if people.day else "",
        "basis": people.basis,
        "signer": people.signer,
        "encoding": dossier.encoding,
    }


@dataclass(frozen=True, slots=True)
class Prepared:
    """The figures of the form, or what is wrong with them (số liệu đã đọc từ biểu mẫu)."""

    as_of: date | None
    population: Population | None
    encoding: str
    errors: tuple[FieldError, ...]


def read_figures(form: Form) -> Prepared:
    """Read the figures of the form; every fault at once, each beside its field."""
    reader = _Reader(form)
    as_of = reader.day("as_of", "ngày chốt số liệu", needed=True)
    total = reader.count("total", "tổng dân số", needed=True)
    male, female = reader.count("male", "dân số nam"), reader.count("female", "dân số nữ")
    told = reader.day("population_day", "ngày của số dân số")
    if not form.text("source"):
        reader.errors.append(FieldError("source", "Ghi nguồn của số dân số: cơ quan, văn bản."))
    population = None
    if total is not None and not reader.errors:
        try:
            population = Population(
                total,
                form.text("source")[:200],
                told,
                male,
                female,
                form.text("basis") or "unspecified",
                form.text("signer")[:100],
            )
        except InvalidInput as refused:
            reader.errors.append(FieldError("total", str(refused)))
    encoding = form.text("encoding")
    return Prepared(
        as_of, population, encoding if encoding in ENCODINGS else "", tuple(reader.errors)
    )


@dataclass(slots=True)
class _Reader:
    """Reads field after field and keeps what is wrong (đọc biểu mẫu)."""

    form: Form
    errors: list[FieldError] = field(default_factory=list)

    def day(self, name: str, label: str, *, needed: bool = False) -> date | None:
        typed = self.form.text(name)
        found = forms.day(typed)
        if found is None and (typed or needed):
            told = f"Ghi {label} theo dạng ngày/tháng/năm, ví dụ 31/12/2025."
            self.errors.append(FieldError(name, told))
        return found

    def count(self, name: str, label: str, *, needed: bool = False) -> int | None:
        typed = self.form.text(name)
        found = forms.count(typed)
        if found is None and (typed or needed):
            told = f"Ghi {label} bằng chữ số, ví dụ 9.236; không ghi phần lẻ hay chữ."
            self.errors.append(FieldError(name, told))
        return found


# ---- a dossier


@dataclass(frozen=True, slots=True)
class StepView:
    """One of the five steps (một bước của hồ sơ)."""

    text: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file as handed in (một tệp)."""

    name: str
    kind: str
    size: str
    sha256: str


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


@dataclass(frozen=True, slots=True)
class Extras:
    """What hangs on a dossier beside its own figures (phần kèm theo)."""

    findings: FindingsView | None = None
    first_errors: tuple[FindingRow, ...] = ()
    dropped: tuple[str, ...] = ()
    log: tuple[Happening, ...] = ()
    papers: tuple[Certificate, ...] = ()


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
        steps=_steps(dossier),
        files=tuple(map(file_view, dossier.files)),
        as_of=day(dossier.as_of),
        population=population_view(dossier.population),
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


def file_view(facts: FileFacts) -> FileView:
    """Show a file as handed in (một tệp)."""
    kind = facts.format or facts.name.rpartition(".")[2]
    return FileView(facts.name, kind[:5].upper(), size_text(facts.size), facts.sha256)


def size_text(size: int) -> str:
    """Write the size of a file: "412 KB", "1,4 MB"."""
    if size < KIB:
        return f"{size} byte"
    if size < KIB * KIB:
        return f"{number(size // KIB)} KB"
    tenths = Decimal(size * 10 // (KIB * KIB))
    whole, tenth = divmod(int(tenths), 10)
    return f"{number(whole)},{tenth} MB" if tenth else f"{number(whole)} MB"


@dataclass(frozen=True, slots=True)
class StageView:
    """How far the check has come (tiến trình kiểm tra)."""

    id: str
    sentence: str
    is_done: bool
    files: tuple[FileView, ...] = ()
    started: str = ""


def stage_view(dossier: Appraisal) -> StageView:
    """Say in one sentence how far the check has come."""
    size = size_text(sum(file.size for file in dossier.files))
    sentence = (
        f"Đang đọc và kiểm tra {number(len(dossier.files))} tệp ({size})."
        if dossier.status is Status.CHECKING
        else "Đã kiểm tra xong."
    )
    files = tuple(map(file_view, dossier.files))
    return StageView(str(dossier.id), sentence, dossier.status is not Status.CHECKING, files)
