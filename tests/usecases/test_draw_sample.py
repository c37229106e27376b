"""Whoever has the list and the printed seed draws the same people; nobody draws twice."""

from dataclasses import replace
from hashlib import sha256
from typing import Final

from ntm_verify.domain.appraisal import NothingToSubmit, NotYourStep, Status
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.draw_sample import DrawSample, draw_sample
from tests.support.builders import AN_ID, APPRAISER, CLERK, SECOND_APPRAISER, an_id
from tests.support.scenes import a_dossier, acts, must_refuse
from tests.support.worlds import World

DRAW: Final = DrawSample(AN_ID, 1)


async def test_the_draw_follows_from_seed_and_list_and_is_made_once(world: World) -> None:
    dossier = await a_dossier(world, Status.UNDER_APPRAISAL)

    sample = await draw_sample(world.ports, APPRAISER, DRAW)
    again = await draw_sample(world.ports, APPRAISER, DRAW)

    assert sample == again
    assert dossier.outcome
    assert sample.roster_sha256 == dossier.outcome.roster_sha256
    assert sample.people == 9
    by_hand = sorted(range(1, 10), key=lambda n: sha256(f"{sample.seed}:{n}".encode()).digest())
    assert list(sample.numbers) == by_hand[: len(sample.numbers)]
    assert len(sample.numbers) == world.ports.sampling.size(9)
    (event,) = await acts(world)
    assert event.action is Action.SAMPLE_DRAWN
    assert event.after is not None
    assert (event.after["seed"], event.after["numbers"]) == (sample.seed, list(sample.numbers))


async def test_only_the_holder_draws_from_the_list_that_was_seen(world: World) -> None:
    await a_dossier(world, Status.UNDER_APPRAISAL)
    await a_dossier(world, Status.UNDER_APPRAISAL, id=an_id(2), outcome=None)

    await must_refuse(world, draw_sample, SECOND_APPRAISER, DRAW, NotYourStep)
    await must_refuse(world, draw_sample, CLERK, DRAW, WrongOffice)
    await must_refuse(world, draw_sample, APPRAISER, replace(DRAW, seen=0), StaleRecord)
    nothing = replace(DRAW, appraisal_id=an_id(2))
    await must_refuse(world, draw_sample, APPRAISER, nothing, NothingToSubmit)
    gone = replace(DRAW, appraisal_id=an_id(9))
    await must_refuse(world, draw_sample, APPRAISER, gone, NotFound)
