"""Reasons and days come from the log itself, for the period and the province that asks."""

from datetime import date, timedelta

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.statistics import Figures, figures
from ntm_verify.usecases.read_statistics import ReadStatistics, read_statistics
from ntm_verify.usecases.refuse_appraisal import RefuseAppraisal, refuse_appraisal
from ntm_verify.usecases.return_submission import ReturnSubmission, return_submission
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal
from tests.support.builders import APPRAISER, CLERK, COMMUNE, OTHER_APPRAISER, an_id
from tests.support.scenes import a_dossier, must_refuse
from tests.support.worlds import World

PERIOD = ReadStatistics(date(2019, 9, 1), date(2019, 12, 31))


async def test_what_was_decided_is_counted_with_its_days_and_reasons(world: World) -> None:
    for number, days in ((1, 1), (2, 5)):
        dossier = await a_dossier(world, Status.CHECKED, id=an_id(number))
        handed = await submit_list(
            world.ports, CLERK, SubmitList(dossier.id, dossier.version, declared=True)
        )
        await take_appraisal(world.ports, APPRAISER, TakeAppraisal(handed.id, handed.version))
        world.outside.pass_time(days=days)
        seen = handed.version + 1
        if number == 1:
            back = ReturnSubmission(dossier.id, seen, "duplicates", "vì thế")
            await return_submission(world.ports, APPRAISER, back)
        else:
            no = RefuseAppraisal(dossier.id, seen, "duplicates", "vì thế")
            await refuse_appraisal(world.ports, APPRAISER, no)

    found, units = await read_statistics(world.ports, APPRAISER, PERIOD)

    assert figures(found) == Figures(2, 0, 1, 1, 1, 3, (("duplicates", 2),))
    assert {fact.commune for fact in found} == {COMMUNE}
    assert COMMUNE in units
    later = ReadStatistics(date(2019, 10, 1), date(2019, 12, 31))
    assert len((await read_statistics(world.ports, APPRAISER, later))[0]) == 1
    assert (await read_statistics(world.ports, OTHER_APPRAISER, PERIOD))[0] == ()
    early = ReadStatistics(date(2019, 1, 1), date(2019, 9, 25) - timedelta(days=1))
    assert (await read_statistics(world.ports, APPRAISER, early))[0] == ()
    await must_refuse(world, read_statistics, CLERK, PERIOD, WrongOffice)
