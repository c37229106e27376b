"""The queue answers at once, however full a province is; run with `-s` to see the figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import product
from time import perf_counter
from typing import Any, Final

import pytest
import sqlalchemy as sa

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.queue import Sort, View
from ntm_verify.storage.overlaps import OverlapRow
from ntm_verify.usecases.ports import QueueQuery
from tests.support.builders import NOON, OTHER_COMMUNE, an_appraisal, an_id, an_outcome
from tests.support.worlds import World, world_at

from .test_queue import HERE

DOSSIERS: Final = 1_500
OVERLAPS: Final = 12
TRIES: Final = 3
SLOWEST: Final = 1.5
"""Seconds for the counts of all views, or for a page, at the best try; several times the usual."""


def province() -> list[Appraisal]:
    """Make dossiers of two communes in every state that the queue shows."""
    states = (*[Status.SUBMITTED] * 2, Status.UNDER_APPRAISAL, Status.APPROVED, Status.CERTIFIED)
    made = []
    for n in range(DOSSIERS):
        others: dict[str, Any] = {"commune": OTHER_COMMUNE} if n % 2 else {}
        others |= {"outcome": an_outcome(1480 if n % 7 == 0 else 1540)}
        dossier = an_appraisal(id=an_id(n + 1), status=states[n % len(states)], **others)
        came_in = NOON - timedelta(hours=n)
        made.append(replace(dossier, submitted_at=came_in, created_at=came_in))
    return made


async def fill(world: World) -> list[Appraisal]:
    """Put the province on its shelves; each dossier shares people with others."""
    made = province()
    await world.holds(*made)
    shared = [
        {"appraisal_id": one.id, "other_id": made[(n + step) % DOSSIERS].id, "people": step}
        for n, one in enumerate(made)
        for step in range(1, OVERLAPS + 1)
    ]
    async with world.ports.transaction() as tx:
        shelf: Any = tx.queue
        connection = await shelf.session.connection()
        await connection.execute(sa.insert(OverlapRow), shared)
        await connection.exec_driver_sql("ANALYZE")  # as a database does that lives
    return made


@pytest.mark.slow
async def test_fifteen_hundred_dossiers_are_counted_and_paged_at_once(
    stage_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: dict[str, float] = {}

    @contextmanager
    def timed(what: str) -> Iterator[None]:
        start = perf_counter()
        yield
        taken[what] = min(perf_counter() - start, taken.get(what, SLOWEST * 100))

    async with world_at(stage_url) as world:
        made = await fill(world)
        for _ in range(TRIES):
            async with world.ports.reading() as tx:
                with timed("counts"):
                    counts = await tx.queue.counts(HERE)
                for sort, page in product(Sort, (1, counts[View.ALL] // 50)):
                    with timed(f"page {page} by {sort}"):
                        await tx.queue.page(QueueQuery(HERE, View.ALL, "", sort, page))
                with timed("one"):
                    await tx.queue.one(made[0])
    with capsys.disabled():
        told = ", ".join(f"{what} {seconds * 1000:.0f} ms" for what, seconds in taken.items())
        print(f"\n{stage_url[:8]}, {DOSSIERS} dossiers: {told}")  # noqa: T201 - the figures
    assert counts[View.ALL] == DOSSIERS * 4 // 5
    assert max(taken.values()) < SLOWEST, taken
