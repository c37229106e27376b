"""A commune watches its list being checked, as often as it likes, and leaves no entry."""

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.usecases.watch_submission import WatchSubmission, watch_submission
from tests.support.builders import AN_ID, APPRAISER, CLERK, OTHER_CLERK, an_appraisal, an_id
from tests.support.worlds import World


async def test_a_dossier_is_watched_by_its_commune_and_leaves_no_entry(world: World) -> None:
    checking = an_appraisal(status=Status.CHECKING)
    await world.holds(checking)

    assert await watch_submission(world.ports, CLERK, WatchSubmission(AN_ID)) == checking
    for actor, wanted in ((OTHER_CLERK, AN_ID), (APPRAISER, AN_ID), (CLERK, an_id(9))):
        with pytest.raises(NotFound):
            await watch_submission(world.ports, actor, WatchSubmission(wanted))
    assert await world.audit_log() == []
