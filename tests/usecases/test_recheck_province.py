"""The certified communes by another set: exact counts, a verdict for each, no paper changed."""

from dataclasses import replace
from datetime import timedelta

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.coverage import Doubt, Tally, Verdict
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.domain.regulation import UnknownRuleSet
from ntm_verify.usecases.recheck_province import RecheckProvince, recheck_province
from tests.support.builders import (
    A_COMMUNE,
    APPRAISER,
    AS_OF,
    AUDITOR,
    CLERK,
    COMMUNE,
    OTHER_COMMUNE,
    UNITS,
    a_population,
    an_appraisal,
    an_id,
    an_outcome,
)
from tests.support.rules import FOREIGN, both_there, released
from tests.support.scenes import books, must_refuse, told
from tests.support.worlds import World
from tests.usecases.test_group_communes import BY_GROUP, PLACED


async def certified(world: World) -> None:
    """Two communes: one at 89,99 % with an older paper of 100 %, one at exactly 90 %."""
    just_below = replace(an_outcome(percent="85"), tally=Tally(8999, 0, 4500, 4499, 0))
    just_there = replace(an_outcome(percent="85"), tally=Tally(9000, 0, 4500, 4500, 0))
    before = replace(an_outcome(percent="85"), tally=Tally(10000, 0, 5000, 5000, 0))
    people = a_population(10000, male=5000, female=5000)
    for number, commune, outcome, as_of in (
        (1, COMMUNE, before, AS_OF - timedelta(days=365)),
        (2, COMMUNE, just_below, AS_OF),
        (3, OTHER_COMMUNE, just_there, AS_OF),
    ):
        await world.holds(
            an_appraisal(
                id=an_id(number),
                status=Status.CERTIFIED,
                commune=commune,
                outcome=outcome,
                as_of=as_of,
                population=people,
                certificate=f"38-2019-000{number}",
            )
        )
    await world.holds(*UNITS, an_appraisal(id=an_id(9), status=Status.REVOKED))


async def test_each_newest_paper_is_judged_by_the_chosen_set_in_people(world: World) -> None:
    await certified(world)
    before = await books(world)

    table = await recheck_province(world.ports, APPRAISER, RecheckProvince("NTM-2021"))

    found = table.found
    assert (found.rule_set, table.file) == ("NTM-2021", b"")
    rows = {one.dossier.commune: one for one in found.communes}
    assert (rows[COMMUNE].now.verdict, rows[COMMUNE].now.shortfall) == (Verdict.NOT_MET, 1)
    assert rows[COMMUNE].dossier.as_of == AS_OF
    assert (rows[OTHER_COMMUNE].now.verdict, rows[OTHER_COMMUNE].now.shortfall) == (
        Verdict.MET,
        0,
    )
    assert rows[COMMUNE].then.verdict is Verdict.MET
    assert replace(await books(world), log=before.log) == before
    assert (await told(world))[-1] == ("appraisal.recomputed", APPRAISER.id, "38")


async def test_where_no_figure_is_known_nothing_is_concluded(world: World) -> None:
    await certified(world)

    table = await recheck_province(
        world.ports, APPRAISER, RecheckProvince("NTM-2026", as_book=True)
    )

    assert {one.now.verdict for one in table.found.communes} == {Verdict.UNDETERMINED}
    assert table.file


async def test_who_may_ask_and_by_what(world: World) -> None:
    await certified(world)
    await must_refuse(world, recheck_province, CLERK, RecheckProvince(), WrongOffice)
    unknown = RecheckProvince("NTM-1066")
    await must_refuse(world, recheck_province, APPRAISER, unknown, UnknownRuleSet)
    await world.holds(replace(UNITS[0], code="40", province="40"))
    elsewhere = await recheck_province(world.ports, FOREIGN, RecheckProvince("NTM-2021"))
    assert elsewhere.found.communes == ()


async def test_the_set_of_today_the_commune_group_and_an_auditors_reach_count(world: World) -> None:
    await certified(world)
    await both_there(world)
    world.outside.pass_time(days=365 * 7)
    await released(world, BY_GROUP)
    await released(world, PLACED)
    inside = replace(AUDITOR, reach=Reach(frozenset({COMMUNE, OTHER_COMMUNE, "1"})))
    outside = replace(AUDITOR, reach=Reach(frozenset({OTHER_COMMUNE})))

    seen = (await recheck_province(world.ports, inside, RecheckProvince())).found
    less = (await recheck_province(world.ports, outside, RecheckProvince())).found

    rows = {one.dossier.commune: one for one in seen.communes}
    assert seen.rule_set == "NTM-2026"
    threshold = rows[COMMUNE].now.threshold
    assert threshold
    assert (threshold.group, rows[COMMUNE].now.shortfall) == ("3", 1)
    assert rows[OTHER_COMMUNE].now.doubts == (Doubt.GROUP_UNKNOWN,)
    assert [one.dossier.commune for one in less.communes] == [OTHER_COMMUNE]


async def test_a_unit_that_ended_is_told_and_not_judged(world: World) -> None:
    await certified(world)
    await world.holds(replace(A_COMMUNE, last_day=AS_OF))

    found = (await recheck_province(world.ports, APPRAISER, RecheckProvince("NTM-2021"))).found

    gone, other = found.communes
    assert "không tồn tại" in gone.outside
    assert (other.outside, found.outside, sum(found.counts.values())) == ("", 1, 1)
