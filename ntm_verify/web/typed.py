"""A list typed or pasted on screen (gõ hoặc dán danh sách): kept as a draft, checked as a file."""

import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.draft import LONGEST, Draft, DraftTooLong
from ntm_verify.domain.errors import InvalidInput, StaleRecord
from ntm_verify.domain.list_rules import ListVerdict
from ntm_verify.domain.plausibility import WIDEST_GAP
from ntm_verify.domain.population import BASES
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.domain.typed_list import FILE_NAME, HEADER, as_table, count_people
from ntm_verify.domain.wording import moment, number
from ntm_verify.usecases.check_list import CheckList, check_list
from ntm_verify.usecases.drop_draft import DropDraft, drop_draft
from ntm_verify.usecases.keep_draft import KeepDraft, keep_draft
from ntm_verify.usecases.open_draft import OpenDraft, open_draft
from ntm_verify.usecases.recall_figures import RecallFigures, recall_figures
from ntm_verify.usecases.receive_list import ReceiveList, receive_list

from .forms import FieldError, Form, Option
from .policy import COMMUNE
from .practice import practice_view
from .prepare import NAMES, Prepared, read_figures
from .visit import Visit, go

LARGEST_FORM: Final = 4 * 2**20
"""Bytes: a draft of `LONGEST` letters, each of up to four, percent signs aside."""
LONGEST_FIGURE: Final = 200
FIGURES: Final = tuple(name for name in NAMES if name != "encoding")


@dataclass(frozen=True, slots=True)
class TypedView:
    """The page for typing (trang gõ danh sách): rows and figures as typed, and since when kept."""

    values: dict[str, str]
    bases: tuple[Option, ...]
    errors: tuple[FieldError, ...]
    text: str
    seen: int
    saved: str
    is_kept: bool
    widest_gap: int = WIDEST_GAP


