"""Pages on which a commune mends its list (sửa tại đây): groups, rows, one row, undo (F25)."""

import re
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain import mending
from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.corrections import LONGEST, Correction, WrongCorrection
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.findings import Field
from ntm_verify.domain.mending import MendGroup, value_of
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.roster import Roster
from ntm_verify.usecases.correct_file import CorrectFile, correct_file
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from ntm_verify.usecases.read_mending import Mending, ReadMending, read_mending
from ntm_verify.usecases.watch_submission import WatchSubmission, watch_submission

from .commune_views import stage_view
from .forms import FieldError, Form, count
from .mending_rows import KINDS, Sought, mended_page, one_row, rows_page
from .mending_views import NO_ROSTER, NOTHING_TYPED, Typed, group_page, overview, unsaved
from .policy import COMMUNE
from .session import AnyRequest
from .visit import Visit, go
from .workbooks import as_file

MENDABLE: Final = frozenset({Status.CHECKED, Status.RETURNED})
THEN: Final = re.compile(
    r"(?:mend|rows|mended|columns|font)(?:/[0-9]+-[0-9]+)?(?:\?[a-z0-9_.=&]*)?"
)
"""Where a page of progress may lead to, below the dossier."""
_KEY: Final = re.compile(r"([0-9]{1,4})-([0-9]{1,7})")
CHANGED: Final = (
    "Danh sách đã thay đổi sau khi trang này mở (có thể do người khác cùng sửa, hoặc đang được "
    "kiểm tra lại). Chưa có gì được lưu; những gì vừa gõ còn ở dưới."
)


