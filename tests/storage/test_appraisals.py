"""Dossiers come back as they were kept, at the version they were kept, and are found."""

from dataclasses import replace
from datetime import date

import pytest

from ntm_verify.domain.appraisal import Move, Status, advance, open_dossier
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.usecases.ports import AppraisalQuery
from tests.support.builders import (
    APPRAISER,
    AS_OF,
    CLERK,
    NOON,
    OTHER_APPRAISER,
    OTHER_COMMUNE,
    OTHER_PROVINCE,
    PROVINCE,
    a_certificate,
    an_appraisal,
    an_id,
    an_outcome,
)
from tests.support.worlds import World

from .acts import a_draft, looked


async def test_a_dossier_comes_back_as_it_was_kept(world: World) -> None:
    opened, event = open_dossier(a_draft(), by=CLERK)

    async with world.ports.transaction() as tx:
        kept = await tx.appraisals.save(opened, event)

    assert kept == replace(opened, version=1)
    assert await world.find(kept) == kept


async def test_a_dossier_of_any_status_comes_back(world: World) -> None:
    dossiers = [
        an_appraisal(
            id=an_id(number),
            status=status,
            outcome=an_outcome(threshold=None) if number % 2 else an_outcome(),
            decided_at=NOON,
            version=number + 1,
        )
        for number, status in enumerate(Status)
    ]

    await world.holds(*dossiers)

    assert [await world.find(dossier) for dossier in dossiers] == dossiers


async def test_a_share_comes_back_to_the_last_digit(world: World) -> None:
    dossier = an_appraisal(percent="92.50")

    await world.holds(dossier)

    outcome = (await world.find(dossier)).outcome
    assert outcome is not None
    assert outcome.threshold is not None
    assert str(outcome.threshold.percent) == "92.50"


async def test_a_step_is_kept_with_its_event(world: World) -> None:
    await world.holds(an_appraisal(status=Status.SUBMITTED))
    taken, event = advance(
        an_appraisal(status=Status.SUBMITTED),
        Move(Status.UNDER_APPRAISAL, seen=1),
        by=APPRAISER,
        at=NOON,
    )

    async with world.ports.transaction() as tx:
        await tx.appraisals.save(taken, event)

    assert await world.find(taken) == replace(taken, version=2)
    assert [told.action for told in await world.audit_log()] == [Action.APPRAISAL_OPENED]


async def test_another_version_than_the_one_on_the_shelf_is_refused(world: World) -> None:
    await world.holds(an_appraisal(version=2))

    for version in (0, 1, 3):
        with pytest.raises(StaleRecord):
            async with world.ports.transaction() as tx:
                await tx.appraisals.save(an_appraisal(version=version), looked())

    assert await world.audit_log() == []


FOUND = (
    an_appraisal(id=an_id(1), status=Status.SUBMITTED, commune_name="Xã Đồng Lương"),
    an_appraisal(id=an_id(2), commune=OTHER_COMMUNE, commune_name="Phường Ỷ La"),
    an_appraisal(id=an_id(3), status=Status.REFUSED, as_of=date(2019, 6, 30), commune_name="100%_"),
    an_appraisal(id=an_id(4), province=OTHER_PROVINCE, appraised_by=OTHER_APPRAISER.id),
    an_appraisal(id=an_id(5), status=Status.CERTIFIED, commune_name="Xã Bình An"),
)


QUERIES = [
    (AppraisalQuery(), [5, 4, 3, 2, 1]),
    (AppraisalQuery(province=PROVINCE), [5, 3, 2, 1]),
    (AppraisalQuery(commune=OTHER_COMMUNE), [2]),
    (AppraisalQuery(statuses=frozenset({Status.SUBMITTED, Status.REFUSED})), [3, 1]),
    (AppraisalQuery(appraised_by=OTHER_APPRAISER.id), [4]),
    (AppraisalQuery(as_of=AS_OF), [5, 4, 2, 1]),
    (AppraisalQuery(text="dong luong"), [4, 1]),
    (AppraisalQuery(text="ĐỒNG  LƯƠNG"), [4, 1]),
    (AppraisalQuery(text="y la"), [2]),
    (AppraisalQuery(text=OTHER_COMMUNE), [2]),
    (AppraisalQuery(text="0%_"), [3]),
    (AppraisalQuery(text="%"), [3]),
    (AppraisalQuery(text="38-2019-0007"), [5]),
    (AppraisalQuery(text="07/tb-bhxh"), [5]),
    (AppraisalQuery(text="không có"), []),
    (AppraisalQuery(province=PROVINCE, text="dong luong"), [1]),
]


async def test_dossiers_are_found_newest_first(world: World) -> None:
    await world.holds(*FOUND, a_certificate(FOUND[-1], number=7))

    async with world.ports.reading() as tx:
        for query, numbers in QUERIES:
            page = await tx.appraisals.find(query)
            ids = tuple(an_id(number) for number in numbers)
            found = tuple(item.id for item in page.items)
            assert (found, page.total, page.next) == (ids, len(ids), None), query


async def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    await world.holds(*FOUND)

    seen, after = [], None
    async with world.ports.reading() as tx:
        while True:
            page = await tx.appraisals.find(AppraisalQuery(limit=2, after=after))
            assert page.total == 5
            seen += [item.id for item in page.items]
            after = page.next
            if after is None:
                break

    assert seen == [an_id(number) for number in (5, 4, 3, 2, 1)]
