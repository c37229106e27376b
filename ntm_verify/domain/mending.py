"""What of a kept list can be mended on screen, and what is proposed (sửa tại đây).

A proposal is never taken by itself: it is what the checks read in a cell, put forward so that
somebody can take it for one row or for a whole group at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from .corrections import NUMBER_FIELDS, Correction
from .findings import Catalogue, Check, Field, Severity
from .participant_list import Finding
from .roster import Roster, RosterRow

SHOWN_FIELDS: Final = (Field.NAME, Field.ID, Field.HAMLET)
"""What a kept row holds, and what can be typed on screen."""
PUT_FORWARD: Final = frozenset(
    {
        Check.ID_LEADING_ZERO_RESTORED,
        Check.ID_LETTERS_FOR_DIGITS,
        Check.ID_EXTRA_TEXT,
        Check.AMBIGUOUS_CELL,
    }
)
"""Findings whose detail is the number that was probably meant."""
ON_CARDS: Final = frozenset({Check.ID_GROUP_UNKNOWN, Check.ID_PROVINCE_UNKNOWN})
"""Doubts about the letters and the province of a card: its ten digits stand for the person."""
CARD_KIND: Final = "c"


@dataclass(frozen=True, slots=True)
class MendGroup:
    """Findings of one code in one field that point at rows (nhóm dòng cần sửa), in row order."""

    check: Check
    field: Field
    severity: Severity
    findings: tuple[Finding, ...]


def value_of(row: RosterRow, field: Field) -> str:
    """Give what a kept row holds in a field, "" for a field that is not kept."""
    match field:
        case Field.NAME:
            return row.name
        case Field.ID:
            return row.number
        case Field.HAMLET:
            return row.hamlet
        case _:
            return ""


def mend_groups(findings: Iterable[Finding], catalogue: Catalogue) -> tuple[MendGroup, ...]:
    """Group the findings that point at rows: the gravest first, then the most frequent."""
    groups: dict[tuple[Check, Field], list[Finding]] = {}
    for finding in findings:
        if finding.place is not None:
            groups.setdefault((finding.check, finding.field), []).append(finding)
    made = [
        MendGroup(
            check,
            field,
            catalogue.severity(check),
            tuple(sorted(found, key=lambda f: f.place or 0)),
        )
        for (check, field), found in groups.items()
    ]
    gravity = list(Severity)
    return tuple(
        sorted(
            made,
            key=lambda g: (gravity.index(g.severity), -len(g.findings), g.check.value, g.field),
        )
    )


def proposal(finding: Finding, row: RosterRow) -> str:
    """Give what the checks put forward for a cell, "" if nothing (đề xuất)."""
    if finding.field is Field.NAME and finding.check is Check.NAME_NORMALISED:
        return row.name
    if finding.field not in NUMBER_FIELDS:
        return ""
    if finding.check in PUT_FORWARD:
        return finding.detail if finding.detail.isascii() and finding.detail.isalnum() else ""
    return row.number if finding.check in ON_CARDS and row.kind == CARD_KIND else ""


def propose(findings: Iterable[Finding], roster: Roster) -> tuple[Correction, ...]:
    """Give the corrections that a group puts forward (thay trong cả nhóm)."""
    made = []
    for finding in findings:
        if finding.place is None:
            continue
        row = roster.rows[finding.place]
        value = proposal(finding, row)
        if value:
            made.append(Correction(row.source, row.line, finding.field, value))
    return tuple(made)


def leave_out(findings: Iterable[Finding], roster: Roster) -> tuple[Correction, ...]:
    """Take every row of a group out of the list, each once (để ngoài danh sách)."""
    places = dict.fromkeys(f.place for f in findings if f.place is not None)
    rows = (roster.rows[place] for place in places)
    return tuple(Correction(row.source, row.line, Field.ROW, None) for row in rows)


def alike(roster: Roster, field: Field) -> Mapping[str, tuple[int, ...]]:
    """Give the places of each text that stands in more than one row (các dòng có cùng nội dung)."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(roster.rows):
        text = value_of(row, field)
        if text:
            places.setdefault(text, []).append(place)
    return {text: tuple(found) for text, found in places.items() if found[1:]}


def replace_alike(roster: Roster, place: int, field: Field, value: str) -> tuple[Correction, ...]:
    """Give every row that holds the same text in a field the new one (thay trong cả N dòng)."""
    text = value_of(roster.rows[place], field)
    same = (row for row in roster.rows if value_of(row, field) == text)
    return tuple(Correction(row.source, row.line, field, value) for row in same)


@dataclass(frozen=True, slots=True)
class Batch:
    """Corrections made in one act (một lần sửa), the newest batch has the highest number."""

    number: int
    corrections: tuple[Correction, ...]


def batches(kept: Sequence[Correction]) -> tuple[Batch, ...]:
    """Part corrections by the act that made them, newest first (các lần sửa)."""
    ordered = sorted(kept, key=lambda one: -one.batch)
    return tuple(
        Batch(number, tuple(found)) for number, found in groupby(ordered, lambda one: one.batch)
    )
