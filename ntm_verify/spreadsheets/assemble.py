"""Sheets of one file into one list (ghép các trang thành danh sách), inside the child process."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ntm_verify.domain.columns import FINDINGS_MARK, HeadRow, Wordings, fold, key
from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.legacy_text import Font
from ntm_verify.domain.list_layout import Layout, Miss, lay_out
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.reading import ListRefused, ReadingOptions, SheetHead

from .grid import Sheet
from .heads import head_of
from .refusing import ambiguous, empty, missed, no_rows, no_sheet, not_a_list
from .sheet_reader import SheetList, SheetReader

_ALIKE: Final = 0.5
_ENOUGH: Final = 10
_MOST_HEADS: Final = 40
_RANK: Final = (
    Refused.NOT_A_LIST,
    Refused.AMBIGUOUS_TABLE,
    Refused.REQUIRED_COLUMN_MISSING,
    Refused.HEADER_NOT_FOUND,
    Refused.NO_ROWS,
)


@dataclass(slots=True)
class FileList:
    """The people of one file (danh sách của một tệp); places in `notes` count over all sheets."""

    sheets: list[SheetList] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    heads: list[SheetHead] = field(default_factory=list)


def assemble(
    sheets: Iterable[Sheet], file: str, wordings: Wordings, options: ReadingOptions
) -> FileList:
    """Find the lists among a file's sheets and read them.

    Raises:
        ListRefused: no sheet is a list, or it cannot be told which one is.

    """
    result = FileList()
    try:
        chosen = _choose(sheets, wordings, options, result)
        for sheet, layout in chosen:
            _add(SheetReader(sheet, layout, file, wordings, options).read(), result)
        if not result.sheets:
            raise no_rows()
        _require_distinct(result.sheets)
    except ListRefused as refused:
        refused.heads = tuple(replace(head, file=file) for head in result.heads)
        raise
    if result.sheets[1:]:
        result.sheets = [_name_hamlet(one, wordings) for one in result.sheets]
    result.heads = [replace(head, file=file) for head in result.heads]
    return result


def _add(read: SheetList, result: FileList) -> None:
    """Add a sheet unless it is empty or the copy of another one, which is said."""
    same = [one for one in result.sheets if one.columns == read.columns]
    name = read.source.sheet
    if not read.lines:
        detail = f"trang tính “{name}” không có người nào"
        result.notes.append(Finding(Check.ROW_SKIPPED, Field.FILE, detail=detail))
    elif same:
        detail = f"“{same[0].source.sheet}” và “{name}”"
        result.notes.append(Finding(Check.DUPLICATE_SHEET, Field.FILE, detail=detail))
    else:
        result.sheets.append(read)


def _name_hamlet(one: SheetList, wordings: Wordings) -> SheetList:
    """Where several sheets make up one list, each is a hamlet's by its own name."""
    source = one.source
    bare = key(source.sheet).rstrip("0123456789")
    if Field.HAMLET not in one.columns and bare and bare not in wordings.generic_sheets:
        one.source = replace(source, hamlet=source.hamlet or " ".join(source.sheet.split()))
    return one


def _choose(
    sheets: Iterable[Sheet], wordings: Wordings, options: ReadingOptions, result: FileList
) -> list[tuple[Sheet, Layout]]:
    lists: list[tuple[Sheet, Layout]] = []
    annexes: list[tuple[Sheet, Layout]] = []
    misses: list[tuple[Miss, str]] = []
    for sheet in sheets:
        if options.sheet and sheet.name not in ("", options.sheet):
            continue
        if sheet.hidden and not options.sheet:
            result.notes.append(Finding(Check.HIDDEN_SHEET, Field.FILE, detail=sheet.name))
            continue
        rows = [row.head for row in sheet.head()]
        if _is_passed_over(rows):
            continue
        found = _lay_out(sheet, rows, wordings, options)
        result.heads += [] if result.heads[_MOST_HEADS:] else [head_of(sheet.name, rows, found)]
        if isinstance(found, Miss):
            misses.append((found, sheet.name))
        else:
            is_annex = key(sheet.name) in wordings.annex_sheets
            (annexes if is_annex else lists).append((sheet, found))
    if not lists and not annexes:
        if result.notes and not misses:
            raise no_rows()  # every sheet with something in it is hidden
        raise no_sheet(options.sheet) if options.sheet and not misses else _best_refusal(misses)
    _note_left_out(result, misses, annexes if lists else [])
    return lists or annexes


