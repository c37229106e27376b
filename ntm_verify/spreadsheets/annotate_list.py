"""The sheet of findings in a returned copy (trang “Phát hiện”): who, what is wrong, how to mend.

Grouped by severity, the gravest first; every line leads to its cell. All of it is text: nothing
on this sheet is a number, a date or a formula to any program.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.cell_shapes import letters
from ntm_verify.domain.columns import FINDINGS_MARK
from ntm_verify.domain.findings import Severity
from ntm_verify.domain.marks import Annotation
from ntm_verify.domain.report import DescribedFinding
from ntm_verify.domain.wording import number

from .annotate_package import MAIN
from .annotate_safe import is_hostile
from .annotate_styles import FILLS, HEAD_FILL, Styles
from .annotate_xml import quoted, text

FINDINGS_SHEET: Final = {"vi": "Phát hiện", "en": "Findings"}
GROUPS: Final = {
    "vi": {
        Severity.ERROR: "PHẢI SỬA – dòng chưa được tính",
        Severity.WARNING: "CẦN XÁC NHẬN – dòng được tính, người nộp phải xác nhận",
        Severity.INFO: "ĐÃ SỬA GIÚP – để biết, không phải làm gì",
    },
    "en": {
        Severity.ERROR: "TO BE MENDED – the row is not counted",
        Severity.WARNING: "TO BE CONFIRMED – counted, the submitter must confirm",
        Severity.INFO: "REPAIRED – for information, nothing to do",
    },
}
_SUMMARY: Final = {
    "vi": "Phải sửa: {error} · Cần xác nhận: {warning} · Đã sửa giúp: {info}",
    "en": "To be mended: {error} · To be confirmed: {warning} · Repaired: {info}",
}
_NOTHING: Final = {"vi": "Không có phát hiện nào.", "en": "Nothing was found."}
_HEADS: Final = {
    "vi": ("Người", "Lỗi", "Cách sửa", "Ô", "Trang tính", "Dòng", "Giá trị trong tệp", "Mã lỗi"),
    "en": ("Person", "Finding", "How to mend", "Cell", "Sheet", "Row", "Value in file", "Code"),
}
_WIDTHS: Final = (28, 56, 56, 9, 18, 9, 26, 26)
_LONGEST: Final = 32_000
_MOST_LINKS: Final = 60_000
_LINK: Final = 3
_FIRST_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Formats:
    """The cell formats of the sheet, by number (kiểu ô của trang)."""

    plain: int
    quoted: int
    link: int
    head: int
    title: int
    quiet: int
    groups: dict[Severity, int]

    @classmethod
    def of(cls, styles: Styles) -> "Formats":
        """Add the formats to a workbook's styles."""
        bold = styles.font(bold=True)
        linked = styles.font(colour=b"FF0563C1", underlined=True)
        return cls(
            plain=styles.sheet_format(),
            quoted=styles.sheet_format(quoted=True),
            link=styles.sheet_format(font=linked),
            head=styles.sheet_format(font=bold, fill=HEAD_FILL),
            title=styles.sheet_format(font=bold, wrap=False),
            quiet=styles.sheet_format(wrap=False),
            groups={
                severity: styles.sheet_format(font=bold, fill=fill, wrap=False)
                for severity, fill in FILLS.items()
            },
        )


def findings_sheet(annotation: Annotation, formats: Formats, sheets: Sequence[str]) -> bytes:
    """Write the sheet; findings that name no sheet are about the first of `sheets`."""
    language = annotation.language if annotation.language in _HEADS else "vi"
    writer = _Writer(formats, sheets)
    writer.row([(FINDINGS_MARK, formats.quiet)])
    writer.row([(annotation.banner, formats.title)] if annotation.banner else [])
    writer.row([(_summary(annotation.findings, language), formats.title)])
    writer.row([])
    writer.row([(head, formats.head) for head in _HEADS[language]])
    for severity in Severity:
        found = [one for one in annotation.findings if one.severity is severity]
        if found:
            title = f"{GROUPS[language][severity]} ({number(len(found))})"
            writer.row([(title, formats.groups[severity])] + [("", formats.groups[severity])] * 7)
        for one in found:
            writer.finding(one, annotation.names.get((one.sheet, one.row), ""))
    if not annotation.findings:
        writer.row([(_NOTHING[language], formats.plain)])
    return writer.to_bytes()


def _summary(findings: Sequence[DescribedFinding], language: str) -> str:
    counts = {
        severity.value: number(sum(one.severity is severity for one in findings))
        for severity in Severity
    }
    return _SUMMARY[language].format_map(counts)


class _Writer:
    """Collects rows and links."""

    def __init__(self, formats: Formats, sheets: Sequence[str]) -> None:
        self.formats = formats
        self.sheets = sheets
        self.line = 0
        self.rows: list[bytes] = []
        self.links: list[bytes] = []

    def row(self, cells: Sequence[tuple[str, int]]) -> None:
        self.line += 1
        written = b"".join(self._cells(cells))
        self.rows.append(b'<row r="%d">%s</row>' % (self.line, written))

    def _cells(self, cells: Sequence[tuple[str, int]]) -> Iterator[bytes]:
        for at, (value, style) in enumerate(cells, 1):
            shown = self.formats.quoted if is_hostile(value) else style
            address = f"{letters(at)}{self.line}".encode()
            if not value:
                yield b'<c r="%s" s="%d"/>' % (address, style)
                continue
            inside = text(value[:_LONGEST])
            yield (
                b'<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
                % (address, shown, inside)
            )

    def finding(self, one: DescribedFinding, name: str) -> None:
        """Write one finding, its cell as a link."""
        formats, plain = self.formats, self.formats.plain
        target = one.cell or (f"A{one.row}" if one.row else "")
        sheet = one.sheet or self.sheets[0]
        row = str(one.row) if one.row else ""
        linked = bool(target) and sheet in self.sheets and len(self.links) < _MOST_LINKS
        cell = (one.cell or target, formats.link if linked else plain)
        told = [(value, plain) for value in (sheet, row, one.value, one.code)]
        self.row([(name, plain), (one.message, plain), (one.hint, plain), cell, *told])
        if linked:
            place = quoted("'" + sheet.replace("'", "''") + f"'!{target}")
            address = f"{letters(_LINK + 1)}{self.line}".encode()
            self.links.append(b'<hyperlink ref="%s" location="%s"/>' % (address, place))

    def to_bytes(self) -> bytes:
        """Give the part: columns wide enough, head kept in view and repeated on paper."""
        columns = b"".join(
            b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (at, at, width)
            for at, width in enumerate(_WIDTHS, 1)
        )
        links = b"<hyperlinks>%s</hyperlinks>" % b"".join(self.links) if self.links else b""
        pane = b'<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>' % (
            _FIRST_LINES,
            _FIRST_LINES + 1,
        )
        head = (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="%s">'
            % MAIN
        )
        before = (
            b'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            b'<sheetViews><sheetView workbookViewId="0">%s</sheetView></sheetViews>'
            b'<sheetFormatPr defaultRowHeight="15"/><cols>%s</cols><sheetData>' % (pane, columns)
        )
        after = (
            b'</sheetData>%s<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" '
            b'header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" '
            b'fitToHeight="0"/></worksheet>' % links
        )
        return b"".join([head, before, *self.rows, after])
