"""A returned copy against plain unpacking and packing, and against load and save of openpyxl.

`python -m tests.bench.annotate` prints processor seconds and ratios; the promise is at most three
times the time of unpacking and packing the same workbook.
"""

import io
import random
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from ntm_verify.domain.findings import Field, Severity
from ntm_verify.domain.marks import Annotation, marks_of
from ntm_verify.domain.report import DescribedFinding
from ntm_verify.spreadsheets.annotate import annotate
from tests.support import sheet_files as made

SIZES: Final = ((12_000, 144), (100_000, 1_312))
"""Rows, and how many of them are wrong."""

PROMISED: Final = 3.0
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Marking:
    """What one size took, in processor seconds; the best of a few tries each."""

    rows: int
    wrong: int
    packing: float
    marking: float
    saving: float

    @property
    def ratio(self) -> float:
        """Marking over plain unpacking and packing."""
        return self.marking / self.packing

    @property
    def against_openpyxl(self) -> float:
        """Load and save of openpyxl over marking."""
        return self.saving / self.marking


def measure(sizes: Iterable[tuple[int, int]] = SIZES, *, peers: bool = True) -> Iterator[Marking]:
    """Measure every size; without `peers` openpyxl is left out, which takes long."""
    for rows, wrong in sizes:
        content = made.xlsxwriter_book([[*row, "Nam", "31/12/2026"] for row in made.listed(rows)])
        told = _told(rows, wrong)
        yield Marking(
            rows,
            wrong,
            _best(partial(_repacked, content)),
            _best(partial(annotate, content, "xlsx", told)),
            _best(partial(_saved, content), 1) if peers else 0.0,
        )


def _told(rows: int, wrong: int) -> Annotation:
    dice = random.Random(rows)  # noqa: S311 - the same rows every time
    found = tuple(
        DescribedFinding(
            "id_length",
            Severity.ERROR,
            "DS",
            line,
            f"C{line}",
            Field.ID,
            "123456789",
            "Mã số BHXH chỉ có 9 chữ số.",
            "Viết đủ 10 chữ số, kể cả số 0 ở đầu.",
        )
        for line in sorted(dice.sample(range(2, rows + 2), wrong))
    )
    return Annotation(marks_of(found), found)


def _repacked(content: bytes) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))


def _saved(content: bytes) -> None:
    import openpyxl  # type: ignore[import-untyped]  # ships no types

    openpyxl.load_workbook(io.BytesIO(content)).save(io.BytesIO())


def _best(work: Callable[[], object], tries: int = _TRIES) -> float:
    took = []
    for _ in range(tries):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)


def main() -> None:
    """Print the table."""
    for one in measure():
        print(  # noqa: T201 - a bench speaks by printing
            f"{one.rows:>7} rows, {one.wrong:>5} wrong: packing {one.packing:.2f} s, marking "
            f"{one.marking:.2f} s = {one.ratio:.1f}x (promised {PROMISED:.0f}x), "
            f"openpyxl load and save {one.against_openpyxl:.0f}x of that"
        )


if __name__ == "__main__":
    main()