def _is_passed_over(rows: Sequence[HeadRow]) -> bool:
    """Say whether a sheet is blank, or the one that this service wrote into a returned copy."""
    ours = bool(rows) and rows[0].texts.get(1, "").strip() == FINDINGS_MARK
    return ours or not any(text.strip() for row in rows for text in row.texts.values())


def _lay_out(
    sheet: Sheet, rows: Sequence[HeadRow], wordings: Wordings, options: ReadingOptions
) -> Layout | Miss:
    if key(sheet.name) in wordings.code_sheets and not options.sheet:
        return Miss(Refused.HEADER_NOT_FOUND)
    found = lay_out(rows, wordings, options)
    for font in () if _is_sure(found) else wordings.fonts.values():
        retold = lay_out([_converted(row, font) for row in rows], wordings, options)
        if _is_sure(retold):
            found = retold
            break
    top = found.last_header_row if isinstance(found, Layout) else rows[-1].line
    titles = [f" {fold(text)} " for row in rows if row.line <= top for text in row.texts.values()]
    if any(f" {form} " in title for form in wordings.other_forms for title in titles):
        return Miss(Refused.NOT_A_LIST)
    return found


def _is_sure(found: Layout | Miss) -> bool:
    """Say whether a header was read, and nothing guessed."""
    guessed = isinstance(found, Layout) and Check.HEADER_GUESSED in {
        note[0] for note in found.notes
    }
    return isinstance(found, Layout) and not guessed


def _converted(row: HeadRow, font: Font) -> HeadRow:
    return HeadRow(row.line, {at: font.convert(text) for at, text in row.texts.items()})


def _best_refusal(misses: Sequence[tuple[Miss, str]]) -> Exception:
    if not misses:
        return empty()
    miss, sheet = min(misses, key=lambda one: _RANK.index(one[0].reason))
    return not_a_list(sheet) if miss.reason is Refused.NOT_A_LIST else missed(miss, sheet)


def _note_left_out(
    result: FileList,
    misses: Iterable[tuple[Miss, str]],
    annexes: Iterable[tuple[Sheet, Layout]],
) -> None:
    for name in [sheet for _, sheet in misses] + [sheet.name for sheet, _ in annexes]:
        detail = f"trang tính “{name}” không phải danh sách"
        result.notes.append(Finding(Check.ROW_SKIPPED, Field.FILE, detail=detail))


def _require_distinct(sheets: Sequence[SheetList]) -> None:
    """Refuse two sheets with mostly the same numbers: two versions of one list.

    Raises:
        ListRefused: ambiguous_table, naming both.

    """
    if not sheets[1:]:
        return
    numbers = [set(one.columns[Field.ID].texts) - {""} for one in sheets]
    for at, mine in enumerate(numbers):
        for before, theirs in enumerate(numbers[:at]):
            smaller = min(len(mine), len(theirs))
            if smaller >= _ENOUGH and len(mine & theirs) > smaller * _ALIKE:
                names = ", ".join(f"“{sheets[one].source.sheet}”" for one in (before, at))
                raise ambiguous(2, names)


def renumber(notes: Iterable[Finding], source: int, first: int) -> list[Finding]:
    """Move notes of one sheet to their place among all sheets."""
    return [
        replace(note, source=source, place=None if note.place is None else note.place + first)
        for note in notes
    ]