class MendingController(Controller):
    """A commune mends its own list (sửa danh sách tại đây)."""

    path = "/submissions/{dossier_id:uuid}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get("/mend")
    async def groups(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show what can be mended: all groups, or the rows of one (sửa tại đây)."""
        name = request.query_params.get("group", "")
        page = _whole(request.query_params.get("page", ""))
        suffix = f"mend?group={name}&page={page}" if name else "mend"
        if waiting := await _elsewhere(visit, dossier_id, suffix):
            return waiting
        opened = await read_mending(visit.ports, visit.actor, ReadMending(dossier_id))
        catalogue = visit.ports.catalogue
        group = _group_of(opened, visit, name)
        if name and group is None:
            return visit.page("commune/mended_all.html", overview(opened, catalogue))
        if group is None:
            return visit.page("commune/mend.html", overview(opened, catalogue))
        view = group_page(opened, catalogue, group, page, NOTHING_TYPED)
        return visit.page("commune/mend_group.html", view)

    @post("/mend")
    async def mend(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Keep what was typed into rows of a group, or mend the whole group (sửa một nhóm)."""
        opened = await read_mending(visit.ports, visit.actor, ReadMending(dossier_id))
        name, page = form.text("group"), max(form.whole("page"), 1)
        back = f"/submissions/{dossier_id}/mend?group={name}&page={page}"
        typed = Typed({at: form.text(at) for at in form.texts if at[1:2] == "-"})
        group = _group_of(opened, visit, name)
        if group is None or form.whole("seen") != opened.appraisal.version:
            view = unsaved(opened, CHANGED, typed, back)
            return visit.page("commune/mend_unsaved.html", view, HTTP_409_CONFLICT)
        edits = _group_edits(form, group, opened.roster or NO_ROSTER)
        request = CorrectRows(dossier_id, form.whole("seen"), edits)
        try:
            await correct_rows(visit.ports, visit.actor, request)
        except WrongCorrection as refused:
            bad = _at_fault(str(refused), edits)
            error = FieldError(f"v-{bad}" if bad else "group", str(refused))
            told = replace(typed, errors=(error,), bad=bad)
            again = group_page(opened, visit.ports.catalogue, group, page, told)
            return visit.page("commune/mend_group.html", again, HTTP_422_UNPROCESSABLE_ENTITY)
        except StaleRecord:
            view = unsaved(opened, CHANGED, typed, back)
            return visit.page("commune/mend_unsaved.html", view, HTTP_409_CONFLICT)
        return go(back)

    @post("/undo")
    async def undo(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Take the last mending back (hoàn tác)."""
        request = CorrectRows(dossier_id, form.whole("seen"), undo=True)
        await correct_rows(visit.ports, visit.actor, request)
        then = form.text("then")
        where = then if THEN.fullmatch(then) else "mend"
        return go(f"/submissions/{dossier_id}/{where}")

    @get("/rows")
    async def rows(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show all rows, page by page, or the page with one row (bảng các dòng)."""
        sought = _sought(request)
        if waiting := await _elsewhere(visit, dossier_id, "rows"):
            return waiting
        opened = await read_mending(visit.ports, visit.actor, ReadMending(dossier_id))
        view = rows_page(opened, visit.ports.catalogue, sought)
        if sought.row and not view.missed and "page" not in request.query_params:
            where = f"source={sought.source}&row={sought.row}&page={view.pager.page}"
            only = f"only={sought.only}&" if sought.only else ""
            key = f"{sought.source}-{sought.row}"
            return go(f"/submissions/{dossier_id}/rows?{only}{where}#d{key}")
        return visit.page("commune/rows.html", view)

    @get("/rows/{key:str}")
    async def row(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID], key: FromPath[str]
    ) -> Response[Any]:
        """Show the form for one row (sửa một dòng)."""
        suffix = f"rows/{key}" if _KEY.fullmatch(key) else "rows"
        if waiting := await _elsewhere(visit, dossier_id, suffix):
            return waiting
        opened = await read_mending(visit.ports, visit.actor, ReadMending(dossier_id))
        view = one_row(opened, visit.ports.catalogue, _place(opened, key))
        return visit.page("commune/row.html", view)

    @post("/rows/{key:str}")
    async def mend_row(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
        key: FromPath[str],
    ) -> Response[Any]:
        """Keep what was typed into one row, or take the row out (sửa một dòng)."""
        opened = await read_mending(visit.ports, visit.actor, ReadMending(dossier_id))
        back = f"/submissions/{dossier_id}/rows/{key}"
        typed = Typed({name: form.text(name) for name in form.texts if name[:1] != "_"})
        if opened.roster is None or form.whole("seen") != opened.appraisal.version:
            told = Typed({f"v-{key}": "; ".join(_said(form))})
            view = unsaved(opened, CHANGED, told, back)
            return visit.page("commune/mend_unsaved.html", view, HTTP_409_CONFLICT)
        place = _place(opened, key)
        edits = _row_edits(form, opened.roster, place)
        request = CorrectRows(dossier_id, form.whole("seen"), edits)
        try:
            await correct_rows(visit.ports, visit.actor, request)
        except WrongCorrection as refused:
            wrong = next((one.field for one in edits if _is_wrong(one, refused)), Field.NAME)
            told = replace(typed, errors=(FieldError(wrong.value, str(refused)),))
            again = one_row(opened, visit.ports.catalogue, place, told)
            return visit.page("commune/row.html", again, HTTP_422_UNPROCESSABLE_ENTITY)
        left = any(one.value is None for one in edits)
        return go(f"/submissions/{dossier_id}/mended" if left else back)

    @get("/mended")
    async def mended(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show what was mended, newest first (những chỗ đã sửa)."""
        if waiting := await _elsewhere(visit, dossier_id, "mended"):
            return waiting
        opened = await read_mending(visit.ports, visit.actor, ReadMending(dossier_id))
        page = _whole(request.query_params.get("page", ""))
        return visit.page("commune/mended.html", mended_page(opened, page))


class CorrectedController(Controller):
    """A commune takes its corrected file away (tải tệp đã sửa)."""

    path = "/submissions/{dossier_id:uuid}/corrected.xlsx"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def corrected(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Give one of the files with its corrections, or the corrected list (tệp đã sửa)."""
        told = request.query_params.get("file", "0")
        place = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else -1  # noqa: PLR2004 - three digits
        plain = request.query_params.get("plain", "") == "yes"
        asked = CorrectFile(dossier_id, place, plain)
        return as_file(await correct_file(visit.ports, visit.actor, asked))


async def _elsewhere(visit: Visit, dossier_id: UUID, suffix: str) -> Response[Any] | None:
    """Show the progress of a check under way, or the dossier where it cannot be mended."""
    dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
    if dossier.status is Status.CHECKING:
        then = suffix if THEN.fullmatch(suffix) else ""
        return visit.page("commune/progress.html", stage_view(dossier, then))
    return None if dossier.status in MENDABLE else go(f"/submissions/{dossier_id}")


def _group_of(opened: Mending, visit: Visit, name: str) -> MendGroup | None:
    groups = mending.mend_groups(opened.findings, visit.ports.catalogue)
    return next((g for g in groups if f"{g.check.value}.{g.field.value}" == name), None)


def _group_edits(form: Form, group: MendGroup, roster: Roster) -> tuple[Correction, ...]:
    """Read which rows are to be mended: all that the group puts forward, or those typed into."""
    match form.text("act"):
        case "propose":
            return mending.propose(group.findings, roster)
        case "leave":
            return mending.leave_out(group.findings, roster)
        case _:
            found = [e for f in group.findings for e in _typed_edits(form, f, roster)]
            return tuple(dict.fromkeys(found))


def _typed_edits(form: Form, finding: Finding, roster: Roster) -> tuple[Correction, ...]:
    place, at = finding.place or 0, finding.field
    row = roster.rows[place]
    key = f"{row.source}-{row.line}"
    if form.text(f"d-{key}") == "yes":
        return (Correction(row.source, row.line, Field.ROW, None),)
    if f"v-{key}" not in form.texts:
        return ()
    put = mending.proposal(finding, row)
    if put and form.text(f"p-{key}") == "yes":
        return (Correction(row.source, row.line, at, put),)
    value = form.text(f"v-{key}")
    if value == value_of(row, at).strip():
        return ()
    if form.text(f"s-{key}") == "yes":
        return mending.replace_alike(roster, place, at, value)
    return (Correction(row.source, row.line, at, value),)


def _row_edits(form: Form, roster: Roster, place: int) -> tuple[Correction, ...]:
    row = roster.rows[place]
    if form.text("act") == "leave":
        return (Correction(row.source, row.line, Field.ROW, None),)
    edits: list[Correction] = []
    for at in mending.SHOWN_FIELDS:
        value = form.text(at.value)
        if at.value not in form.texts or value == value_of(row, at).strip():
            continue
        if form.text(f"all-{at.value}") == "yes":
            edits += mending.replace_alike(roster, place, at, value)
        else:
            edits.append(Correction(row.source, row.line, at, value))
    return tuple(edits)


def _said(form: Form) -> list[str]:
    return [form.text(at.value) for at in mending.SHOWN_FIELDS if form.text(at.value)]


def _at_fault(told: str, edits: tuple[Correction, ...]) -> str:
    """Name the row that a refusal speaks of, "" if it speaks of none."""
    wrong = (one for one in edits if f"dòng {one.line} " in f"{told} ")
    return next((f"{one.source}-{one.line}" for one in wrong), "")


def _is_wrong(one: Correction, refused: WrongCorrection) -> bool:
    value = (one.value or "").strip()
    return len(value) > LONGEST or f"“{value[:1]}”" in str(refused)


def _place(opened: Mending, key: str) -> int:
    found, roster = _KEY.fullmatch(key), opened.roster or NO_ROSTER
    wanted = (int(found[1]), int(found[2])) if found else (-1, -1)
    for place, row in enumerate(roster.rows):
        if (row.source, row.line) == wanted:
            return place
    raise NotFound("dòng", key)


def _sought(request: AnyRequest) -> Sought:
    asked = request.query_params
    source, only = asked.get("source", ""), asked.get("only", "")
    return Sought(
        source=_whole(source) if source.strip("0") else 0,
        row=count(asked.get("row", "").strip()) or 0,
        page=_whole(asked.get("page", "")),
        only=only if only in KINDS else "",
    )


def _whole(told: str) -> int:
    """Read a page number; what is none is the first page."""
    return max(int(told), 1) if told.isascii() and told.isdigit() and len(told) < 8 else 1  # noqa: PLR2004 - seven digits
