"""The log says of every list why it is gone; what it does not say stands against it."""

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.trail.words import Word
from ntm_verify.usecases.kept_list import NOT_KEPT, list_of, missing_lists, why_gone
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate
from tests.support.builders import SIGNER
from tests.support.purges import purge, ten_years_pass
from tests.support.scenes import a_dossier, an_issued_paper
from tests.support.worlds import World
from tests.usecases.tampering import lose_blob


async def missing(world: World) -> list[Word]:
    async with world.ports.reading() as tx:
        size = (await tx.audit.head()).size
        return [found.word for found in await missing_lists(tx, size)]


async def test_a_purged_dossier_that_goes_on_owes_its_list_no_more(world: World) -> None:
    """Entries written later still name the list that went: they ask for nothing new."""
    paper = await an_issued_paper(world)
    await ten_years_pass(world)
    await purge(world)

    note = "Quyết định thu hồi số 7 (giả lập)."
    revoke = RevokeCertificate(paper.reference, "wrong_figures", note)
    await revoke_certificate(world.ports, SIGNER, revoke)

    assert await missing(world) == [Word.ERASED]
    assert (await world.examine()).holds


async def test_entries_past_the_size_that_is_asked_for_excuse_nothing(world: World) -> None:
    dossier = await a_dossier(world, Status.CERTIFIED)
    async with world.ports.reading() as tx:
        before = (await tx.audit.head()).size
    await ten_years_pass(world)
    await purge(world)

    async with world.ports.reading() as tx:
        found = await missing_lists(tx, before)

    assert [one.word for one in found] == [Word.ERASED_UNAUTHORISED]
    assert dossier.outcome
    assert found[0].detail == dossier.outcome.roster_sha256


async def test_a_list_that_is_gone_without_a_word_is_not_found(world: World) -> None:
    dossier = await a_dossier(world, Status.CERTIFIED)
    assert dossier.outcome
    await lose_blob(world, dossier.outcome.roster_sha256)

    async with world.ports.reading() as tx:
        assert await why_gone(tx, dossier) == NOT_KEPT
        with pytest.raises(NotFound):
            await list_of(tx, dossier)
