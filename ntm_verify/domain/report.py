"""Findings in words, grouped and counted, for screen, paper and programs (báo cáo kiểm tra).

Pure: the same words on a page, in a workbook and in an answer to a program.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from .findings import Catalogue, Check, Field, Severity
from .participant_list import CheckedList, Finding, RawList
from .person_name import clean_name, place_key, tone_key

MOST_LISTED: Final = 1_000
"""As many findings one answer lists; groups tell the rest."""
LONGEST_SHOWN: Final = 200
"""As many signs of a cell an answer quotes."""
FIRST_ROWS: Final = 10
"""As many rows a group points to."""


@dataclass(frozen=True, slots=True)
class DescribedFinding:
    """One finding as people and programs read it (phát hiện bằng lời).

    `row` is the number that the spreadsheet program shows, 0 for a whole sheet or file.
    """

    code: str
    severity: Severity
    sheet: str
    row: int
    cell: str
    field: Field
    value: str
    message: str
    hint: str
    repaired_to: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands (vị trí dòng)."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one code in one field (nhóm phát hiện): how many, and the first rows."""

    code: str
    field: Field
    severity: Severity
    count: int
    first_rows: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many rows and people (số dòng, số người).

    `people` are distinct persons, `counted` those that count, `not_counted` the rest, `doubtful`
    those counted with a warning; `male`, `female`, `unknown` part the counted by sex, and
    `sure_*` the same without the doubtful ones.
    """

    rows: int = 0
    people: int = 0
    counted: int = 0
    doubtful: int = 0
    male: int = 0
    female: int = 0
    unknown: int = 0
    sure_male: int = 0
    sure_female: int = 0
    sure_unknown: int = 0

    @property
    def not_counted(self) -> int:
        """People that do not count."""
        return self.people - self.counted

    @property
    def lower(self) -> int:
        """People that count beyond doubt."""
        return self.counted - self.doubtful


@dataclass(frozen=True, slots=True)
class HamletCount(ListCounts):
    """The same of one hamlet (số người theo thôn); "" gathers rows that name none."""

    hamlet: str = ""


def describe(
    finding: Finding,
    raw: RawList,
    checked: CheckedList,
    catalogue: Catalogue,
    language: str = "vi",
) -> DescribedFinding:
    """Put a finding into words: what, where, how to mend it (language: vi or en)."""
    wording = catalogue[finding.check.value]
    facts = _facts(finding, raw, checked, language)
    english = language == "en"
    message = (wording.message_en if english else wording.message).format_map(facts)
    hint = (wording.hint_en if english else wording.hint).format_map(facts)
    return DescribedFinding(
        code=finding.check.value,
        severity=wording.severity,
        sheet=facts["sheet"],
        row=0 if finding.place is None else raw.lines[finding.place],
        cell=facts["cell"],
        field=finding.field,
        value=facts["value"],
        message=message,
        hint=hint,
        repaired_to=facts["repaired"] or None,
    )


def describe_all(
    findings: Iterable[Finding],
    raw: RawList,
    checked: CheckedList,
    catalogue: Catalogue,
    language: str = "vi",
) -> tuple[DescribedFinding, ...]:
    """Put the first `MOST_LISTED` findings into words."""
    listed = [finding for _, finding in zip(range(MOST_LISTED), findings, strict=False)]
    return tuple(describe(finding, raw, checked, catalogue, language) for finding in listed)


def _facts(
    finding: Finding, raw: RawList, checked: CheckedList, language: str
) -> Mapping[str, str]:
    """Give every blank that a sentence may have."""
    place = finding.place
    source = finding.source if place is None else raw.source_of[place]
    return {
        "sheet": "" if source is None or source >= len(raw.sources) else raw.sources[source].sheet,
        "row": "" if place is None else str(raw.lines[place]),
        "cell": "" if place is None else raw.cell(place, finding.field),
        "value": _shown(_value(finding, raw)),
        "repaired": _shown(repaired_to(finding, checked)),
        "suggestion": finding.detail,
        "detail": _detail(finding.detail),
        "first": "" if finding.first is None else _where(finding.first, source, raw, language),
        "first_value": "" if finding.first is None else _shown(checked.names[finding.first]),
    }


def _shown(text: str) -> str:
    """Quote a cell, the end of a very long one left out."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _value(finding: Finding, raw: RawList) -> str:
    """Give the cell as it was handed in."""
    column = raw.columns.get(finding.field)
    return "" if finding.place is None or column is None else column.texts[finding.place]


def repaired_to(finding: Finding, checked: CheckedList) -> str:
    """Give what a cell was repaired to, or "" (đã sửa thành)."""
    if finding.check is Check.NAME_NORMALISED and finding.place is not None:
        return checked.names[finding.place]
    return finding.detail if finding.check is Check.ID_LEADING_ZERO_RESTORED else ""


