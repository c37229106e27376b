"""Which counted rows are still in doubt (dòng được tính còn nghi vấn): unanswered warnings."""

from collections.abc import Iterable

from .findings import Catalogue, Severity
from .participant_list import Finding


def open_warnings(
    findings: Iterable[Finding], catalogue: Catalogue, confirmed: frozenset[tuple[str, str]]
) -> dict[tuple[str, str], set[int]]:
    """Give the rows of every group of warnings that nobody has answered for, by code and field."""
    groups: dict[tuple[str, str], set[int]] = {}
    for finding in findings:
        key = finding.check.value, finding.field.value
        warns = catalogue.severity(finding.check) is Severity.WARNING
        if finding.place is not None and warns and key not in confirmed:
            groups.setdefault(key, set()).add(finding.place)
    return groups


def doubtful_rows(
    groups: dict[tuple[str, str], set[int]], counted: Iterable[object]
) -> frozenset[int]:
    """Give the places of counted rows with an unanswered warning."""
    places: set[int] = set().union(*groups.values()) if groups else set()
    return frozenset(place for place, counts in enumerate(counted) if counts and place in places)
