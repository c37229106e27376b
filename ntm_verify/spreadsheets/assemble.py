"""Sheets of one file into one list (ghép các trang thành danh sách), inside the child process."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ntm_verify.domain.columns import HeadRow, Wordings, fold, key, spoken
from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.list_layout import Layout, Miss, How, lay_out, letters
from ntm_verify.domain.list_parts import compose
from ntm_verify.domain.list_rows import Sieve, Sifted
from ntm_verify.domain.participant_list import Column, Finding, Kind, Source
from ntm_verify.domain.reading import ReadingOptions

from .grid import Sheet, Taken, Wanted
from .refusing import ambiguous, empty, missed, no_rows, not_a_list

_FILLED_DOWN: Final = (Field.HAMLET, Field.VALID_FROM, Field.VALID_TO)
_SHOWN_ROWS: Final = 12
_ALIKE: Final = 0.5
_ENOUGH: Final = 10
_RANK: Final = (
    Refused.NOT_A_LIST,
    Refused.AMBIGUOUS_TABLE,
    Refused.REQUIRED_COLUMN_MISSING,
    Refused.HEADER_NOT_FOUND,
    Refused.NO_ROWS,
)


@dataclass(slots=True)
class SheetList:
    """The people of one sheet (người tham gia của một trang), by column."""

    source: Source
    lines: list[int]
    columns: dict[Field, Column]
    notes: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class FileList:
    """The people of one file (danh sách của một tệp); places in `notes` count over all sheets."""

    sheets: list[SheetList] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


def assemble(
    sheets: Iterable[Sheet], file: str, wordings: Wordings, options: ReadingOptions
) -> FileList:
    """Find the lists among a file's sheets and read them.

    Raises:
        ListRefused: no sheet is a list, or it cannot be told which one is.

    """
    result = FileList()
    chosen = _choose(sheets, wordings, options, result)
    for sheet, layout in chosen:
        read = _Reader(sheet, layout, file, wordings).read()
        if any(read.columns == other.columns for other in result.sheets):
            note = Finding(Check.DUPLICATE_SHEET, Field.FILE, detail=sheet.name)
            result.notes.append(note)
        else:
            result.sheets.append(read)
    result.sheets = [one for one in result.sheets if one.lines] or result.sheets[:1]
    if not any(one.lines for one in result.sheets):
        raise no_rows()
    _require_distinct(result.sheets)
    return result


def _choose(
    sheets: Iterable[Sheet], wordings: Wordings, options: ReadingOptions, result: FileList
) -> list[tuple[Sheet, Layout]]:
    lists: list[tuple[Sheet, Layout]] = []
    annexes: list[tuple[Sheet, Layout]] = []
    misses: list[tuple[Miss, str]] = []
    for sheet in sheets:
        if options.sheet and sheet.name != options.sheet:
            continue
        if sheet.hidden and not options.sheet:
            result.notes.append(Finding(Check.HIDDEN_SHEET, Field.FILE, detail=sheet.name))
            continue
        rows = [row.head for row in sheet.head()]
        if not any(text.strip() for row in rows for text in row.texts.values()):
            continue
        found = _lay_out(sheet, rows, wordings, options)
        if isinstance(found, Miss):
            misses.append((found, sheet.name))
        else:
            is_annex = key(sheet.name) in wordings.annex_sheets
            (annexes if is_annex else lists).append((sheet, found))
    if not lists and not annexes:
        raise _best_refusal(misses)
    _note_left_out(result, misses, annexes if lists else [])
    return lists or annexes


def _lay_out(
    sheet: Sheet, rows: Sequence[HeadRow], wordings: Wordings, options: ReadingOptions
) -> Layout | Miss:
    if key(sheet.name) in wordings.code_sheets and not options.sheet:
        return Miss(Refused.HEADER_NOT_FOUND)
    found = lay_out(rows, wordings, options)
    top = found.last_header_row if isinstance(found, Layout) else rows[-1].line
    titles = [f" {fold(text)} " for row in rows if row.line <= top for text in row.texts.values()]
    if any(f" {form} " in title for form in wordings.other_forms for title in titles):
        return Miss(Refused.NOT_A_LIST)
    return found


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
    """Two sheets with mostly the same numbers are two versions of one list: which is right?"""
    numbers = [set(one.columns[Field.ID].texts) - {""} for one in sheets]
    for at, mine in enumerate(numbers):
        for before, theirs in enumerate(numbers[:at]):
            smaller = min(len(mine), len(theirs))
            if smaller >= _ENOUGH and len(mine & theirs) > smaller * _ALIKE:
                names = ", ".join(f"“{sheets[one].source.sheet}”" for one in (before, at))
                raise ambiguous(2, names)


class _Reader:
    """Read one sheet whose layout is known (đọc một trang)."""

    def __init__(self, sheet: Sheet, layout: Layout, file: str, wordings: Wordings) -> None:
        self.sheet = sheet
        self.layout = layout
        self.file = file
        self.wordings = wordings

    def read(self) -> SheetList:
        """Take the columns, leave out what is no person, and say what was noticed."""
        layout = self.layout
        names = layout.of(Field.NAME)
        numbers = layout.of(Field.ID, Field.CARD, Field.PERSONAL)
        wanted = Wanted(layout.wanted, names, numbers, layout.last_header_row)
        taken = self.sheet.take(wanted)
        raw = {at: taken.column(at) for at in wanted.columns}
        self._fill_down(raw, taken)
        columns = compose(layout, raw, self.wordings)
        sifted = Sieve(layout, self.wordings).sift(taken.lines, taken.doubtful)
        if sifted.second_header:
            where = f"dòng {layout.header_row} và dòng {sifted.second_header}"
            raise ambiguous(2, f"trang “{self.sheet.name}”, {where}")
        self._hamlets_from_sections(columns, sifted)
        kept = self._keep(columns, sifted, taken.lines)
        kept.notes += self._notes(sifted, taken, kept)
        return kept

    def _fill_down(self, raw: dict[int, Column], taken: Taken) -> None:
        """A merged cell in a column of hamlets or dates stands for all its rows."""
        places = {line: place for place, line in enumerate(taken.lines)} if self._merges() else {}
        columns = self.layout.of(*_FILLED_DOWN)
        for left, top, bottom in self._merges():
            if left not in columns or top not in places or not raw[left].texts[places[top]]:
                continue
            first = places[top]
            texts, kinds = list(raw[left].texts), list(raw[left].kinds)
            for place in (places[at] for at in range(top + 1, bottom + 1) if at in places):
                texts[place], kinds[place] = texts[first], kinds[first]
            raw[left] = Column(texts, "".join(kinds))

    def _merges(self) -> list[tuple[int, int, int]]:
        merges = getattr(self.sheet, "merges", tuple)()
        return [(m.left, m.top, m.bottom) for m in merges if m.left == m.right and m.bottom > m.top]

    def _hamlets_from_sections(self, columns: dict[Field, Column], sifted: Sifted) -> None:
        if not sifted.hamlets or Field.HAMLET in columns:
            return
        texts: list[str] = []
        for place, name in sifted.hamlets:
            texts += [texts[-1] if texts else ""] * (place - len(texts))
            texts.append(name)
        size = len(columns[Field.NAME].texts)
        texts += [texts[-1]] * (size - len(texts))
        kinds = "".join(Kind.TEXT if text else Kind.EMPTY for text in texts)
        columns[Field.HAMLET] = Column(texts, kinds)

    def _keep(
        self, columns: Mapping[Field, Column], sifted: Sifted, lines: list[int]
    ) -> SheetList:
        out = sifted.out
        if out:
            kept = [place for place in range(len(lines)) if place not in out]
            lines = [lines[place] for place in kept]
            columns = {name: _pick(column, kept) for name, column in columns.items()}
        where = {name: letters(p.columns[0]) for name, p in self.layout.parts.items()}
        source = Source(
            file=self.file,
            sheet=self.sheet.name,
            header_row=self.layout.header_row,
            columns={name: where.get(name, "") for name in columns},
            rows_read=len(lines),
            hamlet="" if Field.HAMLET in columns else self._named_hamlet(),
            dropped=dict(sifted.dropped),
        )
        return SheetList(source, lines, dict(columns))

    def _named_hamlet(self) -> str:
        """Take the hamlet from the sheet's name, else from the file's, if it is called one."""
        stem = self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        for name in (self.sheet.name, stem.replace("_", " ").replace("-", " ")):
            plain = f"{spoken(name)} "
            bare = f"{fold(name)} "
            starts = [f"{word} " for word in self.wordings.words["hamlet"]]
            unaccented = plain == bare and any(bare.startswith(fold(s) + " ") for s in starts)
            if any(plain.startswith(start) for start in starts) or unaccented:
                return " ".join(name.split())
        return ""

    def _notes(self, sifted: Sifted, taken: Taken, kept: SheetList) -> list[Finding]:
        notes = [Finding(check, where, detail=d) for check, where, d in self.layout.notes]
        for reason, count in sorted(sifted.dropped.items()):
            detail = f"{count} {self.wordings.labels[reason]}"
            notes.append(Finding(Check.ROW_SKIPPED, Field.ROW, detail=detail))
        hidden = [taken.lines[place] for place in sorted(taken.hidden - sifted.out)]
        if hidden:
            shown = ", ".join(map(str, hidden[:_SHOWN_ROWS]))
            more = ", …" if len(hidden) > _SHOWN_ROWS else ""
            detail = f"{len(hidden)} dòng: {shown}{more}"
            notes.append(Finding(Check.HIDDEN_ROW, Field.ROW, detail=detail))
        columns = sorted(self.sheet.hidden_columns & set(self.layout.titles))
        if columns:
            detail = ", ".join(map(letters, columns))
            notes.append(Finding(Check.HIDDEN_CONTENT, Field.FILE, detail=f"cột {detail}"))
        return notes + _formulas(kept)


def _pick(column: Column, kept: Sequence[int]) -> Column:
    texts, kinds = column.texts, column.kinds
    return Column([texts[place] for place in kept], "".join([kinds[place] for place in kept]))


def _formulas(kept: SheetList) -> list[Finding]:
    """Point at every formula whose result is not in the file."""
    return [
        Finding(Check.FORMULA_NO_VALUE, name, place=place)
        for name, column in kept.columns.items()
        if Kind.FORMULA in column.kinds
        for place, kind in enumerate(column.kinds)
        if kind == Kind.FORMULA
    ]


def renumber(notes: Iterable[Finding], source: int, first: int) -> list[Finding]:
    """Move notes of one sheet to their place among all sheets."""
    return [
        replace(note, source=source, place=None if note.place is None else note.place + first)
        for note in notes
    ]
