"""The list as it is kept: reduced to name, number and hamlet (danh sách tối giản được lưu).

Everything else a file held (birth date, sex, validity, the letters of a card, further columns)
serves the check and is dropped; what it led to stays with the row as codes. A roster is bytes:
one JSON line for the sources, then one line a row, in the order of the list.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from .findings import Check, Field, Severity
from .insurance_number import ASCII_OF
from .participant_list import CheckedList, Column, Finding, Kind, RawList, Source

SCHEMA: Final = "ntm-verify/roster/1"
LONGEST_KEPT: Final = 60
"""A cell that is no number is kept up to so many characters, so that its finding can be read."""
GROUP_LETTERS: Final = re.compile(
    r"[^\W\d_][\W_]*[^\W\d_](?=[\W_]*[0-9OIl](?:[\W_]*[0-9A-Za-z]){7})"
)
"""Two letters before what looks like the rest of a card, however it is parted or mistyped."""
MASK: Final = "••"

_PLAIN: Final = str.maketrans(
    {sign: plain for sign, plain in ASCII_OF.items() if not sign.isascii()}
)

FROM_DROPPED: Final = frozenset(
    {
        Check.TWO_PEOPLE_IN_CELL,
        Check.ROW_UNREADABLE,
        Check.CSV_QUOTE_UNBALANCED,
        Check.CARD_EXPIRED,
        Check.CARD_EXPIRES_SOON,
        Check.CARD_NOT_YET_VALID,
        Check.PERSON_DECEASED,
        Check.BIRTH_UNREADABLE,
        Check.BIRTH_OUT_OF_RANGE,
        Check.ID_BIRTH_MISMATCH,
        Check.ID_SEX_MISMATCH,
        Check.ID_GROUP_UNKNOWN,
        Check.ID_PROVINCE_UNKNOWN,
        Check.ID_CARD_STRUCTURE,
        Check.ID_LEADING_ZERO_RESTORED,
        Check.ID_PRECISION_LOST,
        Check.ID_LOOKS_LIKE_PHONE,
        Check.NAME_NORMALISED,
        Check.NEWBORN_WITHOUT_ID,
        Check.FORMULA_NO_VALUE,
        Check.FORMULA_INJECTION,
        Check.CELL_ERROR,
        Check.CORRUPT_CELL,
        Check.AMBIGUOUS_CELL,
        Check.HIDDEN_ROW,
        Check.LEGACY_FONT_CONVERTED,
        Check.ENCODING_CONVERTED,
        Check.SAME_NAME_OTHER_ID,
        Check.DUPLICATE_OTHER_LIST,
    }
)
"""Findings whose ground is not kept: they are taken over when a roster is checked again."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person as kept (một dòng lưu): source, row in the file, name, number, hamlet, codes.

    `number` is the person's 10 or 12 digits, or what stood there when that is no number; `kind`
    is b, c, p or - as in `CheckedList`. `codes` are the row's errors and warnings.
    """

    source: int
    line: int
    name: str
    number: str
    kind: str
    hamlet: str
    counted: bool
    codes: tuple[str, ...]

    @property
    def number_stands(self) -> bool:
        """Say whether `number` is a person's, and not merely what stood in the cell."""
        return self.kind != "-"

    def plain(self) -> list[object]:
        """Give the row as it is written down and committed to."""
        return [
            self.source,
            self.line,
            self.name,
            self.number,
            self.kind,
            self.hamlet,
            1 if self.counted else 0,
            list(self.codes),
        ]


@dataclass(frozen=True, slots=True)
class Roster:
    """A kept list (danh sách lưu): where the rows come from, and the rows."""

    sources: tuple[Source, ...]
    rows: tuple[RosterRow, ...]

    def to_bytes(self) -> bytes:
        """Write the roster down, the same roster always the same way."""
        head = {"schema": SCHEMA, "sources": [_plain_source(source) for source in self.sources]}
        lines = [_dump(head), *(_dump(row.plain()) for row in self.rows)]
        return "\n".join(lines).encode() + b"\n"

    def to_raw(self) -> RawList:
        """Lay the rows out as a list that can be checked again."""
        names = Column([row.name for row in self.rows], Kind.TEXT.value * len(self.rows))
        kinds = "".join(Kind.TEXT.value if row.number else Kind.EMPTY.value for row in self.rows)
        numbers = Column([row.number for row in self.rows], kinds)
        hamlets = Column([row.hamlet for row in self.rows], Kind.TEXT.value * len(self.rows))
        return RawList(
            self.sources,
            [row.source for row in self.rows],
            [row.line for row in self.rows],
            {Field.NAME: names, Field.ID: numbers, Field.HAMLET: hamlets},
        )

    def to_checked(self) -> CheckedList:
        """Give what the checks made of the rows, as far as it is kept (sexes are not)."""
        return CheckedList(
            findings=(),
            names=[row.name for row in self.rows],
            keys=[row.number if row.number_stands else "" for row in self.rows],
            id_kinds="".join(row.kind for row in self.rows),
            sexes="?" * len(self.rows),
            counted=bytes(row.counted for row in self.rows),
            doubtful=bytes(len(self.rows)),
        )


