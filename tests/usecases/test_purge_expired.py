"""Raw files go when their time has come; digest, counts and result stay."""

from datetime import timedelta

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.retention import RetentionKind
from ntm_verify.regulations.retention import load_retention
from ntm_verify.usecases.keep_draft import KeepDraft, keep_draft
from ntm_verify.usecases.open_draft import OpenDraft, open_draft
from ntm_verify.usecases.purge_expired import PurgeExpired, purge_expired
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from tests.support.builders import CLERK
from tests.support.handed_in import handed_in
from tests.support.scenes import must_refuse
from tests.support.worlds import World

KEPT_FOR = load_retention().own(RetentionKind.RAW_FILES)
DRAFTS_KEPT_FOR = load_retention().own(RetentionKind.DRAFTS)


async def test_a_raw_file_goes_after_its_time_and_the_roster_stays(world: World) -> None:
    dossier = await handed_in(world)
    await submit_list(world.ports, CLERK, SubmitList(dossier.id, dossier.version, declared=True))
    assert await purge_expired(world.ports, SYSTEM, PurgeExpired()) == 0
    world.outside.now += KEPT_FOR * 2

    assert await purge_expired(world.ports, SYSTEM, PurgeExpired()) == 1

    assert (await world.audit_log())[-1].action is Action.FILES_PURGED
    assert dossier.outcome is not None
    async with world.ports.reading() as tx:
        assert await tx.blobs.get(dossier.outcome.roster_sha256)
        with pytest.raises(NotFound):
            await tx.blobs.get(dossier.files[0].sha256)


async def test_a_list_in_preparation_keeps_its_file(world: World) -> None:
    await handed_in(world)
    world.outside.now += KEPT_FOR * 2

    assert await purge_expired(world.ports, SYSTEM, PurgeExpired()) == 0


async def test_a_draft_that_nobody_went_on_with_goes_quietly(world: World) -> None:
    await keep_draft(world.ports, CLERK, KeepDraft("Bùi Văn Mẫu", 0))
    await purge_expired(world.ports, SYSTEM, PurgeExpired())
    assert await open_draft(world.ports, CLERK, OpenDraft()) is not None

    world.outside.now += DRAFTS_KEPT_FOR + timedelta(seconds=1)
    await purge_expired(world.ports, SYSTEM, PurgeExpired())

    assert await open_draft(world.ports, CLERK, OpenDraft()) is None


async def test_only_the_service_itself_cleans_up(world: World) -> None:
    await must_refuse(world, purge_expired, CLERK, PurgeExpired(), WrongOffice)
