"""The queue counts what it lists, and means in both databases what the domain means."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from ntm_verify.domain.appraisal import Appraisal, Counts, Status
from ntm_verify.domain.casework import Extension, told
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.preparation import Preparation
from ntm_verify.domain.queue import Sort, Standpoint, View, belongs, is_green, sort_key
from ntm_verify.usecases.ports import QueueQuery
from tests.support.builders import (
    APPRAISER,
    NOON,
    OTHER_COMMUNE,
    OTHER_PROVINCE,
    PROVINCE,
    SECOND_APPRAISER,
    an_appraisal,
    an_id,
    an_outcome,
)
from tests.support.worlds import World, digest_people

HERE = Standpoint(APPRAISER.id, PROVINCE, date(2019, 10, 2), datetime(2019, 9, 25, tzinfo=UTC), "1")


def dossiers() -> list[Appraisal]:
    """Make dossiers of every state, holder and result, each with another thing about it."""
    made: list[Appraisal] = []
    outcomes = (
        an_outcome(),
        an_outcome(1480),
        an_outcome(percent=None),
        an_outcome(counts=Counts(1500, 1500, 1500, 0, 0, warnings=14)),
        an_outcome(counts=Counts(1500, 1500, 1500, 0, 0, warnings=15)),
        an_outcome(tally=Tally(1500, doubtful=1, unknown=1500)),
        an_outcome(rules_version="2"),
        None,
    )
    for status, (place, outcome) in product(Status, enumerate(outcomes)):
        others: dict[str, Any] = {"outcome": outcome, "round": 1 + place % 2}
        if place == 0:
            others["preparation"] = Preparation(second_total=1564 + (len(made) % 2))
        if place % 3 == 1 and status is Status.UNDER_APPRAISAL:
            others["appraised_by"] = SECOND_APPRAISER.id
        hours = timedelta(hours=7 * (len(made) % 30) - 100)
        dossier = an_appraisal(status=status, id=an_id(1000 - len(made)), **others)
        came_in = None if dossier.submitted_at is None else NOON + hours
        made.append(replace(dossier, submitted_at=came_in, created_at=NOON + hours))
    made.append(an_appraisal(id=an_id(5000), province=OTHER_PROVINCE, status=Status.SUBMITTED))
    return made


async def extend(world: World, dossier: Appraisal, until: date, number: int) -> None:
    counts_from = datetime(2019, 9, until.day, tzinfo=UTC)
    extension = Extension(
        an_id(9000 + number), dossier.id, dossier.round, APPRAISER.id, NOON, until, counts_from,
        "other", "vì thế",
    )  # fmt: skip
    async with world.ports.transaction() as tx:
        await tx.casework.add(extension, told(extension, APPRAISER))


async def filled(world: World) -> list[Appraisal]:
    made = dossiers()
    await world.holds(*made)
    waiting = [d for d in made if d.status is Status.SUBMITTED and d.province == PROVINCE]
    await extend(world, waiting[0], date(2019, 10, 1), 1)
    await extend(world, waiting[1], date(2019, 10, 2), 2)
    await extend(world, waiting[2], date(2019, 10, 1), 3)
    await extend(world, waiting[2], date(2019, 10, 5), 4)
    other = an_appraisal(id=an_id(7000), commune=OTHER_COMMUNE, status=Status.SUBMITTED)
    gone = an_appraisal(id=an_id(7001), commune=OTHER_COMMUNE, status=Status.REFUSED)
    await world.holds(other, gone)
    people = digest_people(["0100000001", "0100000002"])
    async with world.ports.transaction() as tx:
        for dossier in (waiting[3], waiting[0], other, gone):
            await tx.listings.replace(
                dossier,
                people[: 1 + (dossier is waiting[3])],
                range(2)[: 1 + (dossier is waiting[3])],
            )
    return made


async def test_every_view_lists_exactly_what_it_counts_and_what_the_domain_means(
    world: World,
) -> None:
    await filled(world)
    async with world.ports.reading() as tx:
        counts = await tx.queue.counts(HERE)
        everything = [
            item
            for view in (View.ALL, View.DONE)
            for item in await tx.queue.page(QueueQuery(HERE, view, per_page=1000))
        ]
        for view in View:
            listed = await tx.queue.page(QueueQuery(HERE, view, per_page=1000))
            meant = {item.dossier.id for item in everything if belongs(view, item, HERE)}
            assert {item.dossier.id for item in listed} == meant, view
            assert len(listed) == counts[view], view
            assert counts[view], view
    assert any(is_green(item, HERE) for item in everything)
    assert counts[View.GREEN] + counts[View.RISKY] == sum(
        item.dossier.status in {Status.SUBMITTED, Status.UNDER_APPRAISAL} for item in everything
    )


async def test_pages_follow_one_another_in_every_order_that_may_be_asked_for(
    world: World,
) -> None:
    await filled(world)
    async with world.ports.reading() as tx:
        for sort in Sort:
            whole = await tx.queue.page(QueueQuery(HERE, View.ALL, sort=sort, per_page=1000))
            parts = [
                item
                for page in range(1, 2 + len(whole) // 13)
                for item in await tx.queue.page(QueueQuery(HERE, View.ALL, "", sort, page, 13))
            ]
            assert list(whole) == parts, sort
            keys = [(*sort_key(sort, item), item.dossier.id) for item in whole]
            assert keys == sorted(keys), sort


async def test_shared_people_extensions_and_searches_count_where_they_hold(world: World) -> None:
    made = await filled(world)
    waiting = [d for d in made if d.status is Status.SUBMITTED]
    async with world.ports.reading() as tx:
        assert (await tx.queue.one(waiting[3])).matches == 1
        assert (await tx.queue.one(waiting[1])).matches == 0
        elsewhere = await tx.listings.elsewhere(waiting[3].id)
        assert len(elsewhere) == 1

        assert (await tx.queue.one(waiting[2])).until == date(2019, 10, 5), "the last one holds"
        late = await tx.queue.page(QueueQuery(HERE, View.LATE, per_page=1000))
        ids = {item.dossier.id for item in late}
        assert waiting[0].id in ids
        assert not {waiting[1].id, waiting[2].id} & ids

        counts = await tx.queue.counts(HERE, "khong co")
        assert set(counts.values()) == {0}
        counts = await tx.queue.counts(HERE, "dong luong")
        listed = await tx.queue.page(QueueQuery(HERE, View.ALL, "dong luong", per_page=1000))
    assert len(listed) == counts[View.ALL] > 0


async def test_filters_are_kept_for_each_person_alone(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.queue.keep_filter("a", "Quá hạn", "view=late")
        await tx.queue.keep_filter("a", "Quá hạn", "view=late&sort=rate")
        await tx.queue.keep_filter("a", "Của tôi", "view=mine")
        await tx.queue.keep_filter("b", "Khác", "view=all")
    async with world.ports.transaction() as tx:
        await tx.queue.keep_filter("a", "Của tôi", "")
    async with world.ports.reading() as tx:
        assert await tx.queue.filters("a") == {"Quá hạn": "view=late&sort=rate"}
        assert await tx.queue.filters("b") == {"Khác": "view=all"}
