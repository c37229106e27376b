"""The people of one sheet whose layout is known (đọc một trang tính), inside the child process."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ntm_verify.domain.cell_shapes import letters
from ntm_verify.domain.columns import Wordings, spoken
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.legacy_text import (
    Font,
    convert_column,
    find_font,
    is_better,
    preview,
)
from ntm_verify.domain.list_layout import Layout
from ntm_verify.domain.list_parts import compose
from ntm_verify.domain.list_rows import Sieve, Sifted
from ntm_verify.domain.participant_list import Column, Finding, Kind, Source
from ntm_verify.domain.reading import AS_WRITTEN, ReadingOptions

from .grid import Sheet, Taken, Wanted
from .refusing import ambiguous, legacy_font

_FILLED_DOWN: Final = (Field.HAMLET, Field.VALID_FROM, Field.VALID_TO)
_WORDED: Final = frozenset({Field.NAME, Field.HAMLET, Field.SEX, Field.NOTE})
_SHOWN_ROWS: Final = 12


@dataclass(slots=True)
class SheetList:
    """The people of one sheet (người tham gia của một trang), by column."""

    source: Source
    lines: list[int]
    columns: dict[Field, Column]
    notes: list[Finding] = field(default_factory=list)


class SheetReader:
    """Read one sheet whose layout is known (đọc một trang)."""

    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        file: str,
        wordings: Wordings,
        options: ReadingOptions,
    ) -> None:
        """Take the sheet, where its fields are, and what the submitter confirmed."""
        self.sheet = sheet
        self.options = options
        self.confirmed = wordings.fonts.get(options.encoding)
        self.notes: list[Finding] = []
        self.layout = layout
        self.file = file
        self.wordings = wordings

    def read(self) -> SheetList:
        """Take the columns, leave out what is no person, and say what was noticed."""
        layout = self.layout
        names = layout.of(Field.NAME)
        numbers = layout.of(Field.ID, Field.CARD, Field.PERSONAL)
        words = self.wordings.form_words
        wanted = Wanted(layout.wanted, names, numbers, layout.last_header_row, words)
        taken = self.sheet.take(wanted)
        raw = {at: taken.column(at) for at in wanted.columns}
        self._fill_down(raw, taken)
        columns = compose(layout, raw, self.wordings)
        if self.confirmed:
            self._convert(columns, taken, self.confirmed)
        sifted = Sieve(layout, self.wordings).sift(taken.lines, taken.doubtful)
        if sifted.second_header:
            where = f"dòng {layout.header_row} và dòng {sifted.second_header}"
            raise ambiguous(2, f"trang “{self.sheet.name}”, {where}")
        self._hamlets_from_sections(columns, sifted)
        kept = self._keep(columns, sifted, taken.lines)
        if self.options.encoding != AS_WRITTEN:
            self._require_unicode(kept)
        kept.notes += self.notes
        kept.notes += self._notes(sifted, taken)
        return kept

    def _convert(self, columns: dict[Field, Column], taken: Taken, font: Font) -> None:
        """Convert the columns that read better so; text that is Unicode already stays."""
        for name in _WORDED & columns.keys():
            column = columns[name]
            if is_better(column.texts, font):
                texts = convert_column(column.texts, font)
                count = sum(map(str.__ne__, texts, column.texts))
                columns[name] = Column(texts, column.kinds)
                detail = f"{font.title}: {count} ô"
                self.notes.append(Finding(Check.LEGACY_FONT_CONVERTED, name, detail=detail))
        for place, cells in taken.doubtful.items():
            taken.doubtful[place] = {at: font.convert(text) for at, text in cells.items()}

    def _require_unicode(self, kept: SheetList) -> None:
        """Refuse names in an old font until the submitter has seen what they become."""
        fonts = self.wordings.fonts
        for name in (Field.NAME, Field.HAMLET):
            texts = kept.columns[name].texts if name in kept.columns else ()
            found = find_font(texts, fonts)
            if found:
                shown = preview(texts, fonts[found])
                refused = legacy_font(fonts[found], shown, self.sheet.name)
                refused.previews = self._previews(kept, fonts[found])
                raise refused

    @staticmethod
    def _previews(kept: SheetList, font: Font) -> Mapping[Field, tuple[tuple[str, str], ...]]:
        """Show what every column of words would become."""
        columns = {name: kept.columns[name] for name in sorted(_WORDED & kept.columns.keys())}
        shown = {name: preview(column.texts, font) for name, column in columns.items()}
        return {name: pairs for name, pairs in shown.items() if pairs}

    def _fill_down(self, raw: dict[int, Column], taken: Taken) -> None:
        """Let a merged cell in a column of hamlets or dates stand for all its rows."""
        merges = [merge for merge in self._merges() if merge[0] in self.layout.of(*_FILLED_DOWN)]
        if not merges:
            return
        places = {line: place for place, line in enumerate(taken.lines)}
        for column in {left for left, _, _ in merges}:
            texts, kinds = list(raw[column].texts), list(raw[column].kinds)
            for _, top, bottom in (merge for merge in merges if merge[0] == column):
                first = places.get(top, -1)
                for at in range(top + 1, min(bottom, taken.lines[-1]) + 1) if first >= 0 else ():
                    if at in places and not texts[places[at]]:
                        texts[places[at]], kinds[places[at]] = texts[first], kinds[first]
            raw[column] = Column(texts, "".join(kinds))

    def _merges(self) -> list[tuple[int, int, int]]:
        merges = self.sheet.merges()
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

    def _keep(self, columns: Mapping[Field, Column], sifted: Sifted, lines: list[int]) -> SheetList:
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
        words, bare = self.wordings.words["hamlet"], self.wordings.words["hamlet_bare"]
        for name in (self.sheet.name, stem.replace("_", " ").replace("-", " ")):
            plain = spoken(name)
            if any(plain.startswith(f"{word} ") for word in (*words, *bare)):
                return " ".join(name.split())
        return ""

    def _notes(self, sifted: Sifted, taken: Taken) -> list[Finding]:
        notes = [Finding(check, where, detail=d) for check, where, d in self.layout.notes]
        for reason, count in sorted(sifted.dropped.items()):
            detail = f"{count} {self.wordings.labels[reason]}"
            notes.append(Finding(Check.ROW_SKIPPED, Field.ROW, detail=detail))
        hidden = [taken.lines[place] for place in sorted(taken.hidden - sifted.out)]
        if hidden:
            shown = ", ".join(map(str, hidden[:_SHOWN_ROWS]))
            more = ", …" if len(hidden) > _SHOWN_ROWS else ""
            detail = f"{len(hidden)} (số {shown}{more})"
            notes.append(Finding(Check.HIDDEN_ROW, Field.ROW, detail=detail))
        columns = sorted(self.sheet.hidden_columns & set(self.layout.titles))
        if columns:
            detail = ", ".join(map(letters, columns))
            notes.append(Finding(Check.HIDDEN_CONTENT, Field.FILE, detail=f"cột {detail}"))
        return notes + _flaws(sifted, taken)


def _pick(column: Column, kept: Sequence[int]) -> Column:
    texts, kinds = column.texts, column.kinds
    return Column([texts[place] for place in kept], "".join([kinds[place] for place in kept]))


def _flaws(sifted: Sifted, taken: Taken) -> list[Finding]:
    """Point at the rows whose text is damaged, among those that are kept."""
    out = sorted(sifted.out)
    return [
        Finding(check, Field.ROW, place=place - bisect_left(out, place))
        for place, check in sorted(taken.flaws.items())
        if place not in sifted.out
    ]
