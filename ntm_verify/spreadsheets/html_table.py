"""Web pages saved under a spreadsheet's name (bảng HTML đội tên .xls), as many systems export."""

import re
from html.parser import HTMLParser
from typing import Final

from ntm_verify.domain.participant_list import Kind

from .grid import Row
from .limits import Limits
from .merges import Merge
from .refusing import too_many
from .rows_table import RowsTable

_WIDEST_SPAN: Final = 200
_SPACES: Final = re.compile(r"[ \t\r\n]+")


class _Tables(HTMLParser):
    """Collect the cells of all tables; scripts and styles hold no text."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.tables: list[list[dict[int, str]]] = []
        self.row: dict[int, str] = {}
        self.column = 0
        self.pieces: list[str] | None = None
        self.span = 1
        self.silent = 0
        self.held: dict[int, int] = {}
        self.line = 0
        self.merges: list[Merge] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self.held = {}
        elif tag == "tr" and self.tables:
            self._end_row()
            self.row, self.column = {}, 0
            self.tables[-1].append(self.row)
            self.line += 1
        elif tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag in ("script", "style"):
            self.silent += 1
        elif tag == "br" and self.pieces is not None:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if self.pieces is not None and not self.silent:
            self.pieces.append(data)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self.column += 1
        while self.held.get(self.column, 0) > 0:
            self.held[self.column] -= 1
            self.column += 1
        if self.column > self.limits.columns:
            raise too_many("cột", self.limits.columns)
        self.span = _span(attributes.get("colspan"))
        rows = _span(attributes.get("rowspan"))
        for at in range(self.column, self.column + self.span):
            self.held[at] = rows - 1
        if rows > 1 and self.span == 1:
            self.merges.append(Merge(self.column, self.line, self.column, self.line + rows - 1))
        self.pieces = []

    def _end_cell(self) -> None:
        if self.pieces is None:
            return
        text = _SPACES.sub(" ", "".join(self.pieces)).strip()
        if text:
            self.row[self.column] = text
        self.column += self.span - 1
        self.pieces = None

    def _end_row(self) -> None:
        self._end_cell()
        if len(self.tables[-1]) > self.limits.rows:
            raise too_many("dòng", self.limits.rows)
        for at, rows in self.held.items():
            if at > self.column:
                self.held[at] = max(0, rows - 1)


def _span(said: str | None) -> int:
    text = (said or "1").strip()
    return min(int(text), _WIDEST_SPAN) if text.isascii() and text.isdigit() and int(text) else 1


def read_html(text: str, limits: Limits) -> list[RowsTable]:
    """Give the tables of a page; their rows are numbered one below the other, as Excel does.

    Raises:
        ListRefused: more rows than a list may have.

    """
    page = _Tables(limits)
    page.feed(text)
    page.close()
    tables: list[RowsTable] = []
    line = 0
    for table in page.tables:
        rows: list[Row] = []
        for cells in table:
            line += 1
            if cells:
                rows.append(Row(line, cells, dict.fromkeys(cells, Kind.TEXT)))
        tables.append(RowsTable("", rows, merged=tuple(page.merges)))
    return tables
