"""New texts of papers are laid out at their longest, then hold from the next number on."""

import asyncio
from dataclasses import replace
from typing import Final

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, Subject
from ntm_verify.domain.errors import InvalidInput, StaleRecord
from ntm_verify.domain.paper_form import WrongPaperForm
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.change_paper import ChangePaper, change_paper
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Unavailable
from ntm_verify.usecases.read_paper_forms import ReadPaperForms, read_paper_forms
from tests.support.builders import (
    A_PROVINCE,
    ADMINISTRATOR,
    LETTERHEAD,
    OPERATOR,
    PROVINCE,
    SIGNER,
)
from tests.support.scenes import a_dossier, acts
from tests.support.worlds import World

REPORT: Final = replace(LETTERHEAD, paper_type="BC", symbol="BC-BHXH", closing="Kính báo cáo")
CHANGE: Final = ChangePaper(REPORT, " Theo Quy chế mới ", 1)


async def test_new_texts_are_laid_out_kept_with_the_old_ones_and_told_of(world: World) -> None:
    await world.holds(A_PROVINCE)

    made = await change_paper(world.ports, ADMINISTRATOR, CHANGE)

    assert (made.version, made.reason) == (2, "Theo Quy chế mới")
    (tried,) = world.outside.rendered
    assert (tried.letterhead, tried.demonstration) == (made.letterhead, True)
    assert len(tried.hamlets) > 100
    found = await read_paper_forms(world.ports, ADMINISTRATOR, ReadPaperForms())
    assert (found.letterhead, found.version) == (made.letterhead, 2)
    assert [(form.version, form.letterhead) for form in found.forms] == [
        (2, made.letterhead),
        (1, LETTERHEAD),
    ]
    (event,) = await acts(world)
    assert (event.action, event.subject) == (
        Action.CONFIG_CHANGED,
        Subject("paper_form", PROVINCE, 1),
    )
    assert (event.before, event.after) == (None, made.state())


async def test_a_paper_bears_the_version_that_was_in_force_when_its_number_was_taken(
    world: World,
) -> None:
    """The plan freezes the texts: going on with it later changes nothing on it."""
    dossier = await a_dossier(world, Status.APPROVED)
    world.outside.token_fails = Unavailable("Thiết bị ký không trả lời.")
    asked = IssueCertificate(dossier.id, dossier.version)
    with pytest.raises(Unavailable):
        await issue_certificate(world.ports, SIGNER, asked)
    world.outside.token_fails = None

    await change_paper(world.ports, ADMINISTRATOR, CHANGE)
    paper = await issue_certificate(world.ports, SIGNER, asked)

    assert paper.letterhead == LETTERHEAD
    assert "form" not in paper.statement()


async def test_texts_that_break_the_longest_paper_are_not_put_in_force(world: World) -> None:
    await world.holds(A_PROVINCE)
    world.outside.prevents = InvalidInput("Không lập được văn bản: trích yếu dài quá.")

    with pytest.raises(InvalidInput):
        await change_paper(world.ports, ADMINISTRATOR, CHANGE)

    assert (await world.find(A_PROVINCE)).letterhead == LETTERHEAD
    assert [event.action for event in await acts(world)] == [Action.ACT_REFUSED]


async def test_a_version_that_is_not_the_one_on_the_screen_is_not_replaced(world: World) -> None:
    await world.holds(A_PROVINCE)
    both = (change_paper(world.ports, ADMINISTRATOR, CHANGE) for _ in range(2))
    ends = await asyncio.gather(*both, return_exceptions=True)

    assert sorted(type(end).__name__ for end in ends) == ["PaperForm", "StaleRecord"]
    with pytest.raises(StaleRecord):
        await change_paper(world.ports, ADMINISTRATOR, CHANGE)
    third = await change_paper(world.ports, ADMINISTRATOR, replace(CHANGE, seen=2))
    assert third.version == 3


@pytest.mark.parametrize(
    ("refused", "field"),
    [
        (replace(CHANGE, reason=" "), "reason"),
        (replace(CHANGE, letterhead=replace(REPORT, symbol="TB-BHXH")), "symbol"),
    ],
)
async def test_what_is_missing_or_wrong_is_named(
    world: World, refused: ChangePaper, field: str
) -> None:
    await world.holds(A_PROVINCE)

    with pytest.raises(WrongPaperForm) as told:
        await change_paper(world.ports, ADMINISTRATOR, refused)

    assert told.value.field == field


async def test_only_the_provinces_administrator_changes_texts(world: World) -> None:
    await world.holds(A_PROVINCE)
    for actor in (SIGNER, OPERATOR):
        with pytest.raises(WrongOffice):
            await change_paper(world.ports, actor, CHANGE)
