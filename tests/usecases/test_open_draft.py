"""A draft is opened by its own commune alone, without an entry."""

from ntm_verify.usecases.keep_draft import KeepDraft, keep_draft
from ntm_verify.usecases.open_draft import OpenDraft, open_draft
from tests.support.builders import CLERK, OTHER_CLERK
from tests.support.worlds import World


async def test_each_commune_opens_its_own_draft(world: World) -> None:
    assert await open_draft(world.ports, CLERK, OpenDraft()) is None
    mine = await keep_draft(world.ports, CLERK, KeepDraft("a", 0))
    theirs = await keep_draft(world.ports, OTHER_CLERK, KeepDraft("b", 0))

    assert await open_draft(world.ports, CLERK, OpenDraft()) == mine
    assert await open_draft(world.ports, OTHER_CLERK, OpenDraft()) == theirs
    assert await world.audit_log() == []
