"""Texts of a paper are looked at on the longest paper; looking keeps nothing."""

from dataclasses import replace

import pytest

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.paper_form import WrongPaperForm
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.preview_paper import PreviewPaper, preview_paper
from tests.support.builders import A_PROVINCE, ADMINISTRATOR, LETTERHEAD, SIGNER
from tests.support.scenes import acts
from tests.support.worlds import PDF, World

TEXTS = PreviewPaper(replace(LETTERHEAD, paper_type="BB", symbol="BB-BHXH"))


async def test_the_longest_paper_is_shown_and_nothing_is_kept(world: World) -> None:
    await world.holds(A_PROVINCE)

    content = await preview_paper(world.ports, ADMINISTRATOR, TEXTS)

    assert content.startswith(PDF)
    (tried,) = world.outside.rendered
    assert (tried.letterhead.paper_title, tried.letterhead.form_version) == ("BIÊN BẢN", 2)
    assert tried.demonstration
    assert (await world.find(A_PROVINCE)).letterhead == LETTERHEAD
    assert await acts(world) == []


async def test_what_cannot_stand_on_a_paper_is_refused(world: World) -> None:
    await world.holds(A_PROVINCE)
    with pytest.raises(WrongPaperForm):
        await preview_paper(world.ports, ADMINISTRATOR, PreviewPaper(replace(LETTERHEAD, place="")))
    with pytest.raises(WrongOffice):
        await preview_paper(world.ports, SIGNER, TEXTS)


async def test_without_a_letterhead_there_is_nothing_to_look_at(world: World) -> None:
    await world.holds(replace(A_PROVINCE, letterhead=None))
    with pytest.raises(NotFound):
        await preview_paper(world.ports, ADMINISTRATOR, TEXTS)
