"""The submitter's own file back, with the wrong cells marked (trả lại tệp đã đánh dấu).

A workbook of today's kind is changed in place. Everything else, and a workbook that is built in
a way that is not changed in place, is written anew: same rows, same marks, same findings.
"""

from collections.abc import Sequence
from dataclasses import replace

from ntm_verify.domain.marks import Annotation

from .annotate_book import annotate_book
from .annotate_fresh import Decoding, Moved, fresh_book, read_tables
from .annotate_notes import place_of
from .annotate_xml import CannotPatch
from .limits import Limits
from .refusing import corrupt
from .sniff import Format


def annotate(
    content: bytes,
    form: str,
    annotation: Annotation,
    decoding: Decoding | None = None,
    limits: Limits | None = None,
) -> bytes:
    """Give an .xlsx (or .xlsm) that says in its cells what is wrong with them.

    `form` is the format as the reader told it (`FileFacts.format`). Marks whose sheet does not
    exist or whose address is none are left out; they still stand in the list of findings.

    Raises:
        ListRefused: the file is broken or unsafe.

    """
    allowed = limits or Limits()
    told = Format(form)
    if told in (Format.XLSX, Format.XLSM):
        try:
            return annotate_book(content, annotation, allowed)
        except CannotPatch:
            pass
    tables = read_tables(content, told, decoding or Decoding({}), allowed)
    book, moved = fresh_book(tables)
    try:
        return annotate_book(book, _renamed(annotation, moved), Limits())
    except CannotPatch:
        raise corrupt("không có trang tính nào") from None


def _renamed(annotation: Annotation, moved: Sequence[Moved]) -> Annotation:
    """Let marks and findings name the sheets of the fresh workbook."""

    def new(sheet: str, line: int) -> str:
        named = [one for one in moved if one.old == sheet]
        there = [one for one in named if one.first <= line <= one.last]
        return next((one.new for one in (*there, *named)), sheet)

    marks = annotation.marks
    return replace(
        annotation,
        marks=tuple(replace(one, sheet=new(one.sheet, place_of(one.cell)[0])) for one in marks),
        findings=tuple(replace(one, sheet=new(one.sheet, one.row)) for one in annotation.findings),
        names={(new(at, row), row): who for (at, row), who in annotation.names.items()},
    )
