"""A made-up province with labelled faults, checked whole: what is found of them, and what besides.

The lists come in turn as workbooks, text and old fonts, with few columns and with many; the
second half of the communes has clean lists.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ntm_verify.checking.across import listed_twice
from ntm_verify.checking.frames import check_list
from ntm_verify.domain.across import Listed, counted_keys
from ntm_verify.domain.findings import Check, Severity
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.list_findings import take_over
from ntm_verify.domain.participant_list import CheckedList, RawList
from ntm_verify.domain.reading import ListFile, ReadingOptions
from ntm_verify.domain.synthetic import Recipe
from ntm_verify.domain.synthetic_lists import MadeList, Order, make_list
from ntm_verify.regulations.catalogue import load_catalogue, load_codes
from ntm_verify.regulations.synthetic import load_stock
from ntm_verify.spreadsheets.reader import ListReader
from ntm_verify.spreadsheets.synthetic_out import FORMS

ON: Final = date(2026, 6, 30)
CONTEXT: Final = Context(ON, load_codes(), load_catalogue())
HINTS: Final = frozenset({Check.SAME_NAME_OTHER_ID})
"""Namesakes are normal; they are pointed out and weigh nothing."""
ELSEWHERE: Final = Check.DUPLICATE_OTHER_LIST
KINDS: Final = (
    ("xlsx", True, ""),
    ("csv", False, ""),
    ("xlsx", False, "tcvn3"),
    ("tsv", True, ""),
    ("xlsx", False, ""),
    ("csv", True, "vni"),
)
Spot = tuple[str, int]
"""A commune's code and the number of a row in its file."""


@dataclass(slots=True)
class Tally:
    """One code over the whole province: spots where it was planted, and where it was found."""

    planted: set[Spot] = field(default_factory=set)
    found: set[Spot] = field(default_factory=set)

    @property
    def recall(self) -> float:
        return len(self.planted & self.found) / len(self.planted) if self.planted else 1.0

    @property
    def alarms(self) -> int:
        return len(self.found - self.planted)


@dataclass(slots=True)
class Outcome:
    """What came of a province: a tally of each code, and what was found in clean communes."""

    tallies: dict[Check, Tally] = field(default_factory=dict)
    clean: Counter[tuple[Severity, str]] = field(default_factory=Counter)
    rows: int = 0
    clean_rows: int = 0
    miscounted: list[str] = field(default_factory=list)

    def of(self, check: Check) -> Tally:
        return self.tallies.setdefault(check, Tally())

    def table(self) -> Iterator[str]:
        """Give the lines of a table: code, planted, found, recall, false alarms in 100,000 rows."""
        yield f"{'code':28} {'planted':>8} {'found':>8} {'recall':>8} {'alarms':>7} {'/100k':>7}"
        for check in Check:
            if (one := self.tallies.get(check)) and check not in HINTS:
                hits = len(one.planted & one.found)
                rate = 100_000 * one.alarms / self.rows
                yield (
                    f"{check.value:28} {len(one.planted):8} {hits:8} {one.recall:8.2%} "
                    f"{one.alarms:7} {rate:7.2f}"
                )
        told = ", ".join(f"{severity.value} {self.clean_of(severity)}" for severity in Severity)
        yield f"{self.rows} rows; {self.clean_rows} of them on clean lists, found there: {told}"

    def clean_of(self, severity: Severity) -> int:
        return sum(count for (weight, _), count in self.clean.items() if weight is severity)


def measure(reader: ListReader, communes: int, rows: int, faults: int = 80) -> Outcome:
    """Make, write, read and check a province of so many lists of so many rows."""
    outcome = Outcome()
    block = Order(rows, faults).block(communes)
    recipe = Recipe(load_stock(), 11, ON, block)
    made: list[MadeList] = []
    lists: list[Listed] = []
    lines: dict[str, RawList] = {}
    for ordinal in range(1, communes + 1):
        form, more, font = KINDS[ordinal % len(KINDS)]
        planted = faults if ordinal <= communes // 2 else 0
        order = Order(rows, planted, more_columns=more, number_cells=form == "xlsx", font=font)
        one = make_list(recipe, f"{ordinal:05d}", order)
        file = ListFile(f"{one.code}.{form}", FORMS[form](one))
        reading = reader.read_now([file], ReadingOptions(encoding=font))
        _, checked = take_over(reading.notes, check_list(reading.raw, CONTEXT), CONTEXT)
        _note(outcome, one, reading.raw, checked)
        made.append(one)
        lists.append((one.code, counted_keys(checked)))
        lines[one.code] = reading.raw
    for twice in listed_twice(lists):
        outcome.of(ELSEWHERE).found.add((twice.commune, lines[twice.commune].lines[twice.place]))
    outcome.of(ELSEWHERE).planted |= set(_claimed(made))
    return outcome


def _note(outcome: Outcome, made: MadeList, raw: RawList, checked: CheckedList) -> None:
    outcome.rows += len(raw)
    for label in made.labels:
        if label.code:
            outcome.of(Check(label.code)).planted.add((made.code, label.row))
    for finding in checked.findings:
        if finding.place is not None:
            outcome.of(finding.check).found.add((made.code, raw.lines[finding.place]))
    if sum(checked.counted) != made.counted:
        outcome.miscounted.append(made.code)
    if not made.labels:
        outcome.clean_rows += len(raw)
        for (check, _), count in checked.counts.items():
            outcome.clean[CONTEXT.catalogue.severity(check), check.value] += count


def _claimed(made: Iterable[MadeList]) -> Iterator[Spot]:
    """Give the rows of people whom the commune before or after claims too."""
    there = {one.code: one for one in made}
    for one in there.values():
        for other, mine, name in (
            (int(one.code) - 1, one.from_previous, "to_next"),
            (int(one.code) + 1, one.to_next, "from_previous"),
        ):
            neighbour = there.get(f"{other:05d}")
            shared = len(getattr(neighbour, name)) if neighbour else 0
            yield from ((one.code, row) for row in mine[:shared])