class TypedController(Controller):
    """Typing a list (gõ danh sách)."""

    path = "/typed"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show the draft there is, or an empty page (gõ danh sách)."""
        draft = await open_draft(visit.ports, visit.actor, OpenDraft())
        kept = draft or Draft(visit.actor.unit, f"{HEADER}\n")
        return visit.page("commune/typed.html", typed_view(kept, ()))

    @post("/draft", request_max_body_size=LARGEST_FORM)
    async def keep(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Keep the draft, asked for by the page itself every few seconds (tự lưu nháp)."""
        try:
            draft = await _kept(visit, form)
        except StaleRecord:
            return Response({}, status_code=HTTP_409_CONFLICT)
        except DraftTooLong:
            return Response({}, status_code=HTTP_422_UNPROCESSABLE_ENTITY)
        told = {"version": draft.version, "saved": visit.told(saved_text(draft))}
        return Response(told, status_code=HTTP_200_OK)

    @post(request_max_body_size=LARGEST_FORM)
    async def act(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Keep the draft, throw it away, practise, or have the list checked (các nút của trang)."""
        match form.text("act"):
            case "drop":
                await drop_draft(visit.ports, visit.actor, DropDraft())
                return go("/typed")
            case "check" | "practise":
                return await _checked(visit, form)
            case _:
                return await _saved(visit, form)


def typed_view(draft: Draft, errors: tuple[FieldError, ...]) -> TypedView:
    """Show a draft, or what was typed with what is wrong about it."""
    values = {name: draft.figures.get(name, "") for name in FIGURES}
    basis = values["basis"] or "unspecified"
    return TypedView(
        values=values,
        bases=tuple(Option(key, text, key == basis) for key, text in BASES.items()),
        errors=errors,
        text=draft.text,
        seen=draft.version,
        saved=saved_text(draft),
        is_kept=draft.version > 0,
    )


def saved_text(draft: Draft) -> str:
    """Say when the draft was kept, and how many people are in it."""
    people = f"{number(count_people(draft.text))} người"
    return f"Đã lưu nháp lúc {moment(draft.at)}: {people}." if draft.at else "Chưa có bản nháp."


def typed_rows(form: Form) -> str:
    """Give the rows as typed: NFC, without control characters, tabs and line ends kept."""
    text = form.texts.get("rows", "").replace("\r\n", "\n").replace("\r", "\n")
    composed = unicodedata.normalize("NFC", text)
    return "".join(s for s in composed if s in "\n\t" or unicodedata.category(s) != "Cc")


def typed_figures(form: Form) -> dict[str, str]:
    """Give the fields of the population block as typed."""
    return {name: form.text(name)[:LONGEST_FIGURE] for name in FIGURES}


async def _kept(visit: Visit, form: Form) -> Draft:
    request = KeepDraft(typed_rows(form), max(0, form.whole("seen")), typed_figures(form))
    return await keep_draft(visit.ports, visit.actor, request)


async def _saved(visit: Visit, form: Form) -> Response[Any]:
    try:
        await _kept(visit, form)
    except DraftTooLong as refused:
        return _again(visit, form, (FieldError("rows", str(refused)),))
    except StaleRecord:
        told = (
            "Bản nháp vừa được sửa ở máy khác. Chép phần vừa gõ ra, tải lại trang để lấy bản mới, "
            "rồi dán thêm vào."
        )
        return _again(visit, form, (FieldError("rows", told),), HTTP_409_CONFLICT)
    return go("/typed")


async def _checked(visit: Visit, form: Form) -> Response[Any]:
    """Check at once; a list that can be read becomes a dossier, and the draft has done its work."""
    prepared, text = read_figures(form), typed_rows(form)
    errors = prepared.errors
    if not count_people(text):
        errors = (*errors, FieldError("rows", "Gõ hoặc dán ít nhất một người, mỗi người một dòng."))
    if len(text) > LONGEST:
        errors = (*errors, FieldError("rows", "Quá 5.000 dòng: lưu thành tệp rồi nộp tệp."))
    if errors or prepared.as_of is None or prepared.population is None:
        return _again(visit, form, errors)
    file = ListFile(FILE_NAME, as_table(text).encode())
    try:
        return await _handed_in(visit, form, prepared, file)
    except (ListRefused, InvalidInput) as refused:
        return _again(visit, form, (FieldError("rows", str(refused)),))


async def _handed_in(visit: Visit, form: Form, prepared: Prepared, file: ListFile) -> Response[Any]:
    if prepared.as_of is None or prepared.population is None:
        return _again(visit, form, prepared.errors)
    ports, actor = visit.ports, visit.actor
    rules = await recall_figures(ports, actor, RecallFigures(prepared.as_of))
    asked = CheckList(
        (file,),
        actor.unit,
        actor.province,
        prepared.as_of,
        prepared.population,
        entered=rules.figures,
        groups=rules.groups,
    )
    report = await check_list(ports, actor, asked)
    if form.text("act") == "practise":
        return visit.page("commune/practised.html", practice_view(ports, report))
    if report.judgement.verdict is ListVerdict.REJECT:
        told = "Quá nhiều dòng lỗi nên danh sách chưa nhận được. Chạy thử để xem từng dòng."
        return _again(visit, form, (FieldError("rows", told),))
    request = ReceiveList(
        prepared.as_of,
        prepared.population,
        (file,),
        second_total=prepared.second_total,
        second_source=prepared.second_source,
    )
    kept = await receive_list(ports, actor, request)
    await drop_draft(ports, actor, DropDraft())
    return go(f"/submissions/{kept.id}")


def _again(
    visit: Visit,
    form: Form,
    errors: tuple[FieldError, ...],
    status: int = HTTP_422_UNPROCESSABLE_ENTITY,
) -> Response[Any]:
    typed = Draft(
        visit.actor.unit,
        typed_rows(form)[:LONGEST],
        typed_figures(form),
        version=max(0, form.whole("seen")),
    )
    return visit.page("commune/typed.html", typed_view(typed, errors), status)
