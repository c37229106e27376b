"""The acts of a period are those of officials, between two days of Vietnam, within reach."""

from dataclasses import replace
from datetime import timedelta

from ntm_verify.domain.people import Reach
from ntm_verify.usecases.watched_acts import acts_between
from tests.support.builders import APPRAISER, AUDITOR, NOON, an_account
from tests.support.bundles import a_certified_dossier
from tests.support.worlds import World


async def test_only_officials_of_the_days_and_of_the_reach_are_told(world: World) -> None:
    await world.holds(an_account(id=APPRAISER.id, role=APPRAISER.role))
    dossier = await a_certified_dossier(world)
    today, people = NOON.date(), frozenset({APPRAISER.id})
    elsewhere = replace(AUDITOR, reach=Reach(frozenset({"00000"})))

    async with world.ports.reading() as tx:
        found = await acts_between(tx, AUDITOR, today, today, people)
        nobody = await acts_between(tx, AUDITOR, today, today, frozenset())
        later = await acts_between(tx, AUDITOR, today + timedelta(1), today + timedelta(9), people)
        outside = await acts_between(tx, elsewhere, today, today, people)

    assert {act.dossier for act in found} == {str(dossier.id)}
    assert (nobody, later, outside) == ((), (), ())
