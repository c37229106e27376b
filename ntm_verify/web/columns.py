"""How a commune's file is read (đọc tệp, F6): which columns were recognised, and correcting it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.column_memory import CHOOSABLE, ColumnChoice
from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.findings import Field
from ntm_verify.domain.reading import SheetHead
from ntm_verify.domain.wording import day
from ntm_verify.usecases.preview_list import Preview, PreviewList, preview_list
from ntm_verify.usecases.read_again import ReadAgain, read_again
from ntm_verify.usecases.watch_submission import WatchSubmission, watch_submission

from .commune_views import EDITABLE, stage_view
from .findings import FIELDS
from .forms import FieldError, Form, Option, count
from .policy import COMMUNE
from .session import AnyRequest
from .visit import Visit, go

SHOWN_ROWS: Final = 12
SHOWN_COLUMNS: Final = 12
MOST_LETTERS: Final = 60
NEEDED: Final = frozenset({Field.NAME, Field.ID})
HINTS: Final = {
    Field.NAME: "Bắt buộc.",
    Field.ID: "Bắt buộc: mã số BHXH, mã thẻ hoặc số định danh.",
    Field.CARD: "Chỉ khi mã thẻ nằm ở cột riêng.",
    Field.PERSONAL: "Chỉ khi số định danh nằm ở cột riêng.",
}
USED_THEN_DROPPED: Final = frozenset(
    {Field.BIRTH, Field.SEX, Field.VALID_FROM, Field.VALID_TO, Field.NOTE}
)


@dataclass(frozen=True, slots=True)
class ColumnField:
    """One field and the column it is taken from (một trường và cột của nó)."""

    name: str
    label: str
    hint: str
    options: tuple[Option, ...]
    kept: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One of the first rows (một dòng đầu tệp)."""

    line: str
    is_header: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """The first rows of a sheet as a table (phần đầu trang tính)."""

    name: str
    letters: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class ColumnsView:
    """The form that says what is read from where (cách đọc cột)."""

    id: str
    version: int
    as_of: str
    refusal: str
    remembered: bool
    chosen: bool
    corrections: int
    several: bool
    sheets: tuple[Option, ...]
    sheet: SheetView | None
    header_row: str
    fields: tuple[ColumnField, ...]
    not_kept: tuple[str, ...]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was typed into the form (đã chọn), and what is wrong with it."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()


class ColumnController(Controller):
    """How the files of a dossier are read (cách đọc tệp)."""

    path = "/submissions/{dossier_id:uuid}/columns"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show what was recognised, and ask what is right (cách đọc cột)."""
        dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
        if dossier.status is Status.CHECKING:
            return visit.page("commune/progress.html", stage_view(dossier, "columns"))
        if dossier.status not in EDITABLE:
            return go(f"/submissions/{dossier_id}")
        asked = {name: request.query_params.get(name, "") for name in ("sheet", "header_row")}
        looked = _looked_at(asked)
        seen = PreviewList(dossier_id, looked)
        preview = await preview_list(visit.ports, visit.actor, seen)
        return visit.page("commune/columns.html", columns_view(preview, Chosen(asked)))

    @post()
    async def choose(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Have the files read as chosen; what cannot be read changes nothing (đọc lại)."""
        chosen, choice = _choice(form)
        errors = list(chosen.errors)
        if not errors:
            request = ReadAgain(dossier_id, form.whole("seen"), choice)
            try:
                await read_again(visit.ports, visit.actor, request)
            except InvalidInput as refused:
                errors.append(FieldError("header_row", str(refused)))
            else:
                return go(f"/submissions/{dossier_id}")
        look = ColumnChoice((), choice.header_row, choice.sheet)
        preview = await preview_list(visit.ports, visit.actor, PreviewList(dossier_id, look))
        view = columns_view(preview, Chosen(chosen.texts, tuple(errors)))
        return visit.page("commune/columns.html", view, HTTP_422_UNPROCESSABLE_ENTITY)


def _looked_at(asked: Mapping[str, str]) -> ColumnChoice | None:
    """Give another sheet or header row to look at, None for the way the dossier is read."""
    row = count(asked["header_row"]) or 0
    return ColumnChoice((), row, asked["sheet"]) if row or asked["sheet"] else None


