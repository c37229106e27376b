"""A commune's group is a dated, reviewed fact; without one nothing is concluded by group."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.coverage import Doubt
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import LegalReferenceMissing
from ntm_verify.domain.rule_fitting import OverlappingPeriods
from ntm_verify.domain.rule_sets import WrongTerms
from ntm_verify.usecases.group_communes import GroupCommunes, group_communes
from ntm_verify.usecases.reappraise import Reappraise, reappraise
from ntm_verify.usecases.standing_rules import standing_rules
from tests.support.builders import (
    ADMINISTRATOR,
    AN_ID,
    APPRAISER,
    AUDITOR,
    COMMUNE,
    OTHER_COMMUNE,
    PROVINCE,
)
from tests.support.rules import ENTER, both_there, released
from tests.support.scenes import a_dossier, a_list, must_refuse, outcome_of
from tests.support.worlds import World

DAY: Final = date(2026, 3, 1)
PLACED: Final = GroupCommunes("NTM-2026", ((COMMUNE, "3"),), DAY, "Quyết định 9/QĐ-UBND")
BY_GROUP: Final = replace(
    ENTER,
    percent=None,
    by_group=(("1", Decimal(95)), ("2", Decimal("92.5")), ("3", Decimal(90))),
    both_sexes=False,
)


async def test_a_set_with_groups_is_undetermined_until_figure_and_group_are_released(
    world: World,
) -> None:
    await both_there(world)

    async def ruling(commune: str, on: date) -> tuple[Decimal | None, str, Doubt]:
        async with world.ports.reading() as tx:
            rules = await standing_rules(tx, PROVINCE, commune, on)
        found = world.ports.rulebook.ruling(PROVINCE, on, rules.figures, "", rules.groups)
        t = found.threshold
        return (t.percent if t else None, t.group if t else "", found.reason)

    assert await ruling(COMMUNE, DAY) == (None, "", Doubt.NO_FIGURE)
    await released(world, BY_GROUP)
    assert await ruling(COMMUNE, DAY) == (None, "", Doubt.GROUP_UNKNOWN)
    await released(world, PLACED)
    assert (await ruling(COMMUNE, DAY))[:2] == (Decimal(90), "3")
    assert await ruling(COMMUNE, date(2026, 2, 28)) == (None, "", Doubt.GROUP_UNKNOWN)
    assert (await ruling(OTHER_COMMUNE, DAY))[2] is Doubt.GROUP_UNKNOWN
    later = replace(PLACED, placements=((COMMUNE, "1"),), first_day=date(2027, 1, 1))
    await released(world, later)
    assert (await ruling(COMMUNE, date(2026, 12, 31)))[:2] == (Decimal(90), "3")
    assert (await ruling(COMMUNE, date(2027, 1, 1)))[:2] == (Decimal(95), "1")
    async with world.ports.reading() as tx:
        assert [p.release for p in await tx.rule_sets.placements(PROVINCE, COMMUNE)] == [
            "NTM-2026/38/2",
            "NTM-2026/38/3",
        ]
    report = await world.examine()
    assert report.holds, report.findings


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"placements": ()}, WrongTerms),
        ({"placements": ((COMMUNE, "4"),)}, WrongTerms),
        ({"placements": (("99999", "1"),)}, WrongTerms),
        ({"placements": ((COMMUNE, "1"), (COMMUNE, "2"))}, WrongTerms),
        ({"rule_set": "NTM-2021"}, WrongTerms),
        ({"first_day": date(2026, 1, 1)}, WrongTerms),
        ({"legal_reference": "Quyết định của tỉnh"}, LegalReferenceMissing),
    ],
)
async def test_what_names_no_commune_group_or_document_is_refused(
    world: World, change: dict[str, object], refusal: type[Refusal]
) -> None:
    await both_there(world)
    asked = replace(PLACED, **change)  # type: ignore[arg-type] # fields of a request
    await must_refuse(world, group_communes, ADMINISTRATOR, asked, refusal)


async def test_a_commune_is_put_into_one_group_a_day_unless_it_is_replaced(world: World) -> None:
    await both_there(world)
    await released(world, PLACED)
    again = replace(PLACED, placements=((COMMUNE, "2"),))

    await must_refuse(world, group_communes, ADMINISTRATOR, again, OverlappingPeriods)
    await released(world, replace(again, replaces=True))

    async with world.ports.reading() as tx:
        assert (await standing_rules(tx, PROVINCE, COMMUNE, DAY)).groups == {"NTM-2026": "2"}
    await must_refuse(world, group_communes, APPRAISER, PLACED, WrongOffice)


async def test_a_dossier_keeps_its_group_when_the_commune_changes(world: World) -> None:
    await both_there(world)
    await released(world, BY_GROUP)
    await released(world, PLACED)
    async with world.ports.reading() as tx:
        rules = await standing_rules(tx, PROVINCE, COMMUNE, DAY)
    ruling = world.ports.rulebook.ruling(PROVINCE, DAY, rules.figures, "", rules.groups)
    outcome, _ = await outcome_of(world.ports, a_list(), DAY)
    pinned = replace(outcome, threshold=ruling.threshold)
    await a_dossier(world, Status.APPROVED, outcome=pinned, as_of=DAY)
    await released(world, replace(PLACED, placements=((COMMUNE, "1"),), replaces=True))

    again = await reappraise(world.ports, AUDITOR, Reappraise(AN_ID))

    assert again.differences == ()
    assert pinned.threshold
    assert pinned.threshold.legal_reference.endswith("(xã nhóm 3)")
