"""Figures held against each other (đối chiếu số liệu): two sources of one population."""

from typing import Final

from .appraisal import Appraisal
from .findings import Check, Field
from .participant_list import Finding
from .wording import number

WIDEST_GAP: Final = 2
"""Per cent by which two sources may differ before they are shown: a setting of ours, no source
names one."""


def population_notes(appraisal: Appraisal) -> tuple[Finding, ...]:
    """Say when the stated population and a second source differ by more than `WIDEST_GAP` %."""
    stated, second = appraisal.population.total, appraisal.preparation.second_total
    if second is None or 100 * abs(stated - second) <= WIDEST_GAP * stated:
        return ()
    detail = f"{number(stated)} và {number(second)}"
    return (Finding(Check.POPULATION_SOURCES_DIFFER, Field.FILE, detail=detail),)
