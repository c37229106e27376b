"""The texts of a province's papers (mẫu văn bản): see, look at on the longest paper, change."""

from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.paper_form import PAPER_TITLES, PaperForm, PaperKind, WrongPaperForm
from ntm_verify.domain.unit import Letterhead
from ntm_verify.domain.wording import moment
from ntm_verify.usecases.change_paper import ChangePaper, change_paper
from ntm_verify.usecases.preview_paper import PreviewPaper, preview_paper
from ntm_verify.usecases.read_paper_forms import ReadPaperForms, read_paper_forms

from .forms import FieldError, Form, Option
from .policy import ADMINISTRATOR
from .visit import Visit, go

LINES: Final = ("recipients", "addressees", "bases", "attendants")
"""One line for each entry."""
TEXTS: Final = (
    *("paper_type", "parent", "issuer", "symbol", "place", "authority", "post", "address"),
    *("abstract", "closing", "meeting_place"),
)
LABELS: Final = {
    "paper_type": "Loại văn bản",
    "parent": "Cơ quan chủ quản",
    "issuer": "Cơ quan ban hành",
    "symbol": "Ký hiệu",
    "place": "Địa danh",
    "authority": "Thẩm quyền ký",
    "post": "Chức vụ người ký",
    "address": "Địa chỉ cuối trang",
    "abstract": "Trích yếu",
    "closing": "Câu kết",
    "meeting_place": "Địa điểm làm việc",
    "recipients": "Nơi nhận",
    "addressees": "Kính gửi",
    "bases": "Căn cứ của tỉnh",
    "attendants": "Thành phần tham dự",
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of the texts (một phiên bản), and what differs from the one before."""

    version: int
    is_current: bool
    kind: str
    made: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PaperTextView:
    """The form with the texts in force or as typed, and the versions (trang mẫu văn bản)."""

    version: int
    typed: Form
    kinds: tuple[Option, ...]
    rows: tuple[VersionRow, ...]
    errors: tuple[FieldError, ...]


class PaperTextController(Controller):
    """The texts of a province's papers (mẫu văn bản của tỉnh)."""

    path = "/province/paper"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show the texts in force and the versions before (mẫu văn bản)."""
        return visit.page("province/paper.html", await _view(visit))

    @post("/preview")
    async def preview(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Give the longest paper with the texts as typed (xem thử với dữ liệu dài nhất, F74)."""
        try:
            asked = PreviewPaper(_letterhead(form))
            content = await preview_paper(visit.ports, visit.actor, asked)
        except InvalidInput as refused:
            return await _again(visit, form, refused)
        headers = {
            "content-disposition": 'inline; filename="xem-thu.pdf"',
            "cache-control": "no-store",
        }
        return Response(content, media_type="application/pdf", headers=headers, status_code=200)

    @post("/", opt={"confirm": True})
    async def change(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Put the texts in force for papers to come (đưa mẫu vào sử dụng)."""
        asked = ChangePaper(_letterhead(form), form.text("reason"), form.whole("seen"))
        try:
            await change_paper(visit.ports, visit.actor, asked)
        except InvalidInput as refused:
            return await _again(visit, form, refused)
        return go("/province/paper")


async def _again(visit: Visit, form: Form, refused: InvalidInput) -> Response[Any]:
    """Show the form as it was typed, with what is wrong beside its field."""
    field = refused.field if isinstance(refused, WrongPaperForm) else "paper_type"
    view = await _view(visit, form, (FieldError(field, str(refused)),))
    return visit.page("province/paper.html", view, HTTP_422_UNPROCESSABLE_ENTITY)


async def _view(
    visit: Visit, form: Form | None = None, errors: tuple[FieldError, ...] = ()
) -> PaperTextView:
    found = await read_paper_forms(visit.ports, visit.actor, ReadPaperForms())
    typed = form or _typed(found.letterhead)
    pairs = zip_longest(found.forms, found.forms[1:])
    return PaperTextView(
        found.version,
        typed,
        tuple(
            Option(kind, title.capitalize(), kind == typed.text("paper_type"))
            for kind, title in PAPER_TITLES.items()
        ),
        tuple(_row(now, was, found.version) for now, was in pairs),
        errors,
    )


def _typed(letterhead: Letterhead) -> Form:
    told = {name: str(getattr(letterhead, name)) for name in TEXTS}
    lines = {name: "\n".join(getattr(letterhead, name)) for name in LINES}
    return Form(told | lines)


def _letterhead(form: Form) -> Letterhead:
    """Read the texts as they were typed; members that nobody types stay as founded."""
    return Letterhead(
        parent=form.text("parent"),
        issuer=form.text("issuer"),
        symbol=form.text("symbol"),
        place=form.text("place"),
        authority=form.text("authority"),
        post=form.text("post"),
        address=form.text("address"),
        recipients=_lines(form, "recipients"),
        paper_type=form.text("paper_type"),
        abstract=form.text("abstract"),
        addressees=_lines(form, "addressees"),
        bases=_lines(form, "bases"),
        closing=form.text("closing"),
        meeting_place=form.text("meeting_place"),
        attendants=_lines(form, "attendants"),
    )


def _lines(form: Form, name: str) -> tuple[str, ...]:
    lines = (line.strip(" -;\t") for line in form.text(name).splitlines())
    return tuple(line for line in lines if line)


def _row(now: PaperForm, was: PaperForm | None, current: int) -> VersionRow:
    kind = PAPER_TITLES[PaperKind.of(now.letterhead.paper_type)].capitalize()
    made = f"{moment(now.made_at)}, {now.made_name}" if now.made_name else "khi khởi tạo tỉnh"
    changes = () if was is None else _changes(now.letterhead, was.letterhead)
    return VersionRow(now.version, now.version == current, kind, made, now.reason, changes)


def _changes(now: Letterhead, was: Letterhead) -> tuple[tuple[str, str, str], ...]:
    """Say what each changed text was and is, in the order of the form."""
    told, before = asdict(now), asdict(was)
    return tuple(
        (label, _words(before[name]), _words(told[name]))
        for name, label in LABELS.items()
        if told[name] != before[name]
    )


def _words(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value) or "–"
