"""A search answers at once, however full a province is; run with `-s` to see the figures."""

from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter
from typing import Any, Final

import pytest
import sqlalchemy as sa

from ntm_verify.domain.appraisal import Status
from ntm_verify.storage.appraisals import AppraisalRow
from ntm_verify.usecases.shelves_retrieval import DossierSearch
from tests.support.builders import NOON, PROVINCE, an_appraisal, an_id, an_outcome
from tests.support.worlds import World, world_at

DOSSIERS: Final = 10_000
SLOWEST: Final = 2.0
"""Seconds for a page with all its counts; several times what is measured."""
NAMES: Final = ("Đồng Lương", "Hiệp Thành", "Mẫu An", "Giả Hòa")
QUESTIONS: Final[dict[str, dict[str, Any]]] = {
    "all": {},
    "name without accents": {"text": "dong luong"},
    "paper": {"text": "38-2019-0001"},
    "digest": {"text": "ab" * 32},
    "period and state": {"first_day": date(2020, 1, 1), "status": Status.CERTIFIED},
    "last page": {"page": DOSSIERS // 100},
}


async def fill(world: World) -> None:
    """Lay ten thousand dossiers down at once, past the log: speed alone is asked for."""
    base = an_appraisal(submitted_at=NOON, outcome=an_outcome(1540))
    rows = []
    for n in range(DOSSIERS):
        dossier = replace(
            base,
            id=an_id(n + 1),
            version=1,
            commune=f"{n % 400:05d}",
            commune_name=f"Xã {NAMES[n % 4]} {n % 400}",
            as_of=date(2019, 1, 31) + timedelta(30 * (n % 40)),
            status=Status.CERTIFIED if n % 2 else Status.SUBMITTED,
        )
        rows.append(AppraisalRow.of(dossier, dossier.id).model_dump())
    async with world.ports.transaction() as tx:
        shelf: Any = tx.retrieval
        connection = await shelf.session.connection()
        await connection.execute(sa.insert(AppraisalRow), rows)
        await connection.exec_driver_sql("ANALYZE")  # as a database does that lives


@pytest.mark.slow
async def test_ten_thousand_dossiers_are_searched_at_once(
    stage_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: dict[str, float] = {}
    async with world_at(stage_url) as world:
        await fill(world)
        async with world.ports.reading() as tx:
            for what, asked in QUESTIONS.items():
                start = perf_counter()
                found = await tx.retrieval.search(DossierSearch(PROVINCE, **asked))
                taken[what] = perf_counter() - start
                assert found.total == sum(found.by_status.values()) or "status" in asked
                assert len(found.items) <= 50
                if what == "name without accents":
                    assert found.total == DOSSIERS // 4
    with capsys.disabled():
        told = ", ".join(f"{what} {seconds * 1000:.0f} ms" for what, seconds in taken.items())
        print(f"\n{stage_url[:8]}, {DOSSIERS} dossiers: {told}")  # noqa: T201 - the figures
    assert max(taken.values()) < SLOWEST, taken
