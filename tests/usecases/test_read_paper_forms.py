"""An administrator sees the texts in force, as founded too, and nobody else does."""

from dataclasses import replace

import pytest

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_paper_forms import ReadPaperForms, read_paper_forms
from tests.support.builders import A_PROVINCE, ADMINISTRATOR, APPRAISER, LETTERHEAD
from tests.support.worlds import World


async def test_as_founded_there_is_one_version(world: World) -> None:
    await world.holds(A_PROVINCE)

    found = await read_paper_forms(world.ports, ADMINISTRATOR, ReadPaperForms())

    assert (found.letterhead, found.version, found.forms) == (LETTERHEAD, 1, ())
    with pytest.raises(WrongOffice):
        await read_paper_forms(world.ports, APPRAISER, ReadPaperForms())


async def test_a_province_without_letterhead_has_no_texts(world: World) -> None:
    await world.holds(replace(A_PROVINCE, letterhead=None))
    with pytest.raises(NotFound):
        await read_paper_forms(world.ports, ADMINISTRATOR, ReadPaperForms())
