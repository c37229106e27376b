"""Opening a dossier shows all that hangs on it, and is itself on record."""

from dataclasses import replace
from datetime import timedelta

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import DamagedBlob, NotFound
from ntm_verify.domain.findings import Check
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from tests.support.builders import (
    AN_ID,
    APPRAISER,
    AS_OF,
    AUDITOR,
    CLERK,
    OPERATOR,
    OTHER_APPRAISER,
    OTHER_CLERK,
    an_id,
)
from tests.support.scenes import a_dossier, a_list, acts, an_issued_paper, must_refuse
from tests.support.worlds import World
from tests.usecases.tampering import change_blob

READ = ReadAppraisal(AN_ID)


async def test_a_dossier_opens_with_list_findings_papers_and_history(world: World) -> None:
    paper = await an_issued_paper(world)
    before = len(await world.audit_log())

    opened = await read_appraisal(world.ports, AUDITOR, READ)

    assert (opened.appraisal.id, opened.appraisal.status) == (AN_ID, Status.CERTIFIED)
    assert opened.roster
    assert len(opened.roster.rows) == 9
    assert (opened.findings, opened.certificates) == ((), (paper,))
    history = [entry.index for entry in opened.log]
    assert history == sorted(history)
    assert len(opened.log) == len({entry.index for entry in opened.log}) >= 3
    assert (await acts(world))[before:] == [
        AuditEvent(
            Action.RECORD_VIEWED, AUDITOR, Subject("submission", str(AN_ID), 2), after={"rows": 9}
        )
    ]


async def test_what_was_found_is_shown_with_the_rows_it_points_to(world: World) -> None:
    await a_dossier(world, Status.CHECKED, a_list(3, missing=1))

    opened = await read_appraisal(world.ports, CLERK, READ)

    assert [(f.check, f.place) for f in opened.findings] == [(Check.ID_MISSING, 2)]
    assert opened.roster
    assert [row.counted for row in opened.roster.rows] == [True, True, False]


async def test_a_dossier_that_is_not_checked_yet_opens_without_a_list(world: World) -> None:
    await a_dossier(world, Status.CHECKING, outcome=None)

    opened = await read_appraisal(world.ports, CLERK, READ)

    assert (opened.roster, opened.findings, opened.certificates) == (None, (), ())
    assert (await acts(world))[-1].after == {"rows": 0}


async def test_a_dossier_out_of_reach_is_as_good_as_none(world: World) -> None:
    await a_dossier(world, Status.CHECKED)

    told = [
        str(await must_refuse(world, read_appraisal, actor, ReadAppraisal(wanted), NotFound))
        for actor, wanted in (
            (OTHER_CLERK, AN_ID),
            (OTHER_APPRAISER, AN_ID),
            (APPRAISER, AN_ID),
            (APPRAISER, an_id(9)),
        )
    ]
    assert {text.replace(str(AN_ID), "").replace(str(an_id(9)), "") for text in told} == {
        "Không tìm thấy hồ sơ “”."
    }
    await must_refuse(world, read_appraisal, OPERATOR, READ, WrongOffice)


async def test_a_list_that_was_changed_is_not_shown(world: World) -> None:
    dossier = await a_dossier(world, Status.UNDER_APPRAISAL)
    assert dossier.outcome
    await change_blob(world, dossier.outcome.roster_sha256)

    refused = await must_refuse(world, read_appraisal, APPRAISER, READ, DamagedBlob)

    assert dossier.outcome.roster_sha256 in str(refused)


async def test_an_auditor_does_not_open_what_he_was_not_let_in_for(world: World) -> None:
    await an_issued_paper(world)
    inside = replace(AUDITOR, reach=Reach(frozenset({CLERK.unit}), AS_OF, AS_OF))
    assert (await read_appraisal(world.ports, inside, READ)).appraisal.id == AN_ID

    for reach in (Reach(frozenset({OTHER_CLERK.unit})), Reach(last_period=AS_OF - timedelta(1))):
        outside = replace(AUDITOR, reach=reach)
        await must_refuse(world, read_appraisal, outside, READ, NotFound)
