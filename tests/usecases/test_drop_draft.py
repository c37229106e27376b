"""Throwing a draft away takes nobody else's."""

from ntm_verify.usecases.drop_draft import DropDraft, drop_draft
from ntm_verify.usecases.keep_draft import KeepDraft, keep_draft
from ntm_verify.usecases.open_draft import OpenDraft, open_draft
from tests.support.builders import CLERK, OTHER_CLERK
from tests.support.worlds import World


async def test_a_commune_drops_its_own_draft_and_no_other(world: World) -> None:
    await keep_draft(world.ports, CLERK, KeepDraft("a", 0))
    theirs = await keep_draft(world.ports, OTHER_CLERK, KeepDraft("b", 0))

    await drop_draft(world.ports, CLERK, DropDraft())

    assert await open_draft(world.ports, CLERK, OpenDraft()) is None
    assert await open_draft(world.ports, OTHER_CLERK, OpenDraft()) == theirs
