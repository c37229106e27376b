"""Which counted rows are still in doubt (dòng được tính còn nghi vấn): unanswered warnings."""

from collections.abc import Iterable
from typing import Final

from .findings import Catalogue, Check, Severity
from .participant_list import Finding

OF_FIGURES: Final = frozenset(
    {
        Check.POPULATION_SOURCES_DIFFER,
        Check.TOTAL_CHANGED_MUCH,
        Check.MANY_NAMES_GONE,
        Check.CONSECUTIVE_NUMBERS,
        Check.FAMILY_NAME_SHARE,
    }
)
"""Warnings about the figures of a dossier, which no row bears: answered for all the same (F34)."""


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


def figure_warnings(findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """Give code and field of the warnings about figures (cảnh báo về số liệu)."""
    return frozenset((f.check.value, f.field.value) for f in findings if f.check in OF_FIGURES)
