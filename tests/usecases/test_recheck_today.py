"""A re-check after the fact answers by today's rules and changes no paper."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import UnknownRuleSet
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.recheck_today import LIMITS, RecheckToday, recheck_today
from tests.support.builders import AN_ID, AUDITOR, CLERK, OTHER_PROVINCE, SIGNER
from tests.support.scenes import a_dossier, must_refuse, told
from tests.support.worlds import World

ASKED = RecheckToday(AN_ID)


async def test_what_would_hold_today_is_told_and_the_paper_stays(world: World) -> None:
    dossier = await a_dossier(world, Status.APPROVED)
    paper = await issue_certificate(world.ports, SIGNER, IssueCertificate(AN_ID, 1))
    certified = await world.find(dossier)
    world.outside.pass_time(days=365 * 8)

    found = await recheck_today(world.ports, AUDITOR, ASKED)

    assert found.then.verdict is Verdict.MET
    assert found.day - certified.as_of > timedelta(days=365 * 7)
    assert found.now.tally.insured == found.then.tally.insured
    assert found.now.threshold != found.then.threshold
    assert found.now.verdict is Verdict.UNDETERMINED
    assert found.notes == LIMITS
    assert await world.find(paper) == paper
    assert await world.find(dossier) == certified
    assert (await told(world))[-1] == ("appraisal.recomputed", AUDITOR.id, str(AN_ID))


async def test_a_set_may_be_chosen_and_one_that_is_none_is_refused(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    world.outside.pass_time(days=365 * 8)

    found = await recheck_today(world.ports, AUDITOR, RecheckToday(AN_ID, "NTM-2021"))

    assert found.rule_set == "NTM-2021"
    assert found.now.threshold
    assert found.now.threshold.rule_set == "NTM-2021"
    unknown = RecheckToday(AN_ID, "NTM-1066")
    await must_refuse(world, recheck_today, AUDITOR, unknown, UnknownRuleSet)


async def test_who_may_ask_and_of_what(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    foreign = replace(SIGNER, unit=OTHER_PROVINCE, province=OTHER_PROVINCE)

    await must_refuse(world, recheck_today, CLERK, ASKED, WrongOffice)
    await must_refuse(world, recheck_today, foreign, ASKED, NotFound)
    await must_refuse(world, recheck_today, AUDITOR, RecheckToday(uuid4()), NotFound)
