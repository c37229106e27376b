"""Before anything is deleted, somebody sees what would go, what soon will, and what waits."""

from datetime import timedelta

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.preview_purge import PreviewPurge, preview_purge
from tests.support.builders import ADMINISTRATOR, APPRAISER
from tests.support.purges import ten_years_pass
from tests.support.scenes import a_dossier, a_list
from tests.support.worlds import World


async def test_without_a_term_nothing_is_due(world: World) -> None:
    await a_dossier(world, Status.CERTIFIED)
    world.outside.now += timedelta(days=40_000)

    plan = await preview_purge(world.ports, ADMINISTRATOR, PreviewPurge())

    assert (plan.people, plan.due, plan.soon) == (None, (), ())


async def test_lists_are_told_of_thirty_days_ahead(world: World) -> None:
    await a_dossier(world, Status.CERTIFIED)
    begun = world.outside.now
    await ten_years_pass(world)
    world.outside.now = begun.replace(year=begun.year + 10) - timedelta(days=20)
    soon = await preview_purge(world.ports, ADMINISTRATOR, PreviewPurge())
    assert ([one.rows for one in soon.soon], soon.due) == ([9], ())

    world.outside.now += timedelta(days=21)
    due = await preview_purge(world.ports, ADMINISTRATOR, PreviewPurge())

    assert ([one.rows for one in due.due], due.soon, due.rows) == ([9], (), 9)
    assert due.code != soon.code


async def test_an_appraiser_has_no_part_in_it(world: World) -> None:
    await a_dossier(world, Status.CERTIFIED, a_list(8))
    with pytest.raises(WrongOffice):
        await preview_purge(world.ports, APPRAISER, PreviewPurge())
