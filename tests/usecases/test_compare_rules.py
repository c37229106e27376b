"""Two sets side by side: what differs is marked, what a province released stands with them."""

import pytest

from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import UnknownRuleSet
from ntm_verify.usecases.compare_rules import CompareRules, compare_rules
from tests.support.builders import AUDITOR, CLERK, OTHER_APPRAISER
from tests.support.rules import both_there, released
from tests.support.worlds import World

ASKED = CompareRules("NTM-2021", "NTM-2026")


async def test_both_sets_are_told_fact_by_fact_with_the_releases(world: World) -> None:
    await both_there(world)
    await released(world)

    found = await compare_rules(world.ports, AUDITOR, ASKED)
    elsewhere = await compare_rules(world.ports, OTHER_APPRAISER, ASKED)

    told = {aspect.key: aspect for aspect in found.aspects}
    assert (told["percent"].first, told["percent"].second) == ("90\u00a0%", "chưa rõ")
    assert "92,5\u00a0%" in told["figures"].second
    assert told["figures"].differs
    assert not told["rules"].differs
    assert found.different == sum(aspect.differs for aspect in found.aspects) > 5
    assert found.between.startswith("Từ 01/01/2026 đến 14/02/2026")
    other = {aspect.key: aspect for aspect in elsewhere.aspects}
    assert other["figures"].second == "không có"


async def test_a_set_equals_itself_and_an_unknown_one_is_refused(world: World) -> None:
    same = await compare_rules(world.ports, AUDITOR, CompareRules("NTM-2016", "NTM-2016"))

    assert same.different == 0
    newest = await compare_rules(world.ports, AUDITOR, CompareRules())
    assert newest == await compare_rules(world.ports, AUDITOR, ASKED)
    with pytest.raises(UnknownRuleSet):
        await compare_rules(world.ports, AUDITOR, CompareRules("NTM-2016", "NTM-1066"))
    with pytest.raises(WrongOffice):
        await compare_rules(world.ports, CLERK, ASKED)
