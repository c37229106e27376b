"""Whoever may see a dossier may follow it."""

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.usecases.follow_dossier import FollowDossier, follow_dossier
from tests.support.builders import AUDITOR, OTHER_APPRAISER, OTHER_CLERK, an_appraisal, an_id
from tests.support.notices import peopled
from tests.support.worlds import World


async def test_a_dossier_is_followed_and_left(world: World) -> None:
    dossier = an_appraisal(status=Status.SUBMITTED)
    await peopled(world)
    await world.holds(dossier)

    answers = [
        await follow_dossier(world.ports, AUDITOR, FollowDossier(dossier.id, follows))
        for follows in (None, True, None, False, None)
    ]

    assert answers == [False, True, True, False, False]


async def test_nobody_follows_what_he_may_not_see(world: World) -> None:
    dossier = an_appraisal(status=Status.SUBMITTED)
    hidden = an_appraisal(id=an_id(2), status=Status.CHECKED)
    await peopled(world)
    await world.holds(dossier, hidden)

    for actor, subject in (
        (OTHER_CLERK, dossier.id),
        (OTHER_APPRAISER, dossier.id),
        (AUDITOR, hidden.id),
        (AUDITOR, an_id(404)),
    ):
        with pytest.raises(NotFound):
            await follow_dossier(world.ports, actor, FollowDossier(subject, follows=True))
