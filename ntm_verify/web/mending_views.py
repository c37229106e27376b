"""What the pages for mending a list show (khung nhìn sửa tại đây)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ntm_verify.domain import mending
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.findings import Catalogue, Field
from ntm_verify.domain.mending import MendGroup, value_of
from ntm_verify.domain.participant_list import Finding, Source
from ntm_verify.domain.report import describe
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.domain.wording import day, number
from ntm_verify.usecases.read_mending import Mending

from .casework import PointView, point_views, row_points
from .figures import Tag
from .findings import FIELDS, SEVERITY_ROWS, SEVERITY_TAGS
from .forms import FieldError, Option

ROWS_PER_GROUP: Final = 25
ROWS_PER_PAGE: Final = 100
NO_ROSTER: Final = Roster((), ())
_KEYED: Final = re.compile(r"[vdps]-([0-9]{1,4})-([0-9]{1,7})")
LABELS: Final = {
    Field.NAME: "Họ và tên",
    Field.ID: "Mã số",
    Field.CARD: "Số thẻ",
    Field.PERSONAL: "Số định danh",
    Field.HAMLET: "Thôn",
}


@dataclass(frozen=True, slots=True)
class Pager:
    """Neighbours of a page (trang trước, trang sau), and how much is left."""

    page: int
    pages: int
    earlier: str
    later: str
    left: str

    @classmethod
    def of(cls, total: int, size: int, page: int, base: str) -> "Pager":
        """Lay `total` rows out in pages of `size`; `base` is an address that a number ends."""
        pages = max(1, -(-total // size))
        here = min(max(page, 1), pages)
        rest = max(0, total - here * size)
        return cls(
            here,
            pages,
            f"{base}{here - 1}" if here > 1 else "",
            f"{base}{here + 1}" if here < pages else "",
            f"Còn {number(rest)} dòng nữa ở các trang sau." if rest else "",
        )


@dataclass(frozen=True, slots=True)
class MendFrame:
    """What every page of mending has around it (khung chung): the dossier, undo, download."""

    id: str
    version: int
    as_of: str
    title: str
    sheet: str
    mended: str
    last: str
    files: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group on the overview (một nhóm cần sửa)."""

    tag: Tag
    field: str
    reason: str
    count: str
    proposals: str
    address: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The groups to be mended (trang sửa tại đây)."""

    frame: MendFrame
    groups: tuple[GroupLine, ...]
    sources: tuple[Option, ...]
    rows: str
    points: tuple[PointView, ...]


@dataclass(frozen=True, slots=True)
class MendRow:
    """One row of a group, with what may be typed into it (một dòng đang sửa)."""

    key: str
    css: str
    row: str
    sheet: str
    name: str
    number: str
    hamlet: str
    message: str
    hint: str
    typed: str
    proposal: str
    alike: str
    takes_proposal: bool
    takes_alike: bool
    leaves: bool
    bad: bool
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One page of a group's rows (trang sửa một nhóm)."""

    frame: MendFrame
    group: str
    tag: Tag
    field: str
    label: str
    reason: str
    hint: str
    count: str
    proposals: str
    sample: tuple[str, str, str]
    rows: tuple[MendRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form that could not be kept (đã gõ), by the field's name."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    bad: str = ""

    def text(self, name: str, otherwise: str = "") -> str:
        """Give what was typed, else what stands in the list."""
        return self.texts.get(name, otherwise)

    def ticked(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return self.texts.get(name, "") == "yes"


NOTHING_TYPED: Final = Typed()


def frame_view(opened: Mending, title: str, typed: Typed = NOTHING_TYPED) -> MendFrame:
    """Put the frame around a page (khung chung)."""
    dossier = opened.appraisal
    made = mending.batches(opened.corrections)
    sources = opened.roster.sources if opened.roster else ()
    return MendFrame(
        id=str(dossier.id),
        version=dossier.version,
        as_of=day(dossier.as_of),
        title=title,
        sheet=sources[0].sheet if len(sources) == 1 else "",
        mended=number(len(opened.corrections)) if opened.corrections else "",
        last=number(len(made[0].corrections)) if made else "",
        files=tuple(file.name for file in dossier.files),
        errors=typed.errors,
        is_waiting=opened.roster is None,
    )


def overview(opened: Mending, catalogue: Catalogue, typed: Typed = NOTHING_TYPED) -> Overview:
    """Show every group that points at rows (các nhóm cần sửa)."""
    roster = opened.roster or NO_ROSTER
    lines = tuple(
        _line(group, roster, catalogue, opened)
        for group in mending.mend_groups(opened.findings, catalogue)
    )
    return Overview(
        frame_view(opened, "Sửa tại đây", typed),
        lines,
        source_options(roster),
        number(len(roster.rows)),
        point_views(points_of(opened), opened.roster, f"/submissions/{opened.appraisal.id}/rows"),
    )


def points_of(opened: Mending) -> dict[int, tuple[str, ...]]:
    """Give what the province pinned to rows of the list in hand, by their number."""
    return row_points(opened.appraisal, opened.casework)


def source_options(roster: Roster, chosen: str = "0") -> tuple[Option, ...]:
    """Give the sheets to choose from, none where there is but one (chọn trang tính)."""
    named = enumerate(map(source_name, roster.sources))
    found = tuple(Option(str(at), name, str(at) == chosen) for at, name in named)
    return found if found[1:] else ()


def source_name(source: Source) -> str:
    """Name a sheet, with its file (trang tính)."""
    return f"{source.file} – trang “{source.sheet}”" if source.sheet else source.file


def _line(group: MendGroup, roster: Roster, catalogue: Catalogue, opened: Mending) -> GroupLine:
    put = len(mending.propose(group.findings, roster))
    base = f"/submissions/{opened.appraisal.id}/mend"
    return GroupLine(
        tag=SEVERITY_TAGS[group.severity],
        field=FIELDS[group.field],
        reason=catalogue[group.check.value].reason,
        count=number(len(group.findings)),
        proposals=number(put) if put else "",
        address=f"{base}?group={group.check.value}.{group.field.value}",
    )


def group_page(
    opened: Mending, catalogue: Catalogue, group: MendGroup, page: int, typed: Typed
) -> GroupPage:
    """Show one page of a group, each row with its own box to type in (sửa một nhóm)."""
    roster = opened.roster or NO_ROSTER
    name = f"{group.check.value}.{group.field.value}"
    base = f"/submissions/{opened.appraisal.id}/mend?group={name}&page="
    pager = Pager.of(len(group.findings), ROWS_PER_GROUP, page, base)
    shown = group.findings[(pager.page - 1) * ROWS_PER_GROUP : pager.page * ROWS_PER_GROUP]
    put = mending.propose(group.findings, roster)
    maker = _Maker(opened, catalogue, mending.alike(roster, group.field), typed)
    rows = tuple(map(maker.row, shown))
    hints = {row.hint for row in rows}
    if len(hints) == 1:
        rows = tuple(replace(row, hint="") for row in rows)
    return GroupPage(
        frame=frame_view(opened, FIELDS[group.field], typed),
        group=name,
        tag=SEVERITY_TAGS[group.severity],
        field=FIELDS[group.field],
        label=LABELS.get(group.field, ""),
        reason=catalogue[group.check.value].reason,
        hint=hints.pop() if len(hints) == 1 else "",
        count=number(len(group.findings)),
        proposals=number(len(put)) if put else "",
        sample=_sample(put, roster),
        rows=rows,
        pager=pager,
    )


def _sample(put: Sequence[Correction], roster: Roster) -> tuple[str, str, str]:
    """Give row, name and proposed text of the first proposal (ví dụ)."""
    if not put:
        return ("", "", "")
    first = put[0]
    rows = (r for r in roster.rows if (r.source, r.line) == (first.source, first.line))
    return (number(first.line), next(rows).name, first.value or "")


class _Maker:
    """Lays out the rows of one group."""

    def __init__(
        self,
        opened: Mending,
        catalogue: Catalogue,
        same: Mapping[str, Sequence[int]],
        typed: Typed,
    ) -> None:
        self.roster = roster = opened.roster or NO_ROSTER
        self.points = points_of(opened)
        self.raw = roster.to_raw()
        self.checked = roster.to_checked()
        self.catalogue = catalogue
        self.same = same
        self.typed = typed
        self.several = len(roster.sources) > 1

    def row(self, finding: Finding) -> MendRow:
        """Show one finding's row with the box for its cell."""
        row, typed = self.roster.rows[finding.place or 0], self.typed
        told = describe(finding, self.raw, self.checked, self.catalogue)
        key, value = row_key(row), value_of(row, finding.field)
        alike = len(self.same.get(value, ()))
        return MendRow(
            key=key,
            css=SEVERITY_ROWS[told.severity],
            row=number(row.line),
            sheet=told.sheet if self.several else "",
            name=row.name,
            number=row.number,
            hamlet=row.hamlet,
            message=told.message,
            hint=told.hint,
            typed=typed.text(f"v-{key}", value),
            proposal=mending.proposal(finding, row),
            alike=number(alike) if alike else "",
            takes_proposal=typed.ticked(f"p-{key}"),
            takes_alike=typed.ticked(f"s-{key}"),
            leaves=typed.ticked(f"d-{key}"),
            bad=typed.bad == key,
            points=self.points.get(row.line, ()),
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed while the list changed elsewhere (nội dung đã gõ, chưa lưu): row, text."""

    row: str
    text: str


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Nothing was saved, nothing typed is lost (chưa lưu được)."""

    frame: MendFrame
    message: str
    kept: tuple[Kept, ...]
    back: str


def unsaved(opened: Mending, message: str, typed: Typed, back: str) -> Unsaved:
    """Say that nothing was saved, and show all that was typed (chưa lưu được)."""
    texts = sorted(typed.texts.items(), key=lambda item: _place(item[0]))
    kept = tuple(
        Kept(number(_place(name)[1]), "để ngoài danh sách" if name[0] == "d" else text)
        for name, text in texts
        if name[:2] in {"v-", "d-"} and text
    )
    return Unsaved(frame_view(opened, "Chưa lưu được"), message, kept, back)


def _place(name: str) -> tuple[int, int]:
    """Read a row's place out of a field's name, "v-0-12" → (0, 12)."""
    found = _KEYED.fullmatch(name)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def row_key(row: RosterRow) -> str:
    """Name a row in an address: its source and its number, nothing personal."""
    return f"{row.source}-{row.line}"
