"""What was found in a list, as a page shows it (phát hiện trên trang): grouped, counted, paged."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ntm_verify.domain.appraisal import Counts
from ntm_verify.domain.findings import Catalogue, Field, Severity
from ntm_verify.domain.participant_list import CheckedList, Column, Finding, RawList
from ntm_verify.domain.report import describe, group_findings
from ntm_verify.domain.roster import Roster
from ntm_verify.domain.wording import number

from .figures import Tag

PER_PAGE: Final = 100
MASK: Final = "•••"

SEVERITY_TAGS: Final = {
    Severity.ERROR: Tag("fail", "Phải sửa"),
    Severity.WARNING: Tag("warn", "Cần xem lại"),
    Severity.INFO: Tag("info", "Lưu ý"),
}
SEVERITY_ROWS: Final = {Severity.ERROR: "must", Severity.WARNING: "care", Severity.INFO: ""}
FIELDS: Final = {
    Field.NAME: "Họ và tên",
    Field.ID: "Mã số",
    Field.CARD: "Số thẻ",
    Field.PERSONAL: "Số định danh",
    Field.BIRTH: "Ngày sinh",
    Field.VALID_FROM: "Thẻ có giá trị từ",
    Field.VALID_TO: "Thẻ có giá trị đến",
    Field.SEX: "Giới tính",
    Field.HAMLET: "Thôn",
    Field.NOTE: "Ghi chú",
    Field.ROW: "Cả dòng",
    Field.FILE: "Cả tệp",
    Field.COMMUNE: "Số liệu của xã",
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in one row (một phát hiện)."""

    anchor: str
    css: str
    row: str
    sheet: str
    cell: str
    name: str
    number: str
    message: str
    hint: str
    edit: str = ""
    """Where the row can be mended, "" where it cannot."""
    points: tuple[str, ...] = ()
    """What the province pinned to the row when it returned the list."""


@dataclass(frozen=True, slots=True)
class FindingSection:
    """Findings of one kind in one field (một nhóm): why it matters, and the rows."""

    tag: Tag
    field: str
    code: str
    reason: str
    count: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as a link with its count (bộ lọc)."""

    address: str
    text: str
    count: str
    current: bool


@dataclass(frozen=True, slots=True)
class FindingsView:
    """One page of findings, with filters and neighbours (trang phát hiện)."""

    choices: tuple[Choice, ...]
    sections: tuple[FindingSection, ...]
    total: str
    page: int
    pages: int
    earlier: str
    later: str
    cut: str


def findings_view(
    roster: Roster | None,
    findings: tuple[Finding, ...],
    catalogue: Catalogue,
    counts: Counts,
    wanted: "Wanted",
) -> FindingsView:
    """Show one page of the findings that a filter asks for; none is left out, all are paged."""
    raw, names = _laid_out(roster, is_masked=wanted.is_masked)
    weighed = [(catalogue.severity(f.check), f) for f in findings]
    chosen = [f for weight, f in weighed if wanted.kind in {"", weight.value}]
    ordered = _in_order(chosen, raw, catalogue)
    pages = max(1, -(-len(ordered) // PER_PAGE))
    page = min(max(wanted.page, 1), pages)
    shown = ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
    rest = max(0, len(ordered) - page * PER_PAGE)
    totals = {
        "": counts.errors + counts.warnings + counts.infos,
        Severity.ERROR.value: counts.errors,
        Severity.WARNING.value: counts.warnings,
        Severity.INFO.value: counts.infos,
    }
    return FindingsView(
        choices=_choices(wanted, totals),
        sections=_sections(shown, _Ground(chosen, raw, names, catalogue, wanted)),
        total=number(totals.get(wanted.kind, 0)),
        page=page,
        pages=pages,
        earlier=wanted.address(page - 1) if page > 1 else "",
        later=wanted.address(page + 1) if page < pages else "",
        cut=f"Còn {number(rest)} mục nữa ở các trang sau." if rest else "",
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings somebody asks for (mục muốn xem): kind, page, and the page they stand on."""

    base: str
    kind: str = ""
    page: int = 1
    is_masked: bool = False
    mend: str = ""
    """Address below which rows can be mended, "" where they cannot."""
    points: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """What the province pinned to rows, by the number that the spreadsheet shows."""

    @classmethod
    def read(cls, base: str, kind: str, page: str, *, is_masked: bool = False) -> "Wanted":
        """Take what the address says; what makes no sense is the beginning."""
        known = kind if kind in {severity.value for severity in Severity} else ""
        return cls(base, known, int(page) if page.isascii() and page.isdigit() else 1, is_masked)

    def address(self, page: int) -> str:
        """Give the address of another page of the same filter."""
        kind = f"kind={self.kind}&" if self.kind else ""
        return f"{self.base}?{kind}page={page}#findings"


