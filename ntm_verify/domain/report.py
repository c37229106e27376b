"""Findings in words, grouped and counted, for screen, paper and programs (báo cáo kiểm tra).

Pure: the same words on a page, in a workbook and in an answer to a program.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
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
    people = set(checked.keys)
    persons = len(people - {""}) + (list(checked.keys).count("") if "" in people else 0)
    rows = Counter(zip(checked.sexes, checked.counted, checked.doubtful, strict=True))
    return ListCounts(people=persons, **_figures(rows))


def count_by_hamlet(raw: RawList, checked: CheckedList) -> tuple[HamletCount, ...]:
    """Count rows and people of each hamlet in Vietnamese order, rows without hamlet last.

    The hamlet is that of the row's own column, else the one its sheet stands for; spellings that
    differ in capitals, spaces or tone placement are one hamlet, named as first met.
    """
    places, names = hamlets_of(raw)
    people: dict[str, set[str]] = {hamlet: set() for hamlet in names}
    nameless = dict.fromkeys(names, 0)
    at = 0
    for hamlet, run in groupby(places):
        keys = checked.keys[at : at + sum(1 for _ in run)]
        people[hamlet].update(keys)
        nameless[hamlet] += list(keys).count("") if "" in people[hamlet] else 0
        at += len(keys)
    rows: dict[str, Counter[_Row]] = {hamlet: Counter() for hamlet in names}
    cells = zip(places, checked.sexes, checked.counted, checked.doubtful, strict=True)
    for cell, count in Counter(cells).items():
        rows[cell[0]][cell[1:]] = count
    return tuple(
        HamletCount(
            people=len(people[hamlet] - {""}) + nameless[hamlet],
            hamlet=names[hamlet],
            **_figures(rows[hamlet]),
        )
        for hamlet in sorted(names, key=lambda hamlet: (not hamlet, place_key(names[hamlet])))
    )


def hamlets_of(raw: RawList) -> tuple[list[str], dict[str, str]]:
    """Give the key of each row's hamlet, and the name that each key was first met with."""
    column = raw.columns.get(Field.HAMLET)
    texts = list(column.texts) if column else [""] * len(raw)
    of_sheets = [source.hamlet for source in raw.sources]
    if any(of_sheets):
        texts = [
            text or of_sheets[source] for text, source in zip(texts, raw.source_of, strict=True)
        ]
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        name = clean_name(text)
        keys[text] = tone_key(name)
        names.setdefault(keys[text], name)
    return [keys[text] for text in texts], names


_Row = tuple[str, int, int]
"""What is counted of a row: sex, whether it counts, whether that is in doubt."""


def _figures(rows: Mapping[_Row, int]) -> dict[str, int]:
    """Add up rows by what they are; doubt matters only where a row counts."""
    counted = {row: number for row, number in rows.items() if row[1]}
    sure = {row: number for row, number in counted.items() if not row[2]}
    return {
        "rows": sum(rows.values()),
        "counted": sum(counted.values()),
        "doubtful": sum(counted.values()) - sum(sure.values()),
        **{name: _of_sex(counted, sex) for name, sex in _SEXES.items()},
        **{f"sure_{name}": _of_sex(sure, sex) for name, sex in _SEXES.items()},
    }


def _of_sex(rows: Mapping[_Row, int], sex: str) -> int:
    return sum(number for row, number in rows.items() if row[0] == sex)


_SEXES: Final = {"male": "m", "female": "f", "unknown": "?"}
