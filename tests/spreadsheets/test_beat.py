"""How far a file has been read comes out of the child process, rising, and not too often."""

from dataclasses import replace
from itertools import pairwise

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.reading import ListFile, ReadingOptions
from ntm_verify.spreadsheets.beat import Beat, silent
from ntm_verify.spreadsheets.limits import Limits
from ntm_verify.spreadsheets.reader import ListReader
from tests.support import sheet_files as made

LARGE = made.xlsx(made.sheet_xml(made.rows_xml(made.listed(20_000))))
"""Several stretches of rows."""


def told(wordings: Wordings, limits: Limits, files: int = 1) -> list[tuple[int, int]]:
    seen: list[tuple[int, int]] = []
    reader = ListReader(wordings, limits)
    parts = [ListFile(f"{n}.xlsx", LARGE) for n in range(files)]
    reader.read_now(parts, ReadingOptions(), lambda done, total: seen.append((done, total)))
    reader.close()
    return seen


def test_a_long_reading_tells_how_far_it_is_over_all_files(wordings: Wordings) -> None:
    seen = told(wordings, replace(Limits(), beat_seconds=0), files=2)

    assert len(seen) >= 4
    assert {total for _, total in seen} == {2 * len(LARGE)}
    assert all(before[0] <= after[0] for before, after in pairwise(seen))
    assert seen[-1][0] > len(LARGE)


def test_a_short_reading_tells_nothing(wordings: Wordings) -> None:
    assert told(wordings, replace(Limits(), beat_seconds=60)) == []


def test_a_beat_never_claims_more_than_there_is() -> None:
    seen: list[tuple[int, int]] = []
    beat = Beat(lambda done, total: seen.append((done, total)), 0)
    beat.add(5)
    beat.total = 10
    beat.add(7)
    beat.add(7)
    silent().add(5)
    assert seen == [(7, 10), (10, 10)]
