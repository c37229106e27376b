"""Every row of a list, one row by itself, and what was mended (bảng dòng, sửa một dòng, đã sửa)."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from ntm_verify.domain import mending
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.findings import Catalogue, Field, Severity
from ntm_verify.domain.mending import value_of
from ntm_verify.domain.report import describe
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.domain.wording import number
from ntm_verify.usecases.read_mending import Mending

from .figures import Tag
from .findings import SEVERITY_TAGS
from .forms import Option
from .mending_views import (
    LABELS,
    NO_ROSTER,
    NOTHING_TYPED,
    ROWS_PER_PAGE,
    MendFrame,
    Pager,
    Typed,
    frame_view,
    points_of,
    row_key,
    source_name,
    source_options,
)

LEFT_OUT: Final = "để ngoài danh sách"
EMPTY: Final = "(trống)"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of the list (một dòng của danh sách)."""

    key: str
    row: str
    name: str
    number: str
    hamlet: str
    tag: Tag
    is_sought: bool
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsPage:
    """One page of all rows (bảng các dòng)."""

    frame: MendFrame
    rows: tuple[ListRow, ...]
    total: str
    sources: tuple[Option, ...]
    source: str
    sought: str
    missed: str
    choices: tuple[tuple[str, str, bool], ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows somebody asks for (dòng muốn xem): sheet, row number, page, which kind."""

    source: int = 0
    row: int = 0
    page: int = 1
    only: str = ""


KINDS: Final = {"": "Mọi dòng", "out": "Chưa được tính", "doubt": "Cần xem lại"}


def rows_page(opened: Mending, catalogue: Catalogue, sought: Sought) -> RowsPage:
    """Show one page of the rows, the one with the sought row if there is one (bảng các dòng)."""
    roster = opened.roster or NO_ROSTER
    places = [p for p, row in enumerate(roster.rows) if _is_wanted(row, sought.only)]
    page, missed = sought.page, ""
    if sought.row:
        keys = [(roster.rows[p].source, roster.rows[p].line) for p in places]
        at = bisect_left(keys, (sought.source, sought.row))
        page = at // ROWS_PER_PAGE + 1
        if keys[at : at + 1] != [(sought.source, sought.row)]:
            missed = _missed(sought.row)
    only = f"only={sought.only}&" if sought.only else ""
    base = f"/submissions/{opened.appraisal.id}/rows?{only}page="
    pager = Pager.of(len(places), ROWS_PER_PAGE, page, base)
    shown = places[(pager.page - 1) * ROWS_PER_PAGE : pager.page * ROWS_PER_PAGE]
    first = roster.rows[shown[0]].source if shown else 0
    points = points_of(opened)
    return RowsPage(
        frame=frame_view(opened, "Bảng các dòng"),
        rows=tuple(
            replace(
                _list_row(roster.rows[p], catalogue, sought),
                points=points.get(roster.rows[p].line, ()),
            )
            for p in shown
        ),
        total=number(len(places)),
        sources=source_options(roster, str(sought.source)),
        source=source_name(roster.sources[first]) if roster.sources else "",
        sought=str(sought.row) if sought.row else "",
        missed=missed,
        choices=tuple(
            (
                f"/submissions/{opened.appraisal.id}/rows?only={kind}&page=1",
                text,
                kind == sought.only,
            )
            for kind, text in KINDS.items()
        ),
        pager=pager,
    )


def _missed(row: int) -> str:
    return (
        f"Danh sách không có dòng {number(row)} ở trang tính này: đó là dòng trống, dòng tiêu đề, "
        "dòng cộng, hoặc dòng đã để ngoài danh sách. Dưới đây là các dòng gần đó."
    )


def _is_wanted(row: RosterRow, only: str) -> bool:
    if only == "out":
        return not row.counted
    return bool(row.codes) and row.counted if only == "doubt" else True


def _list_row(row: RosterRow, catalogue: Catalogue, sought: Sought) -> ListRow:
    weights = {catalogue[code].severity for code in row.codes}
    if not row.counted:
        tag = Tag("fail", "Chưa được tính")
    elif Severity.WARNING in weights:
        tag = SEVERITY_TAGS[Severity.WARNING]
    else:
        tag = Tag("", "được tính")
    is_sought = (row.source, row.line) == (sought.source, sought.row)
    return ListRow(row_key(row), number(row.line), row.name, row.number, row.hamlet, tag, is_sought)


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a row's form (một ô để gõ), and how many rows hold the same."""

    name: str
    label: str
    hint: str
    typed: str
    alike: str
    takes_alike: bool


@dataclass(frozen=True, slots=True)
class OneRow:
    """The form for one row (sửa một dòng)."""

    frame: MendFrame
    key: str
    row: str
    sheet: str
    tag: Tag
    points: tuple[str, ...]
    told: tuple[tuple[Tag, str, str], ...]
    boxes: tuple[Box, ...]
    earlier: str
    later: str


HINTS: Final = {
    Field.NAME: "Ghi đầy đủ như trên giấy tờ.",
    Field.ID: "10 số (mã số BHXH), 12 số (số định danh) hoặc 15 ký tự (mã thẻ).",
    Field.HAMLET: "Để trống nếu chưa biết.",
}


def one_row(
    opened: Mending, catalogue: Catalogue, place: int, typed: Typed = NOTHING_TYPED
) -> OneRow:
    """Show the form for one row, with everything that was found in it (sửa một dòng)."""
    roster = opened.roster or NO_ROSTER
    row = roster.rows[place]
    raw, checked = roster.to_raw(), roster.to_checked()
    mine = [describe(f, raw, checked, catalogue) for f in opened.findings if f.place == place]
    return OneRow(
        frame=frame_view(opened, f"Sửa dòng {number(row.line)}", typed),
        key=row_key(row),
        row=number(row.line),
        sheet=source_name(roster.sources[row.source]),
        tag=_list_row(row, catalogue, Sought()).tag,
        points=points_of(opened).get(row.line, ()),
        told=tuple((SEVERITY_TAGS[one.severity], one.message, one.hint) for one in mine),
        boxes=tuple(_box(roster, row, field, typed) for field in mending.SHOWN_FIELDS),
        earlier=row_key(roster.rows[place - 1]) if place else "",
        later=row_key(roster.rows[place + 1]) if place + 1 < len(roster.rows) else "",
    )


def _box(roster: Roster, row: RosterRow, field: Field, typed: Typed) -> Box:
    value = value_of(row, field)
    same = sum(value_of(other, field) == value for other in roster.rows) if value else 0
    return Box(
        name=field.value,
        label=LABELS[field],
        hint=HINTS[field],
        typed=typed.text(field.value, value),
        alike=number(same) if same > 1 and field is Field.HAMLET else "",
        takes_alike=typed.ticked(f"all-{field.value}"),
    )


@dataclass(frozen=True, slots=True)
class MendedRow:
    """One correction as made (một chỗ đã sửa): before and after."""

    row: str
    sheet: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MendedBatch:
    """One act of mending (một lần sửa)."""

    title: str
    is_last: bool
    rows: tuple[MendedRow, ...]


@dataclass(frozen=True, slots=True)
class MendedPage:
    """What was mended, newest first (những chỗ đã sửa)."""

    frame: MendFrame
    batches: tuple[MendedBatch, ...]
    pager: Pager


def mended_page(opened: Mending, page: int) -> MendedPage:
    """Show what was mended, the last act first (những chỗ đã sửa)."""
    roster = opened.roster or NO_ROSTER
    made = mending.batches(opened.corrections)
    base = f"/submissions/{opened.appraisal.id}/mended?page="
    pager = Pager.of(len(opened.corrections), ROWS_PER_PAGE, page, base)
    flat = ((batch, one) for batch in made for one in batch.corrections)
    shown = list(islice(flat, (pager.page - 1) * ROWS_PER_PAGE, pager.page * ROWS_PER_PAGE))
    here = {batch.number: batch for batch, _ in shown}
    return MendedPage(
        frame_view(opened, "Những chỗ đã sửa"),
        tuple(
            MendedBatch(
                f"Lần sửa {number(at)}: {number(len(batch.corrections))} chỗ",
                batch is made[0],
                tuple(_mended(one, roster) for its, one in shown if its is batch),
            )
            for at, batch in here.items()
        ),
        pager,
    )


def _mended(one: Correction, roster: Roster) -> MendedRow:
    known = one.source < len(roster.sources) and len(roster.sources) > 1
    gone = one.value is None
    return MendedRow(
        row=number(one.line),
        sheet=roster.sources[one.source].sheet if known else "",
        field="Cả dòng" if gone else LABELS[one.field],
        before=one.before or EMPTY,
        after=LEFT_OUT if one.value is None else one.value or EMPTY,
    )
