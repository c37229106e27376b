"""A practice run (chạy thử): the same checks, and nothing is kept, not for a minute (F13)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.findings import Check
from ntm_verify.domain.list_rules import ListVerdict
from ntm_verify.domain.marks import Annotation, findings_of_file, marks_of, names_of
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListRefused, ReadingOptions
from ntm_verify.domain.report import describe
from ntm_verify.domain.roster import make_roster
from ntm_verify.domain.wording import day, moment
from ntm_verify.usecases.check_list import CheckList, ListReport, check_list
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.recall_figures import RecallFigures, recall_figures

from . import forms
from .commune import dropped
from .figures import CountsView, HamletRow, Rate, counts_view, hamlet_rows, rate, where_missing
from .findings import FindingsView, Wanted, findings_view
from .forms import FieldError, Form, Option
from .policy import COMMUNE
from .prepare import ENCODINGS, FORMATS, LARGEST_UPLOAD
from .visit import Visit
from .words import size_text
from .workbooks import KIND

BANNER: Final = "CHẠY THỬ – không phải hồ sơ, không có giá trị để nộp hay đối chiếu"
NAMES: Final = ("as_of", "total", "male", "female", "encoding")
FILE_BUTTON: Final = "marked"


@dataclass(frozen=True, slots=True)
class PracticeForm:
    """The form of a practice run (biểu mẫu chạy thử), with what was typed."""

    values: dict[str, str]
    encodings: tuple[Option, ...]
    errors: tuple[FieldError, ...]
    formats: str
    largest: str


@dataclass(frozen=True, slots=True)
class PracticeView:
    """What a practice run found (kết quả chạy thử); it exists on this page alone."""

    banner: str
    as_of: str
    at: str
    files: tuple[str, ...]
    verdict: str
    rate: Rate
    where: str
    counts: CountsView
    hamlets: tuple[HamletRow, ...]
    dropped: tuple[str, ...]
    findings: FindingsView


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as read (yêu cầu chạy thử), or what is wrong with it."""

    as_of: date | None
    population: Population | None
    encoding: str
    errors: tuple[FieldError, ...]


class PracticeController(Controller):
    """Practice runs (chạy thử)."""

    path = "/practice"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def prepare(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Ask for a file and the figures (chạy thử)."""
        return visit.page("commune/practice.html", practice_form({}))

    @post(request_max_body_size=LARGEST_UPLOAD)
    async def run(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Check at once, show the result or give the marked file, and forget everything."""
        asked, files = read_practice(form), form.files
        errors = asked.errors
        if not files:
            errors = (*errors, FieldError("files", "Chọn tệp danh sách để chạy thử."))
        if errors or asked.as_of is None or asked.population is None:
            return _again(visit, form, errors)
        wanted = RecallFigures(asked.as_of)
        rules = await recall_figures(visit.ports, visit.actor, wanted)
        request = CheckList(
            files,
            visit.actor.unit,
            visit.actor.province,
            asked.as_of,
            asked.population,
            ReadingOptions(encoding=asked.encoding),
            entered=rules.figures,
            groups=rules.groups,
        )
        try:
            report = await check_list(visit.ports, visit.actor, request)
        except ListRefused as refused:
            return _again(visit, form, (FieldError("files", str(refused)),))
        if form.text("give") == FILE_BUTTON:
            return await marked_file(visit.ports, report)
        return visit.page("commune/practised.html", practice_view(visit.ports, report))


def practice_form(values: dict[str, str], errors: tuple[FieldError, ...] = ()) -> PracticeForm:
    """Show the form, empty or as typed."""
    filled = {name: values.get(name, "") for name in NAMES}
    encodings = tuple(Option(k, text, k == filled["encoding"]) for k, text in ENCODINGS.items())
    return PracticeForm(filled, encodings, errors, FORMATS, size_text(LARGEST_UPLOAD))


def read_practice(form: Form) -> Asked:
    """Read the figures; every fault at once, each beside its field."""
    errors: list[FieldError] = []
    as_of = forms.day(form.text("as_of"))
    if as_of is None:
        told = "Ghi ngày chốt số liệu theo dạng ngày/tháng/năm, ví dụ 31/12/2025."
        errors.append(FieldError("as_of", told))
    counts = {name: forms.count(form.text(name)) for name in ("total", "male", "female")}
    for name, count in counts.items():
        if count is None and (form.text(name) or name == "total"):
            told = "Ghi số dân bằng chữ số, ví dụ 9.236; không ghi phần lẻ hay chữ."
            errors.append(FieldError(name, told))
    population, total = None, counts["total"]
    if total is not None and not errors:
        try:
            population = Population(total, male=counts["male"], female=counts["female"])
        except InvalidInput as refused:
            errors.append(FieldError("total", str(refused)))
    encoding = form.text("encoding")
    known = encoding if encoding in ENCODINGS else ""
    return Asked(as_of, population, known, tuple(errors))


def practice_view(ports: Ports, report: ListReport) -> PracticeView:
    """Show the report on one page; what does not fit is in the marked file."""
    weights = {check: ports.catalogue.severity(check) for check in Check}
    roster = make_roster(report.reading.raw, report.checked, weights)
    found = findings_view(
        roster, _findings(report), ports.catalogue, report.counts, Wanted("/practice")
    )
    cut = (
        "Trang chạy thử chỉ liệt kê 100 mục đầu. Tải tệp đã đánh dấu để xem đủ."
        if found.pages > 1
        else ""
    )
    shown = replace(found, choices=(), pages=1, earlier="", later="", cut=cut)
    is_refused = report.judgement.verdict is ListVerdict.REJECT
    return PracticeView(
        banner=BANNER,
        as_of=day(report.request.as_of),
        at=moment(ports.now()),
        files=tuple(file.name for file in report.request.files),
        verdict="Danh sách này sẽ bị từ chối khi nộp: quá nhiều dòng lỗi." if is_refused else "",
        rate=rate(report.assessment),
        where=where_missing(report.assessment, report.hamlets),
        counts=counts_view(report.counts),
        hamlets=hamlet_rows(report.hamlets),
        dropped=dropped(report.reading.raw.sources),
        findings=shown,
    )


async def marked_file(ports: Ports, report: ListReport) -> Response[bytes]:
    """Give the first file back with its wrong cells marked, under a banner (tệp chạy thử)."""
    raw, checked, file = report.reading.raw, report.checked, report.request.files[0]
    mine = findings_of_file(_findings(report), raw, file.name)
    told = tuple(describe(finding, raw, checked, ports.catalogue) for finding in mine)
    marks = Annotation(marks_of(told), told, names=names_of(raw, checked), banner=BANNER)
    form = report.reading.files[0].format
    encoding = report.request.options.encoding
    content = await ports.workbooks.annotate(file.content, form, marks, encoding)
    name = f"CHAY-THU-{report.request.commune}-{report.request.as_of.isoformat()}.xlsx"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=KIND, headers=headers)


def _findings(report: ListReport) -> tuple[Finding, ...]:
    return (*report.notes, *report.checked.findings)


def _again(visit: Visit, form: Form, errors: tuple[FieldError, ...]) -> Response[Any]:
    values = {name: form.text(name) for name in form.texts}
    view = practice_form(values, errors)
    return visit.page("commune/practice.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