def _choices(wanted: Wanted, totals: dict[str, int]) -> tuple[Choice, ...]:
    words = {"": "tất cả", "error": "phải sửa", "warning": "cần xem lại", "info": "lưu ý"}
    return tuple(
        Choice(
            replace(wanted, kind=kind).address(1), text, number(totals[kind]), kind == wanted.kind
        )
        for kind, text in words.items()
    )


def _laid_out(roster: Roster | None, *, is_masked: bool) -> tuple[RawList, CheckedList]:
    """Lay the kept rows out as sentences need them; masked, no cell betrays a person."""
    raw = roster.to_raw() if roster else RawList((), [], [], {})
    if is_masked:
        hidden = {name: _masked(column) for name, column in raw.columns.items()}
        raw = replace(raw, columns=hidden)
    names = raw.columns[Field.NAME].texts if raw.columns else ()
    keys = raw.columns[Field.ID].texts if raw.columns else ()
    size = len(raw)
    nothing = bytes(size)
    return raw, CheckedList((), names, keys, "-" * size, "?" * size, nothing, nothing)


def _masked(column: Column) -> Column:
    return Column([MASK if text else "" for text in column.texts], column.kinds)


def _in_order(found: list[Finding], raw: RawList, catalogue: Catalogue) -> list[Finding]:
    """Order by group, the gravest and most frequent first, then by place."""
    groups = group_findings(found, raw, catalogue)
    rank = {(g.code, g.field): place for place, g in enumerate(groups)}
    return sorted(
        found, key=lambda f: (rank[f.check.value, f.field], -1 if f.place is None else f.place)
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What sentences about findings rest on (căn cứ)."""

    chosen: list[Finding]
    raw: RawList
    names: CheckedList
    catalogue: Catalogue
    wanted: Wanted

    def row(self, finding: Finding) -> FindingRow:
        """Show a finding, with what the province said of its row and the way to mend it."""
        row, place = finding_row(finding, self.raw, self.names, self.catalogue), finding.place
        if place is None:
            return row
        line, mend = self.raw.lines[place], self.wanted.mend
        edit = f"{mend}/{self.raw.source_of[place]}-{line}" if mend else ""
        return replace(row, edit=edit, points=self.wanted.points.get(line, ()))


def _sections(shown: list[Finding], ground: _Ground) -> tuple[FindingSection, ...]:
    sections = []
    for group in group_findings(ground.chosen, ground.raw, ground.catalogue):
        here = [f for f in shown if (f.check.value, f.field) == (group.code, group.field)]
        if not here:
            continue
        wording = ground.catalogue[group.code]
        sections.append(
            FindingSection(
                tag=SEVERITY_TAGS[group.severity],
                field=FIELDS[group.field],
                code=group.code,
                reason=wording.reason,
                count=number(group.count),
                rows=tuple(map(ground.row, here)),
            )
        )
    return tuple(sections)


def finding_row(
    finding: Finding, raw: RawList, names: CheckedList, catalogue: Catalogue
) -> FindingRow:
    """Show one finding in its row (một phát hiện)."""
    told = describe(finding, raw, names, catalogue)
    place = finding.place
    return FindingRow(
        anchor=f"r{told.row}-{told.code}" if told.row else "",
        css=SEVERITY_ROWS[told.severity],
        row=number(told.row) if told.row else "",
        sheet=told.sheet,
        cell=told.cell,
        name="" if place is None else names.names[place],
        number="" if place is None else names.keys[place],
        message=told.message,
        hint=told.hint,
    )


def first_errors(view: FindingsView, most: int = 5) -> tuple[FindingRow, ...]:
    """Give the first rows that must be mended, those the province pinned first (tóm tắt)."""
    rows = [
        row for section in view.sections for row in section.rows if row.css == "must" and row.row
    ]
    return tuple(sorted(rows, key=lambda row: not row.points)[:most])
