"""What is in force for one commune comes of its own province's releases alone."""

from datetime import date

from ntm_verify.usecases.standing_rules import figure_state, standing_rules
from tests.support.builders import COMMUNE, OTHER_PROVINCE, PROVINCE, a_figure
from tests.support.rules import both_there, released
from tests.support.worlds import World
from tests.usecases.test_group_communes import DAY, PLACED


async def test_groups_are_those_of_the_day_and_the_province(world: World) -> None:
    await both_there(world)
    await released(world, PLACED)

    async with world.ports.reading() as tx:
        here = await standing_rules(tx, PROVINCE, COMMUNE, DAY)
        before = await standing_rules(tx, PROVINCE, COMMUNE, date(2026, 2, 28))
        elsewhere = await standing_rules(tx, OTHER_PROVINCE, COMMUNE, DAY)

    assert (here.groups, before.groups, elsewhere.groups) == ({"NTM-2026": "3"}, {}, {})
    assert here.figures == ()


def test_the_log_tells_of_an_old_figure_what_it_told_before() -> None:
    assert figure_state(a_figure("90")) == {
        "rule_set": "ANY-2019",
        "threshold_bp": 9000,
        "threshold_exact": "90",
        "legal_reference": "1/QĐ-UBND (giả lập)",
        "both_sexes": None,
        "demonstration": False,
    }
