"""A checked list in a few figures (tổng hợp kết quả kiểm tra), as a dossier keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass

from .appraisal import Counts, HamletCount
from .coverage import Tally
from .findings import Catalogue, Severity
from .participant_list import CheckedList, Finding, RawList
from .report import count_by_hamlet, count_list, group_findings


@dataclass(frozen=True, slots=True)
class Summary:
    """How a list came out (tổng hợp): rows and people, who counts by sex, and by hamlet."""

    counts: Counts
    tally: Tally
    hamlets: tuple[HamletCount, ...]


def summarise(
    raw: RawList, checked: CheckedList, notes: Iterable[Finding], catalogue: Catalogue
) -> Summary:
    """Count a checked list; hamlets are empty when no row names one."""
    figures = count_list(checked)
    weights = dict.fromkeys(Severity, 0)
    for group in group_findings((*notes, *checked.findings), raw, catalogue, checked.counts):
        weights[group.severity] += group.count
    counts = Counts(
        rows=figures.rows,
        people=figures.people,
        counted=figures.counted,
        not_counted=figures.rows - figures.counted,
        doubtful=figures.doubtful,
        errors=weights[Severity.ERROR],
        warnings=weights[Severity.WARNING],
        infos=weights[Severity.INFO],
    )
    tally = Tally(figures.counted, figures.doubtful, figures.male, figures.female, figures.unknown)
    hamlets = tuple(
        HamletCount(part.hamlet, part.counted, part.rows) for part in count_by_hamlet(raw, checked)
    )
    named = any(part.hamlet for part in hamlets)
    return Summary(counts, tally, hamlets if named else ())