def _detail(detail: str) -> str:
    """Write a day as offices do, leave everything else."""
    try:
        day = date.fromisoformat(detail) if len(detail) == len("2026-12-31") else None
    except ValueError:
        return detail
    return f"{day:%d/%m/%Y}" if day else detail


def _where(place: int, source: int | None, raw: RawList, language: str) -> str:
    """Say where a row stands, with its sheet if that is another one."""
    row, sheet = raw.lines[place], raw.sources[raw.source_of[place]].sheet
    if raw.source_of[place] == source:
        return f"row {row}" if language == "en" else f"dòng {row}"
    return f"row {row} of sheet {sheet}" if language == "en" else f"dòng {row} trang “{sheet}”"


# ---- groups


def group_findings(
    findings: Iterable[Finding],
    raw: RawList,
    catalogue: Catalogue,
    counts: Mapping[tuple[Check, Field], int] | None = None,
) -> tuple[FindingGroup, ...]:
    """Group findings by code and field, the gravest first, then the most frequent (gộp lỗi).

    `counts` are the exact numbers where the findings were cut (`CheckedList.counts`).
    """
    rows: dict[tuple[Check, Field], list[Place]] = {}
    found: dict[tuple[Check, Field], int] = {}
    for finding in findings:
        key = finding.check, finding.field
        found[key] = found.get(key, 0) + 1
        first = rows.setdefault(key, [])
        if len(first) < FIRST_ROWS and finding.place is not None:
            first.append(_place(finding.place, raw))
    groups = [
        FindingGroup(
            check.value,
            field,
            catalogue.severity(check),
            max(count, (counts or {}).get((check, field), 0)),
            tuple(rows[check, field]),
        )
        for (check, field), count in found.items()
    ]
    gravity = list(Severity)
    return tuple(sorted(groups, key=lambda g: (gravity.index(g.severity), -g.count, g.code)))


def _place(place: int, raw: RawList) -> Place:
    return Place(raw.sources[raw.source_of[place]].sheet, raw.lines[place])


# ---- counts


def count_list(checked: CheckedList) -> ListCounts:
    """Count rows and people of the whole list (tổng hợp danh sách)."""
    tally = _Tally()
    for place in range(len(checked.keys)):
        tally.add(place, checked)
    return ListCounts(**tally.figures())


def count_by_hamlet(raw: RawList, checked: CheckedList) -> tuple[HamletCount, ...]:
    """Count rows and people of each hamlet in Vietnamese order, rows without hamlet last.

    The hamlet is that of the row's own column, else the one its sheet stands for; spellings that
    differ in capitals, spaces or tone placement are one hamlet, named as first met.
    """
    column = raw.columns.get(Field.HAMLET)
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    tallies: dict[str, _Tally] = {}
    for place in range(len(raw)):
        text = column.texts[place] if column else ""
        if not text.strip():
            text = raw.sources[raw.source_of[place]].hamlet
        if text not in keys:
            name = clean_name(text)
            keys[text] = tone_key(name)
            names.setdefault(keys[text], name)
        tallies.setdefault(keys[text], _Tally()).add(place, checked)
    ordered = sorted(tallies, key=lambda key: (not key, place_key(names[key])))
    return tuple(HamletCount(**tallies[key].figures(), hamlet=names[key]) for key in ordered)


class _Tally:
    """Counts row after row (bộ đếm)."""

    __slots__ = ("counted", "doubtful", "keys", "nameless", "rows", "sexes", "sure")

    def __init__(self) -> None:
        self.rows = self.nameless = self.counted = self.doubtful = 0
        self.keys: set[str] = set()
        self.sexes = {"m": 0, "f": 0, "?": 0}
        self.sure = {"m": 0, "f": 0, "?": 0}

    def add(self, place: int, checked: CheckedList) -> None:
        key, sex = checked.keys[place], checked.sexes[place]
        self.rows += 1
        if key:
            self.keys.add(key)
        else:
            self.nameless += 1
        if checked.counted[place]:
            self.counted += 1
            self.sexes[sex] += 1
            self.doubtful += checked.doubtful[place]
            self.sure[sex] += not checked.doubtful[place]

    def figures(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "people": len(self.keys) + self.nameless,
            "counted": self.counted,
            "doubtful": self.doubtful,
            **{name: self.sexes[sex] for name, sex in _SEXES.items()},
            **{f"sure_{name}": self.sure[sex] for name, sex in _SEXES.items()},
        }


_SEXES: Final = {"male": "m", "female": "f", "unknown": "?"}
