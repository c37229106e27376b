"""Everybody finds the dossiers of their own reach and no others, and the search is on record."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from ntm_verify.domain.appraisal import Appraisal, Status, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import ANYONE, SYSTEM, Actor, Reach, WrongOffice
from ntm_verify.usecases.find_appraisals import FindAppraisals, find_appraisals
from ntm_verify.usecases.ports import AppraisalQuery
from tests.support.builders import (
    ADMINISTRATOR,
    APPRAISER,
    AS_OF,
    AUDITOR,
    CHAIR,
    CLERK,
    COMMUNE,
    NOON,
    OPERATOR,
    OTHER_APPRAISER,
    OTHER_CLERK,
    OTHER_COMMUNE,
    OTHER_PROVINCE,
    PROVINCE,
    SIGNER,
    an_appraisal,
    an_id,
)
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

ANYTHING: Final = FindAppraisals()
PLACES: Final = ((PROVINCE, COMMUNE), (PROVINCE, OTHER_COMMUNE), (OTHER_PROVINCE, "20000"))
SEEING: Final = (
    *(CLERK, CHAIR, OTHER_CLERK, APPRAISER, OTHER_APPRAISER),
    *(SIGNER, AUDITOR, ADMINISTRATOR),
)


async def all_kinds(world: World) -> list[Appraisal]:
    """Put a dossier of every state in every place, and drafts that were withdrawn."""
    found, number = [], 0
    for province, commune in PLACES:
        for status in (*Status, Status.WITHDRAWN):
            number += 1
            place: dict[str, Any] = {"province": province, "commune": commune}
            if status is Status.WITHDRAWN:
                place["submitted_at"] = NOON if number % 2 else None
            found.append(an_appraisal(id=an_id(number), status=status, **place))
    await world.holds(*found)
    return found


async def test_everybody_finds_what_they_may_see_and_nothing_else(world: World) -> None:
    dossiers = await all_kinds(world)
    for actor in SEEING:
        whole = FindAppraisals(AppraisalQuery(limit=200))
        found = await find_appraisals(world.ports, actor, whole)

        expected = {dossier.id for dossier in dossiers if may_see(actor, dossier)}
        assert {item.id for item in found.items} == expected
        assert found.total == len(expected)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CHECKING, Status.CHECKED])
async def test_the_province_does_not_find_what_a_commune_still_prepares_even_if_it_asks(
    world: World, status: Status
) -> None:
    await world.holds(an_appraisal(status=status), an_appraisal(id=an_id(2)))
    asked = FindAppraisals(AppraisalQuery(statuses=frozenset({status})))

    assert (await find_appraisals(world.ports, APPRAISER, asked)).total == 0
    assert (await find_appraisals(world.ports, CLERK, asked)).total == 1


async def test_nobody_widens_their_reach_by_what_they_ask_for(world: World) -> None:
    await all_kinds(world)
    elsewhere = AppraisalQuery(province=OTHER_PROVINCE, commune=OTHER_COMMUNE, limit=200)

    for actor in (CLERK, APPRAISER):
        page = await find_appraisals(world.ports, actor, FindAppraisals(elsewhere))
        assert {item.province for item in page.items} <= {actor.province}
        assert all(may_see(actor, item) for item in page.items)


REACHES: Final = (
    Reach(frozenset({COMMUNE})),
    Reach(frozenset({"20000"})),
    Reach(first_period=AS_OF),
    Reach(first_period=AS_OF + timedelta(1)),
    Reach(last_period=AS_OF),
    Reach(last_period=AS_OF - timedelta(1)),
    Reach(frozenset({OTHER_COMMUNE}), AS_OF, AS_OF),
)


@pytest.mark.parametrize("reach", REACHES)
async def test_an_auditor_finds_what_he_was_let_in_for(world: World, reach: Reach) -> None:
    dossiers = await all_kinds(world)
    auditor = replace(AUDITOR, reach=reach)

    page = await find_appraisals(world.ports, auditor, FindAppraisals(AppraisalQuery(limit=1000)))

    inside = [d for d in dossiers if may_see(AUDITOR, d) and reach.covers(d.commune, d.as_of)]
    assert {d.id for d in page.items} == {d.id for d in inside}
    assert page.total == len(inside)
    assert all(may_see(auditor, d) is (d in inside) for d in dossiers)


async def test_pages_follow_one_another_newest_first(world: World) -> None:
    await world.holds(*(an_appraisal(id=an_id(n)) for n in range(1, 6)))

    seen, after = [], None
    while True:
        asked = FindAppraisals(AppraisalQuery(limit=2, after=after))
        page = await find_appraisals(world.ports, APPRAISER, asked)
        seen += [item.id for item in page.items]
        assert page.total == 5
        if (after := page.next) is None:
            break

    assert seen == [an_id(n) for n in (5, 4, 3, 2, 1)]


async def test_the_search_is_on_record_and_its_words_under_cover(world: World) -> None:
    await world.holds(an_appraisal())
    query = AppraisalQuery(
        text="Đồng Lương", as_of=AS_OF, statuses=frozenset({Status.UNDER_APPRAISAL, Status.DRAFT})
    )

    await find_appraisals(world.ports, AUDITOR, FindAppraisals(query))
    await find_appraisals(world.ports, AUDITOR, ANYTHING)

    subject = Subject("appraisals", PROVINCE)
    asked = {"statuses": ["draft", "under_appraisal"], "as_of": "2019-08-31", "rows": 1}
    anything: dict[str, object] = {"statuses": [], "as_of": None, "rows": 1}
    assert await acts(world) == [
        AuditEvent(
            Action.SEARCH_RUN, AUDITOR, subject, after=asked, private={"text": "Đồng Lương"}
        ),
        AuditEvent(Action.SEARCH_RUN, AUDITOR, subject, after=anything),
    ]


@pytest.mark.parametrize("actor", [OPERATOR, SYSTEM, ANYONE])
async def test_offices_without_dossiers_find_none(world: World, actor: Actor) -> None:
    await must_refuse(world, find_appraisals, actor, ANYTHING, WrongOffice)
