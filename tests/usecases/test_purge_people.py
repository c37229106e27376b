"""What names people goes when its term is over; everything that proves stays and still holds."""

from datetime import timedelta

import pytest

from ntm_verify.domain.access_reason import ACCESS_REASONS
from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.retention import (
    NoTerm,
    PeoplePurged,
    PlanChanged,
    PurgeReasonMissing,
    SameHand,
)
from ntm_verify.domain.verification import Result
from ntm_verify.trail.bundle import ROSTER, unpack_bundle
from ntm_verify.trail.words import Word
from ntm_verify.usecases.export_bundle import ExportBundle, export_bundle
from ntm_verify.usecases.last_list import last_certified
from ntm_verify.usecases.preview_purge import PreviewPurge, preview_purge
from ntm_verify.usecases.purge_people import PurgePeople, purge_people
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from ntm_verify.usecases.read_as_of import ReadAsOf, read_as_of
from ntm_verify.usecases.reappraise import Reappraise, reappraise
from ntm_verify.usecases.recheck_today import RecheckToday, recheck_today
from ntm_verify.usecases.reveal_people import RevealPeople, reveal_people
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate
from tests.support.builders import ADMINISTRATOR, AN_ID, APPRAISER, AUDITOR, OPERATOR, an_id
from tests.support.purges import DOCUMENT, REASON, purge, ten_years_pass
from tests.support.scenes import a_dossier, a_list, an_issued_paper, must_refuse
from tests.support.worlds import World
from tests.usecases.tampering import lose_blob

GONE = f"căn cứ {DOCUMENT}"


async def words(world: World) -> list[tuple[Word, str]]:
    report = await verify_audit_log(world.ports, AUDITOR, VerifyAuditLog())
    return [(found.word, found.detail) for found in report.findings]


async def roster_of(world: World, dossier: Appraisal) -> bytes:
    assert dossier.outcome
    async with world.ports.reading() as tx:
        return await tx.blobs.get(dossier.outcome.roster_sha256)


async def test_a_list_goes_when_its_term_is_over_and_its_digests_stay(world: World) -> None:
    paper = await an_issued_paper(world)
    digest = paper.outcome.roster_sha256
    await ten_years_pass(world)

    report = await purge(world)

    assert (report.dossiers, report.rows, report.waiting) == (1, 9, 0)
    async with world.ports.reading() as tx:
        with pytest.raises(NotFound):
            await tx.blobs.get(digest)
    event = (await world.audit_log())[-1]
    assert (event.action, event.actor, event.subject.id) == (
        Action.PRIVACY_ERASED,
        OPERATOR,
        str(AN_ID),
    )
    assert event.private["note"] == REASON
    assert event.after is not None
    assert event.after["basis"] == DOCUMENT
    assert (event.after["rows"], event.after["months"]) == (9, 120)
    assert digest in str(event.after["files"])


async def test_a_purged_dossier_still_proves_itself_and_says_why_its_list_is_gone(
    world: World,
) -> None:
    paper = await an_issued_paper(world)
    await ten_years_pass(world)
    await purge(world)

    assert {word for word, _ in await words(world)} == {Word.ERASED}
    assert (await world.examine()).holds
    verified = await verify_certificate(world.ports, AUDITOR, VerifyCertificate(paper.token))
    (of_list,) = [check for check in verified.checks if check.name == "list"]
    assert (of_list.result, GONE in of_list.detail) == (Result.HOLDS, True)
    assert Result.FAILS not in {check.result for check in verified.checks}
    opened = await read_appraisal(world.ports, APPRAISER, ReadAppraisal(AN_ID))
    assert (opened.roster, GONE in opened.gone) == (None, True)
    past = await read_as_of(
        world.ports, AUDITOR, ReadAsOf(AN_ID, (world.outside.now - timedelta(days=3000)).date())
    )
    assert (past.roster, GONE in past.gone) == (None, True)


