"""Pages where an administrator takes tables of targets in (chỉ tiêu, số thực hiện): F94."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.ratios import BASE_LABELS
from ntm_verify.domain.reading import ListRefused
from ntm_verify.domain.target_sheet import Issue, SheetNotUsable
from ntm_verify.domain.targets import MEASURE_LABELS, Citation, Due, Target
from ntm_verify.domain.wording import day as written
from ntm_verify.domain.wording import number
from ntm_verify.usecases.import_targets import ImportedTargets, ImportTargets, import_targets
from ntm_verify.usecases.set_due import SetDue, set_due

from .dashboard import document, said_target
from .forms import FieldError, Form, day
from .policy import ADMINISTRATOR
from .visit import Visit

FIELDS: Final = ("kind", "number", "document_day", "issuer", "article", "valid_from")
DUE_FIELDS: Final = ("due_year", "due_day", "due_document")
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One line that was taken in or tried (một chỉ tiêu)."""

    unit: str
    scheme: str
    year: str
    wanted: str
    base: str
    document: str


@dataclass(frozen=True, slots=True)
class TargetsView:
    """The form and what became of the last table (trang nạp chỉ tiêu)."""

    texts: Mapping[str, str]
    file: str
    faults: tuple[str, ...]
    errors: tuple[FieldError, ...]
    kept: str
    tried: str
    rows: tuple[TargetRow, ...]
    falling: tuple[TargetRow, ...]
    due: Mapping[str, str]
    due_kept: str = ""


class TargetController(Controller):
    """Targets of the province's units (chỉ tiêu của tỉnh)."""

    path = "/province/targets"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def ask(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Say how the tables look, and ask for one (nạp chỉ tiêu)."""
        return visit.page("province/targets.html", _view(Form(), None))

    @post("/", opt={"confirm": True})
    async def take(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Keep every line of a table, or try it out, or tell everything that is wrong (nạp)."""
        file = next((file for file in form.files if file.content), None)
        if file is None:
            return _refused(visit, form, (FieldError("file", "Chọn tệp bảng chỉ tiêu."),), ())
        try:
            asked = ImportTargets(file, _issue(form), form.text("try") == "yes")
            taken = await import_targets(visit.ports, visit.actor, asked)
        except SheetNotUsable as wrong:
            told = FieldError("file", "Bảng còn chỗ cần sửa; chưa nạp dòng nào.")
            return _refused(visit, form, (told,), tuple(map(str, wrong.faults)))
        except (InvalidInput, ListRefused) as wrong:
            return _refused(visit, form, (FieldError("file", str(wrong)),), ())
        view = _view(form, taken)
        return visit.page("province/targets.html", view, HTTP_200_OK)

    @post("/due", opt={"confirm": True})
    async def until(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Keep the last day for a year's dossiers (đặt hạn nộp)."""
        try:
            due = await set_due(visit.ports, visit.actor, SetDue(_due(form)))
        except InvalidInput as wrong:
            return _refused(visit, form, (FieldError("due_day", str(wrong)),), ())
        kept = f"{due.year}: {written(due.day)}"
        view = replace(_view(form, None), due_kept=kept)
        return visit.page("province/targets.html", view, HTTP_200_OK)


def _issue(form: Form) -> Issue | None:
    """Read the document; None where nothing of it was typed, as a table of actuals needs none.

    Raises:
        TargetNotUsable: the document is named in part.

    """
    typed = {name: form.text(name)[:LONGEST] for name in FIELDS}
    if not any(typed[name] for name in ("kind", "number", "document_day", "issuer")):
        return None
    signed = day(typed["document_day"])
    if signed is None:
        raise InvalidInput("Ghi ngày của văn bản, ví dụ 15/01/2021.")
    begins = day(typed["valid_from"]) or signed
    paper = Citation(typed["kind"], typed["number"], signed, typed["issuer"], typed["article"])
    return Issue(paper, begins)


def _due(form: Form) -> Due:
    """Read year, day and document.

    Raises:
        InvalidInput: no year or no day can be read, or they do not go together.

    """
    year, last = form.text("due_year").strip(), day(form.text("due_day"))
    if not (year.isascii() and year.isdecimal()) or last is None:
        raise InvalidInput("Ghi năm bốn chữ số và hạn nộp dạng ngày/tháng/năm, ví dụ 31/10/2026.")
    return Due(int(year), last, form.text("due_document").strip())


def _refused(
    visit: Visit, form: Form, errors: tuple[FieldError, ...], faults: tuple[str, ...]
) -> Response[Any]:
    view = _view(form, None, errors, faults)
    return visit.page("province/targets.html", view, HTTP_422_UNPROCESSABLE_ENTITY)


def _view(
    form: Form,
    taken: ImportedTargets | None,
    errors: tuple[FieldError, ...] = (),
    faults: tuple[str, ...] = (),
) -> TargetsView:
    sheet = taken.sheet if taken else None
    count = number(len(sheet.targets) + len(sheet.actuals)) if sheet else ""
    return TargetsView(
        {name: form.text(name) for name in FIELDS},
        next((file.name for file in form.files), ""),
        faults,
        errors,
        count if taken and taken.kept else "",
        count if taken and not taken.kept else "",
        tuple(_row(target) for target in sheet.targets[:200]) if sheet else (),
        tuple(_row(target) for target in taken.falling) if taken else (),
        {name: form.text(name) for name in DUE_FIELDS},
    )


def _row(target: Target) -> TargetRow:
    return TargetRow(
        target.unit,
        MEASURE_LABELS[target.measure],
        str(target.year),
        said_target(target.percent, target.people),
        BASE_LABELS[target.base],
        f"{document(target.citation.kind, target.citation.number)}, {written(target.citation.day)}",
    )
