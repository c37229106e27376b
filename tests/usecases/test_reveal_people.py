"""Names are opened with a reason, some rows at a time, and the commune can read who did."""

from dataclasses import replace

from ntm_verify.domain.access_reason import AccessReasonMissing
from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.chronicle import tell
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.trail.entry import read_entry
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from ntm_verify.usecases.reveal_people import RevealPeople, reveal_people
from tests.support.builders import ADMINISTRATOR, AN_ID, APPRAISER, AUDITOR, CLERK
from tests.support.bundles import WHY
from tests.support.scenes import a_dossier, acts, must_refuse
from tests.support.worlds import World

WANTED = RevealPeople(AN_ID, "complaint", WHY)


async def test_rows_are_opened_and_the_look_is_on_record_with_its_reason(world: World) -> None:
    dossier = await a_dossier(world, Status.APPROVED)

    opened = await reveal_people(world.ports, AUDITOR, WANTED)
    beyond = await reveal_people(world.ports, AUDITOR, replace(WANTED, page=2))

    assert (len(opened.rows), opened.total, beyond.rows) == (9, 9, ())
    assert opened.rows[0].name
    subject = Subject("submission", str(AN_ID), dossier.version)
    assert (await acts(world))[-2] == AuditEvent(
        Action.RECORD_VIEWED,
        AUDITOR,
        subject,
        after={"revealed": 9, "page": 1, "reason_code": "complaint"},
        private={"note": WHY, **({"actor_name": AUDITOR.name} if AUDITOR.name else {})},
    )


async def test_the_commune_reads_who_opened_its_list_and_why(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    await reveal_people(world.ports, AUDITOR, WANTED)

    seen = await read_appraisal(world.ports, CLERK, ReadAppraisal(AN_ID))

    told = [tell(kept.index, read_entry(kept.entry)) for kept in seen.log]
    (look,) = [one for one in told if one.opens]
    assert (look.who, look.what) == ("kiểm toán", "mở xem họ tên, mã số đã che")
    assert look.detail == "Giải quyết khiếu nại, tố cáo, phản ánh · 9 dòng"


async def test_nothing_is_opened_without_reason_office_or_reach(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    for actor in (ADMINISTRATOR, APPRAISER, CLERK):
        await must_refuse(world, reveal_people, actor, WANTED, WrongOffice)
    short = replace(WANTED, note="xem")
    await must_refuse(world, reveal_people, AUDITOR, short, AccessReasonMissing)
    elsewhere = replace(AUDITOR, reach=Reach(frozenset({"00000"})))
    await must_refuse(world, reveal_people, elsewhere, WANTED, NotFound)
