"""A commune learns which hamlets of its last certified list are missing, or that none is known."""

from datetime import date

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Field
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.survey_hamlets import SurveyHamlets, survey_hamlets
from tests.support.builders import APPRAISER, CLERK, OTHER_CLERK
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.lists import lay_out
from tests.support.scenes import a_dossier, must_refuse
from tests.support.worlds import World


async def test_missing_hamlets_are_those_of_the_last_certified_list(world: World) -> None:
    old = lay_out(
        {
            Field.NAME: ["Bùi Văn Mẫu", "Vũ Thị Giả"],
            Field.ID: ["0090000001", "0090000050"],
            Field.HAMLET: ["Thôn 1", "Thôn 7"],
        }
    )
    last = await a_dossier(world, Status.CERTIFIED, old, as_of=date(2018, 8, 31))
    mine = await handed_in(world, MEMBERS)
    before = len(await world.audit_log())

    found = await survey_hamlets(world.ports, CLERK, SurveyHamlets(mine.id))

    assert found.known_from == last.as_of
    told = [(line.name, line.now, line.before) for line in found.lines]
    assert told == [("Thôn 1", 2, 1), ("Thôn 2", 1, None), ("Thôn 7", None, 1)]
    assert found.shared == 0
    assert len(await world.audit_log()) == before


async def test_without_a_list_before_nothing_is_known_to_be_missing(world: World) -> None:
    mine = await handed_in(world, MEMBERS)

    found = await survey_hamlets(world.ports, CLERK, SurveyHamlets(mine.id))

    assert found.known_from is None
    assert not any(line.is_missing for line in found.lines)


async def test_people_of_other_lists_are_counted_and_not_told(world: World) -> None:
    mine = await handed_in(world, MEMBERS)
    theirs = await handed_in(world, MEMBERS[:2], by=OTHER_CLERK)
    request = SubmitList(theirs.id, theirs.version, declared=True)
    await submit_list(world.ports, OTHER_CLERK, request)

    assert (await survey_hamlets(world.ports, CLERK, SurveyHamlets(mine.id))).shared == 2


async def test_only_the_commune_itself_asks(world: World) -> None:
    mine = await handed_in(world, MEMBERS)

    await must_refuse(world, survey_hamlets, OTHER_CLERK, SurveyHamlets(mine.id), NotFound)
    await must_refuse(world, survey_hamlets, APPRAISER, SurveyHamlets(mine.id), WrongOffice)
