"""What the log costs, as ratios of the same work without it: the floors of its design, row by row.

How every row is measured stands in `log_measure`; a wrong root voids all figures.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .log_bulk import bulk, storage, verification
from .log_clients import served, single
from .log_measure import Row
from .log_papers import audit, entry, paper
from .log_proofs import proofs
from .log_window import window

__all__ = ["FULL", "QUICK", "Row", "Size", "rows"]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: entries with repetitions, transactions, seconds, events."""

    bulk: tuple[tuple[int, int], ...]
    times: int
    runs: int
    seconds: float
    proofs: tuple[int, int]
    window: tuple[int, float]


FULL: Final = Size(((100_000, 5), (1_000_000, 2)), 2_000, 5, 2.0, (1_000_000, 5), (1_000, 90.0))
QUICK: Final = Size(((20_000, 1),), 50, 1, 0.3, (70_000, 1), (40, 4.0))


def rows(size: Size) -> Iterator[Row]:
    """Measure every row, in the order of the floors."""
    parts: tuple[Callable[[Path], Iterator[Row]], ...] = (
        lambda folder: _each(bulk, folder, size),
        lambda folder: single(folder, size.times, size.runs),
        lambda _: served(size.seconds, size.runs),
        lambda folder: _each(verification, folder, size),
        lambda folder: proofs(folder, *size.proofs),
        lambda _: paper(200, size.runs),
        lambda _: entry(10 * size.times),
        lambda _: audit(2_000, size.runs),
        lambda folder: storage(folder, size.bulk[0][0]),
        lambda folder: window(folder, *size.window),
    )
    for part in parts:
        with tempfile.TemporaryDirectory(prefix="ntm-bench-") as made:
            yield from part(Path(made))


def _each(
    measure: Callable[[Path, int, int], Iterator[Row]], folder: Path, size: Size
) -> Iterator[Row]:
    for count, repetitions in size.bulk:
        yield from measure(folder, count, repetitions)
