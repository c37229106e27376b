"""What a commune types is kept for itself, goes on anywhere, and leaves no entry."""

from dataclasses import replace

import pytest

from ntm_verify.domain.draft import LONGEST, DraftTooLong
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.drop_draft import DropDraft, drop_draft
from ntm_verify.usecases.keep_draft import KeepDraft, keep_draft
from ntm_verify.usecases.open_draft import OpenDraft, open_draft
from tests.support.builders import APPRAISER, CHAIR, CLERK, NOON, OTHER_CLERK
from tests.support.scenes import must_refuse
from tests.support.worlds import World

REQUEST = KeepDraft("Bùi Văn Mẫu\t0090000001", 0, {"total": "9.236"})


async def test_a_colleague_goes_on_where_somebody_stopped(world: World) -> None:
    kept = await keep_draft(world.ports, CLERK, REQUEST)
    found = await open_draft(world.ports, CHAIR, OpenDraft())

    assert found == kept
    assert (kept.version, kept.by, kept.at) == (1, CLERK.id, NOON)
    assert await open_draft(world.ports, OTHER_CLERK, OpenDraft()) is None
    more = await keep_draft(world.ports, CHAIR, replace(REQUEST, text="x", seen=1))
    assert (more.version, more.by) == (2, CHAIR.id)
    assert await world.audit_log() == []


async def test_an_older_screen_does_not_overwrite_a_newer_draft(world: World) -> None:
    await keep_draft(world.ports, CLERK, REQUEST)

    await must_refuse(world, keep_draft, CHAIR, REQUEST, StaleRecord)


async def test_a_draft_that_is_used_is_gone(world: World) -> None:
    await keep_draft(world.ports, CLERK, REQUEST)
    for _ in range(2):
        await drop_draft(world.ports, CLERK, DropDraft())

    assert await open_draft(world.ports, CLERK, OpenDraft()) is None
    assert (await keep_draft(world.ports, CLERK, REQUEST)).version == 1


async def test_more_than_a_draft_holds_is_refused_with_a_way_out(world: World) -> None:
    long = replace(REQUEST, text="x" * (LONGEST + 1))
    refused = await must_refuse(world, keep_draft, CLERK, long, DraftTooLong)
    assert "nộp tệp" in str(refused)


@pytest.mark.parametrize(
    ("verb", "request_"),
    [(keep_draft, REQUEST), (open_draft, OpenDraft()), (drop_draft, DropDraft())],
)
async def test_drafts_are_for_communes(world: World, verb: object, request_: object) -> None:
    await must_refuse(world, verb, APPRAISER, request_, WrongOffice)  # type: ignore[arg-type]  # each with its own
