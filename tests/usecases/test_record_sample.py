"""Results of a sample are kept one by one; a mended one leaves the one before on record."""

from dataclasses import replace

from ntm_verify.domain.appraisal import NotYourStep, Status
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.sample import Finding, WrongSample
from ntm_verify.usecases.draw_sample import DrawSample, draw_sample
from ntm_verify.usecases.read_sample import ReadSample, read_sample
from ntm_verify.usecases.record_sample import RecordSample, record_sample
from tests.support.builders import AN_ID, APPRAISER, CLERK, SECOND_APPRAISER, an_id
from tests.support.scenes import a_dossier, must_refuse, told
from tests.support.worlds import World


async def test_the_latest_result_counts_and_an_equal_one_is_not_kept_again(world: World) -> None:
    await a_dossier(world, Status.UNDER_APPRAISAL)
    sample = await draw_sample(world.ports, APPRAISER, DrawSample(AN_ID, 1))
    first, second, *_ = sample.numbers
    results = ((first, Finding.NOT_FOUND), (second, Finding.CONFIRMED))
    request = RecordSample(AN_ID, sample.id, results)

    kept = await record_sample(world.ports, APPRAISER, request)
    again = await record_sample(
        world.ports, APPRAISER, replace(request, results=((first, Finding.WRONG), *results[1:]))
    )

    assert (len(kept), len(again)) == (2, 1)
    sheet = await read_sample(world.ports, APPRAISER, ReadSample(AN_ID))
    found = {person.number: person.finding for person in sheet.people}
    assert (found[first], found[second]) == (Finding.WRONG, Finding.CONFIRMED)
    actions = [action for action, *_ in await told(world)]
    assert actions.count(Action.SAMPLE_RECORDED.value) == 3


async def test_only_the_holder_writes_and_only_about_whom_was_drawn(world: World) -> None:
    await a_dossier(world, Status.UNDER_APPRAISAL)
    sample = await draw_sample(world.ports, APPRAISER, DrawSample(AN_ID, 1))
    request = RecordSample(AN_ID, sample.id, ((sample.numbers[0], Finding.WRONG),))

    await must_refuse(world, record_sample, SECOND_APPRAISER, request, NotYourStep)
    await must_refuse(world, record_sample, CLERK, request, WrongOffice)
    for wrong, refusal in (
        (replace(request, results=((99, Finding.WRONG),)), WrongSample),
        (replace(request, sample=an_id(99)), NotFound),
        (replace(request, appraisal_id=an_id(99)), NotFound),
    ):
        await must_refuse(world, record_sample, APPRAISER, wrong, refusal)
