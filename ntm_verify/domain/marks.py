"""What is marked in the submitter's own file (đánh dấu trên tệp của người nộp).

A returned copy carries colours, notes and one more sheet. Notes are told apart by their author,
the sheet by `columns.FINDINGS_MARK`, so that the copy can be mended and handed in again as if it
were the original.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from .findings import Severity
from .participant_list import CheckedList, Finding, RawList
from .report import DescribedFinding

NOTE_AUTHOR: Final = "ntm_verify"
"""The author of every note that this service writes into a cell."""


@dataclass(frozen=True, slots=True)
class CellMark:
    """One cell to point at (ô cần đánh dấu): sheet as named in the file, address such as "C12".

    `sheet` is "" for files without sheets. `text` is what the note in the cell says.
    """

    sheet: str
    cell: str
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """Everything a returned copy tells (nội dung đánh dấu).

    `names` gives the person of a row by (sheet, row). `banner` is a line that the findings
    sheet shows on top, such as that of a practice run; "" for none. `language` is vi or en.
    """

    marks: tuple[CellMark, ...]
    findings: tuple[DescribedFinding, ...]
    language: str = "vi"
    names: Mapping[tuple[str, int], str] = field(default_factory=dict)
    banner: str = ""


def marks_of(findings: Iterable[DescribedFinding]) -> tuple[CellMark, ...]:
    """Mark every cell that a finding names: what is wrong, and how to mend it."""
    return tuple(
        CellMark(one.sheet, one.cell, one.severity, f"{one.message}\n{one.hint}".strip())
        for one in findings
        if one.cell
    )


def names_of(raw: RawList, checked: CheckedList) -> Mapping[tuple[str, int], str]:
    """Give the person of each row, by the sheet's name and the row's number."""
    return {
        (raw.sources[source].sheet, line): name
        for source, line, name in zip(raw.source_of, raw.lines, checked.names, strict=True)
    }


def findings_of_file(findings: Iterable[Finding], raw: RawList, file: str) -> tuple[Finding, ...]:
    """Give the findings that belong to one of several files, or to all of them."""
    own = {at for at, source in enumerate(raw.sources) if source.file == file}
    return tuple(one for one in findings if _source_of(one, raw) in own | {None})


def _source_of(finding: Finding, raw: RawList) -> int | None:
    return finding.source if finding.place is None else raw.source_of[finding.place]
