"""Signs are read from the log of a period, within the auditor's reach; the look is on record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.oversight import Sign
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.usecases.find_patterns import FindPatterns, find_patterns
from tests.support.builders import APPRAISER, AUDITOR, CLERK, NOON, an_account
from tests.support.bundles import a_certified_dossier
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

TODAY = FindPatterns(NOON.date(), NOON.date())


async def test_who_takes_and_approves_within_minutes_is_told_with_the_entries(
    world: World,
) -> None:
    await world.holds(an_account(id=APPRAISER.id, role=APPRAISER.role))
    dossier = await a_certified_dossier(world)

    found = await find_patterns(world.ports, AUDITOR, TODAY)

    quick = [one for one in found.found if one.sign is Sign.QUICK]
    assert [(one.actor, one.unit) for one in quick] == [(APPRAISER.id, dossier.commune)]
    assert {act.dossier for act in quick[0].acts} == {str(dossier.id)}
    entry = (await acts(world))[-1]
    assert (entry.action, entry.after and entry.after["rows"]) == (
        Action.SEARCH_RUN,
        len(found.found),
    )
    before = FindPatterns(NOON.date() - timedelta(9), NOON.date() - timedelta(1))
    assert (await find_patterns(world.ports, AUDITOR, before)).acts == 0
    elsewhere = replace(AUDITOR, reach=Reach(frozenset({"00000"})))
    assert (await find_patterns(world.ports, elsewhere, TODAY)).acts == 0


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_only_those_who_oversee_may_ask(world: World) -> None:
    for actor in (CLERK, APPRAISER):
        await must_refuse(world, find_patterns, actor, TODAY, WrongOffice)
