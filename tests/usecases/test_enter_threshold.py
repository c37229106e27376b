"""A province proposes a figure with its document; upward only, and it is not in force yet."""

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.coverage import WrongThreshold
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import LegalReferenceMissing, UnknownRuleSet
from ntm_verify.domain.rule_fitting import OverlappingPeriods, SilentGap
from ntm_verify.domain.rule_sets import ProposalState, WrongTerms
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from tests.support.builders import ADMINISTRATOR, APPRAISER, OPERATOR, PROVINCE
from tests.support.rules import ENTER, both_there, entered, released
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


async def test_a_missing_figure_waits_for_a_second_person(world: World) -> None:
    proposal = await entered(world)

    assert proposal.state is ProposalState.WAITING
    assert proposal.terms.legal_reference == "5/QĐ-UBND"
    assert (proposal.terms.first_day, proposal.terms.last_day) == (
        date(2026, 2, 15),
        date(2030, 12, 31),
    )
    async with world.ports.reading() as tx:
        assert await tx.figures.all() == ()
        assert await tx.rule_sets.of_province(PROVINCE) == (proposal,)
        assert await tx.rule_sets.get(proposal.id) == proposal
    (event,) = await acts(world)
    assert event == AuditEvent(
        Action.CONFIG_CHANGED,
        ADMINISTRATOR,
        Subject("rule_proposal", str(proposal.id), 1),
        after=proposal.told(),
    )
    assert event.after
    assert (event.after["state"], event.after["shares"]) == ("waiting", {"": "92.5"})


async def test_what_is_entered_again_takes_the_place_of_what_waits(world: World) -> None:
    first = await entered(world)
    second = await entered(world, replace(ENTER, percent=Decimal(95)))

    async with world.ports.reading() as tx:
        old = await tx.rule_sets.get(first.id)
    assert (old.state, old.version) == (ProposalState.REPLACED, 2)
    assert (second.state, second.number, second.release) == (
        ProposalState.WAITING,
        2,
        "NTM-2026/38/2",
    )
    assert (await world.examine()).holds


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"rule_set": "NTM-1066"}, UnknownRuleSet),
        ({"legal_reference": " "}, LegalReferenceMissing),
        ({"legal_reference": "Quyết định của UBND tỉnh"}, LegalReferenceMissing),
        ({"percent": None}, WrongTerms),
        ({"percent": Decimal(0)}, WrongThreshold),
        ({"percent": Decimal("100.01")}, WrongThreshold),
        ({"percent": Decimal("NaN")}, WrongThreshold),
        ({"rule_set": "NTM-2021", "percent": Decimal("89.99")}, WrongThreshold),
        ({"rule_set": "NTM-2021", "percent": Decimal(95), "both_sexes": False}, WrongThreshold),
        ({"first_day": date(2026, 2, 14)}, WrongTerms),
        ({"last_day": date(2031, 1, 1)}, WrongTerms),
        ({"first_day": date(2026, 6, 1)}, SilentGap),
        ({"percent": None, "by_group": (("1", Decimal(95)),)}, SilentGap),
        ({"percent": None, "by_group": (("4", Decimal(95)),)}, WrongTerms),
        ({"by_group": (("1", Decimal(95)),)}, WrongTerms),
    ],
)
async def test_what_cannot_be_or_asks_for_less_is_refused(
    world: World, change: dict[str, object], refusal: type[Refusal]
) -> None:
    fields = {name: getattr(ENTER, name) for name in ENTER.__slots__} | change
    await must_refuse(world, enter_threshold, ADMINISTRATOR, EnterThreshold(**fields), refusal)


async def test_a_gap_that_is_named_is_taken_and_kept(world: World) -> None:
    note = "Văn bản của tỉnh có hiệu lực từ 01/6/2026"
    proposal = await entered(world, replace(ENTER, first_day=date(2026, 6, 1), gap_note=note))

    assert proposal.terms.gap_note == note
    assert note not in str(await acts(world))


async def test_figures_of_the_same_days_do_not_stand_beside_each_other(world: World) -> None:
    await both_there(world)
    await released(world)
    again = replace(ENTER, percent=Decimal(95))

    told = await must_refuse(world, enter_threshold, ADMINISTRATOR, again, OverlappingPeriods)
    assert "15/02/2026" in str(told)
    assert "92,5 %" in str(told)
    replacing = await entered(world, replace(again, replaces=True))
    assert replacing.state is ProposalState.WAITING


async def test_only_an_administrator_enters_figures(world: World) -> None:
    for actor in (APPRAISER, OPERATOR):
        await must_refuse(world, enter_threshold, actor, ENTER, WrongOffice)


async def test_figures_entered_at_once_follow_one_another_or_are_refused(world: World) -> None:
    """The log of two that both begin from nothing would not replay."""
    answers = await asyncio.gather(
        *(enter_threshold(world.ports, ADMINISTRATOR, ENTER) for _ in range(4)),
        return_exceptions=True,
    )

    kept = [answer for answer in answers if not isinstance(answer, BaseException)]
    async with world.ports.reading() as tx:
        known = await tx.rule_sets.of_province(PROVINCE)
    assert len(known) == len(kept) > 0
    assert [one.state for one in known].count(ProposalState.WAITING) == 1
    report = await world.examine()
    assert report.holds, report.findings