def _choice(form: Form) -> tuple[Chosen, ColumnChoice]:
    """Read the form: every field's column, the header row, the sheet."""
    texts = {name: form.text(name) for name in form.texts if name[:1] != "_"}
    typed = form.text("header_row")
    row = count(typed) if typed else 0
    errors: list[FieldError] = []
    if row is None:
        told = "Ghi số dòng tiêu đề bằng chữ số, ví dụ 8; để trống nếu để hệ thống tự tìm."
        errors.append(FieldError("header_row", told))
    if form.text("act") == "automatic":
        return Chosen(texts), ColumnChoice()
    mapping = tuple((name, form.text(name.value)) for name in CHOOSABLE if name.value in form.texts)
    letters = [letter for _, letter in mapping if letter]
    for name, letter in mapping:
        if name in NEEDED and not letter:
            errors.append(FieldError(name.value, f"Chọn cột {FIELDS[name].lower()}."))
        elif letter and letters.count(letter) > 1 and name in NEEDED:
            told = f"Cột {letter} đang được chọn cho hai trường. Mỗi trường một cột."
            errors.append(FieldError(name.value, told))
    wanted = tuple((name, letter) for name, letter in mapping if _is_letter(letter))
    return Chosen(texts, tuple(errors)), ColumnChoice(wanted, row or 0, form.text("sheet"))


def _is_letter(letter: str) -> bool:
    return not letter or (letter.isascii() and letter.isalpha() and len(letter) <= 3)  # noqa: PLR2004 - columns end at XFD


def columns_view(preview: Preview, chosen: Chosen) -> ColumnsView:
    """Lay the form out over what was read (cách đọc cột)."""
    dossier, made = preview.appraisal, preview.appraisal.preparation
    head = _head_of(preview.heads, chosen.texts.get("sheet", "") or made.sheet)
    row = chosen.texts.get("header_row", "") or (str(head.header_row) if head else "")
    fields = tuple(_field(name, head, chosen) for name in CHOOSABLE)
    refused = preview.refused
    waits = refused is not None and refused.reason.value == "name_legacy_font"
    return ColumnsView(
        id=str(dossier.id),
        version=dossier.version,
        as_of=day(dossier.as_of),
        refusal=str(refused) if refused and not waits and not chosen.errors else "",
        remembered=made.remembered,
        chosen=bool(made.mapping),
        corrections=made.corrections,
        several=len(dossier.files) > 1,
        sheets=_sheets(preview.heads, head),
        sheet=_sheet(head) if head else None,
        header_row=row if row != "0" else "",
        fields=fields,
        not_kept=_not_kept(head),
        errors=chosen.errors,
    )


def _head_of(heads: Sequence[SheetHead], sheet: str) -> SheetHead | None:
    named = [head for head in heads if sheet and head.sheet == sheet]
    read = [head for head in heads if head.columns]
    return next(iter([*named, *read, *heads]), None)


def _sheets(heads: Sequence[SheetHead], shown: SheetHead | None) -> tuple[Option, ...]:
    names = dict.fromkeys(head.sheet for head in heads if head.sheet)
    options = tuple(Option(name, name, shown is not None and name == shown.sheet) for name in names)
    return options if options[1:] else ()


def _field(name: Field, head: SheetHead | None, chosen: Chosen) -> ColumnField:
    at = head.columns.get(name, "") if head else ""
    at = chosen.texts.get(name.value, at)
    letters = _letters(head) if head else []
    titles = head.titles if head else {}
    options = [Option("", "– không có –", not at)]
    for letter in letters:
        title = titles.get(letter, "") or _sample(head, letter)
        text = f"Cột {letter}: {title[:40]}" if title else f"Cột {letter}"
        options.append(Option(letter, text, letter == at))
    return ColumnField(
        name.value,
        FIELDS[name],
        HINTS.get(name, ""),
        tuple(options),
        "dùng khi kiểm tra rồi bỏ" if name in USED_THEN_DROPPED else "được lưu",
    )


def _letters(head: SheetHead) -> list[str]:
    found = dict.fromkeys(letter for _, cells in head.rows for letter in cells)
    return sorted({*found, *head.columns.values()} - {""}, key=lambda at: (len(at), at))[
        :MOST_LETTERS
    ]


def _sample(head: SheetHead | None, letter: str) -> str:
    """Show of a column without a title a text that stands in it."""
    cells = [c[letter] for _, c in head.rows if letter in c] if head else []
    return f"“{cells[-1]}”" if cells else ""


def _sheet(head: SheetHead) -> SheetView:
    letters = _letters(head)
    first = max(0, next((n for n, (at, _) in enumerate(head.rows) if at == head.header_row), 0) - 3)
    rows = head.rows[first : first + SHOWN_ROWS]
    shown = tuple(letters[:SHOWN_COLUMNS])
    return SheetView(
        name=head.sheet,
        letters=shown,
        rows=tuple(
            ShownRow(str(at), at == head.header_row, tuple(cells.get(one, "") for one in shown))
            for at, cells in rows
        ),
        more=f"Còn {len(letters) - len(shown)} cột nữa, có trong các ô chọn bên dưới."
        if len(letters) > len(shown)
        else "",
    )


def _not_kept(head: SheetHead | None) -> tuple[str, ...]:
    if head is None:
        return ()
    taken = set(head.columns.values())
    return tuple(f"{at}: {title}" for at, title in head.titles.items() if at not in taken and title)
