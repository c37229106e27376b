"""Findings added to a list that is checked already (bổ sung phát hiện): what a row weighs after."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .findings import Check, Field, Severity
from .list_facts import Context
from .list_rules import count_findings, in_order
from .participant_list import CheckedList, Finding, RawList


def add_findings(checked: CheckedList, found: Sequence[Finding], context: Context) -> CheckedList:
    """Add findings about rows: an error takes the row out of the count, a warning leaves a doubt.

    Raises:
        IndexError: a finding points past the end of the list.

    """
    if not found:
        return checked
    counted, doubtful = bytearray(checked.counted), bytearray(checked.doubtful)
    for place in _places(found, Severity.WARNING, context):
        doubtful[place] = counted[place]
    for place in _places(found, Severity.ERROR, context):
        counted[place] = doubtful[place] = 0
    more = count_findings(found)
    counts = {
        key: checked.counts.get(key, 0) + more.get(key, 0)
        for key in ((check, field) for check in Check for field in Field)
        if key in checked.counts or key in more
    }
    return replace(
        checked,
        findings=in_order((*checked.findings, *found), context.most_findings),
        counted=bytes(counted),
        doubtful=bytes(doubtful),
        counts=counts,
    )


def _places(found: Iterable[Finding], severity: Severity, context: Context) -> list[int]:
    return [
        finding.place
        for finding in found
        if finding.place is not None and context.catalogue.severity(finding.check) is severity
    ]


def follow(notes: Iterable[Finding], before: RawList, after: RawList) -> tuple[Finding, ...]:
    """Move notes about rows to where those rows stand after others were taken out."""
    notes = tuple(notes)
    if before is after or all(note.place is None for note in notes):
        return notes
    now = {row: place for place, row in enumerate(zip(after.source_of, after.lines, strict=True))}
    moved = []
    for note in notes:
        if note.place is None:
            moved.append(note)
            continue
        place = now.get((before.source_of[note.place], before.lines[note.place]))
        if place is not None:
            moved.append(replace(note, place=place))
    return tuple(moved)


def take_over(
    notes: Iterable[Finding], checked: CheckedList, context: Context
) -> tuple[tuple[Finding, ...], CheckedList]:
    """Let what the reader noticed in single rows weigh as what the rules find there.

    Gives the notes about whole sheets and files, and the list with the others among its findings.
    """
    notes = tuple(notes)
    left = tuple(note for note in notes if note.place is None)
    of_rows = [replace(note, source=None) for note in notes if note.place is not None]
    return left, add_findings(checked, of_rows, context)