async def test_what_was_deleted_by_rule_is_neither_counted_again_nor_guessed(world: World) -> None:
    await an_issued_paper(world)
    await ten_years_pass(world)
    await purge(world)

    found = await reappraise(world.ports, AUDITOR, Reappraise(AN_ID))

    assert (found.identical, found.differences) == (False, ())
    assert found.gone.startswith("Chưa đủ căn cứ")
    note = next(iter(ACCESS_REASONS)), "kế hoạch kiểm toán số 1"
    await must_refuse(world, reveal_people, AUDITOR, RevealPeople(AN_ID, *note), PeoplePurged)
    await must_refuse(world, recheck_today, AUDITOR, RecheckToday(AN_ID), PeoplePurged)
    bundle = await export_bundle(world.ports, AUDITOR, ExportBundle(AN_ID, *note))
    files = unpack_bundle(bundle.content)
    assert ROSTER not in files
    assert any(b"privacy.erased" in content for content in files.values())
    async with world.ports.reading() as tx:
        later = await tx.appraisals.get(AN_ID)
        assert await last_certified(tx, later) is None


async def test_a_list_deleted_without_an_entry_is_tampering(world: World) -> None:
    paper = await an_issued_paper(world)
    assert await words(world) == []

    await lose_blob(world, paper.outcome.roster_sha256)

    assert await words(world) == [(Word.ERASED_UNAUTHORISED, paper.outcome.roster_sha256)]
    opened = await read_appraisal(world.ports, APPRAISER, ReadAppraisal(AN_ID))
    assert "nhật ký không ghi việc xóa" in opened.gone


async def test_the_purge_of_one_dossier_says_nothing_for_another_one(world: World) -> None:
    await an_issued_paper(world)
    await ten_years_pass(world)
    await purge(world)
    other = await a_dossier(world, Status.CERTIFIED, a_list(8), id=an_id(2))
    assert other.outcome

    await lose_blob(world, other.outcome.roster_sha256)

    assert (Word.ERASED_UNAUTHORISED, other.outcome.roster_sha256) in await words(world)


async def test_nothing_goes_before_its_time_nor_while_somebody_works_on_it(world: World) -> None:
    old = await a_dossier(world, Status.REFUSED)
    open_still = await a_dossier(world, Status.RETURNED, a_list(8), id=an_id(2))
    await ten_years_pass(world)
    young = await a_dossier(world, Status.CERTIFIED, a_list(7), id=an_id(3))
    plan = await preview_purge(world.ports, ADMINISTRATOR, PreviewPurge())
    assert [one.id for one in plan.due] == [old.id]

    await purge(world)

    assert await roster_of(world, open_still)
    assert await roster_of(world, young)
    assert (await purge(world)).dossiers == 0


async def test_a_list_that_a_younger_dossier_has_too_waits_for_it(world: World) -> None:
    old = await a_dossier(world, Status.CERTIFIED)
    await ten_years_pass(world)
    young = await a_dossier(world, Status.CERTIFIED, id=an_id(2))
    assert await roster_of(world, old) == await roster_of(world, young)

    report = await purge(world)

    assert (report.dossiers, report.waiting) == (0, 1)
    world.outside.now += timedelta(days=3720)
    assert (await purge(world)).dossiers == 2
    assert {word for word, _ in await words(world)} == {Word.ERASED}


async def test_who_entered_the_term_does_not_order_the_purge(world: World) -> None:
    await an_issued_paper(world)
    nothing = PurgePeople("", REASON)
    await must_refuse(world, purge_people, OPERATOR, nothing, NoTerm)
    await ten_years_pass(world)
    plan = await preview_purge(world.ports, ADMINISTRATOR, PreviewPurge())
    order = PurgePeople(plan.code, REASON)

    await must_refuse(world, purge_people, ADMINISTRATOR, order, SameHand)
    await must_refuse(world, purge_people, AUDITOR, order, WrongOffice)
    await must_refuse(world, purge_people, OPERATOR, nothing, PlanChanged)
    await must_refuse(
        world, purge_people, OPERATOR, PurgePeople(plan.code, "hết"), PurgeReasonMissing
    )
