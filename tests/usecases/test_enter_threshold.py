"""A province fills a missing figure or raises a known one, with its document; upward only."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.coverage import WrongThreshold
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import EnteredFigure, LegalReferenceMissing, UnknownRuleSet
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from tests.support.builders import ADMINISTRATOR, APPRAISER, OPERATOR, PROVINCE
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

ENTER: Final = EnterThreshold("NTM-2026", Decimal("92.5"), " 5/QĐ-UBND ", both_sexes=True)


async def test_a_missing_figure_is_filled_with_its_document(world: World) -> None:
    ruling = await enter_threshold(world.ports, ADMINISTRATOR, ENTER)

    figure = EnteredFigure(PROVINCE, "NTM-2026", Decimal("92.5"), "5/QĐ-UBND", both_sexes=True)
    assert ruling.threshold
    assert (ruling.threshold.percent, ruling.threshold.both_sexes) == (Decimal("92.5"), True)
    assert ruling.threshold.legal_reference == "51/2025/QĐ-TTg; 5/QĐ-UBND"
    async with world.ports.reading() as tx:
        assert await tx.figures.all() == (figure,)
    assert await acts(world) == [
        AuditEvent(
            Action.CONFIG_CHANGED,
            ADMINISTRATOR,
            Subject("threshold", "38/NTM-2026", 1),
            after={
                "rule_set": "NTM-2026",
                "threshold_bp": 9250,
                "threshold_exact": "92.5",
                "legal_reference": "5/QĐ-UBND",
                "both_sexes": True,
                "demonstration": False,
            },
        )
    ]


async def test_the_figure_entered_last_applies_and_follows_from_the_one_before(
    world: World,
) -> None:
    await enter_threshold(world.ports, ADMINISTRATOR, ENTER)
    higher = replace(ENTER, percent=Decimal(95), demonstration=True)

    ruling = await enter_threshold(world.ports, ADMINISTRATOR, higher)

    first, second = await acts(world)
    assert ruling.threshold
    assert (ruling.threshold.percent, ruling.threshold.demonstration) == (Decimal(95), True)
    assert (second.subject.rev, second.before) == (2, first.after)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"rule_set": "NTM-1066"}, UnknownRuleSet),
        ({"legal_reference": " "}, LegalReferenceMissing),
        ({"percent": Decimal(0)}, WrongThreshold),
        ({"percent": Decimal("100.01")}, WrongThreshold),
        ({"percent": Decimal("NaN")}, WrongThreshold),
        ({"rule_set": "NTM-2021", "percent": Decimal("89.99")}, WrongThreshold),
        ({"rule_set": "NTM-2021", "percent": Decimal(95), "both_sexes": False}, WrongThreshold),
    ],
)
async def test_what_cannot_be_or_asks_for_less_is_refused(
    world: World, change: dict[str, object], refusal: type[WrongThreshold]
) -> None:
    fields = {name: getattr(ENTER, name) for name in ENTER.__slots__} | change
    await must_refuse(world, enter_threshold, ADMINISTRATOR, EnterThreshold(**fields), refusal)


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
        assert len(await tx.figures.all()) == len(kept) > 0
    report = await world.examine()
    assert report.holds, report.findings