def make_roster(raw: RawList, checked: CheckedList, weights: dict[Check, Severity]) -> Roster:
    """Reduce a checked list to what is kept (giảm dữ liệu cá nhân tới mức tối thiểu)."""
    codes: dict[int, list[str]] = {}
    for finding in checked.findings:
        if finding.place is not None and weights[finding.check] is not Severity.INFO:
            codes.setdefault(finding.place, []).append(finding.check.value)
    hamlets = raw.columns.get(Field.HAMLET)
    written = raw.columns.get(Field.ID)
    rows = []
    for place, line in enumerate(raw.lines):
        source = raw.source_of[place]
        hamlet = hamlets.texts[place] if hamlets else raw.sources[source].hamlet
        number = checked.keys[place] or _masked(written.texts[place] if written else "")
        rows.append(
            RosterRow(
                source,
                line,
                checked.names[place],
                number,
                checked.id_kinds[place],
                hamlet.strip(),
                counted=bool(checked.counted[place]),
                codes=tuple(codes.get(place, ())),
            )
        )
    return Roster(tuple(_reduced(source) for source in raw.sources), tuple(rows))


def _masked(text: str) -> str:
    """Cut a cell that is no number, and hide the group letters of what may be a card in it.

    They tell the poor, the minorities and the forces, and are kept nowhere (mã đối tượng).
    """
    masked = GROUP_LETTERS.sub(MASK, text[: 4 * LONGEST_KEPT].translate(_PLAIN))
    return (masked if MASK in masked else text)[:LONGEST_KEPT]


def read_roster(content: bytes) -> Roster:
    """Read a roster back."""
    head, *lines = content.decode().removesuffix("\n").split("\n")
    sources = tuple(_source(told) for told in json.loads(head)["sources"])
    return Roster(sources, tuple(_rows(lines)))


def read_rows(content: bytes, places: Iterable[int]) -> dict[int, RosterRow]:
    """Read some rows of a roster, by place, leaving the others as they lie.

    A place past the end of the roster is left out.
    """
    lines = content.removesuffix(b"\n").split(b"\n")
    wanted = [place for place in sorted(set(places)) if 0 <= place < len(lines) - 1]
    return dict(zip(wanted, _rows(lines[place + 1].decode() for place in wanted), strict=True))


def dump_findings(findings: Iterable[Finding]) -> bytes:
    """Write findings down, the same findings always the same way (lưu các phát hiện)."""
    rows = [[f.check.value, f.field.value, f.place, f.first, f.source, f.detail] for f in findings]
    return "\n".join(_dump(row) for row in rows).encode()


def load_findings(content: bytes) -> tuple[Finding, ...]:
    """Read findings back."""
    rows = (json.loads(line) for line in content.decode().split("\n") if line)
    return tuple(Finding(Check(row[0]), Field(row[1]), *row[2:]) for row in rows)


def _rows(lines: Iterable[str]) -> Iterator[RosterRow]:
    for line in lines:
        source, number_of_row, name, number, kind, hamlet, counted, codes = json.loads(line)
        yield RosterRow(
            source,
            number_of_row,
            name,
            number,
            kind,
            hamlet,
            counted=bool(counted),
            codes=tuple(codes),
        )


def _reduced(source: Source) -> Source:
    kept = {Field.NAME, Field.ID, Field.CARD, Field.PERSONAL, Field.HAMLET}
    columns = {name: letters for name, letters in source.columns.items() if name in kept}
    return Source(
        source.file,
        source.sheet,
        source.header_row,
        columns,
        source.rows_read,
        source.hamlet,
        dict(source.dropped),
    )


def _plain_source(source: Source) -> dict[str, object]:
    return {
        "file": source.file,
        "sheet": source.sheet,
        "header_row": source.header_row,
        "columns": {name.value: letters for name, letters in source.columns.items()},
        "rows_read": source.rows_read,
        "hamlet": source.hamlet,
        "dropped": dict(source.dropped),
    }


def _source(told: dict[str, Any]) -> Source:
    columns, dropped = told["columns"], told["dropped"]
    return Source(
        told["file"],
        told["sheet"],
        told["header_row"],
        {Field(name): letters for name, letters in columns.items()},
        told["rows_read"],
        told["hamlet"],
        dict(dropped),
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
