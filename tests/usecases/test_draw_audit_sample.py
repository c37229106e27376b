"""Dossiers are drawn with a printed seed, and the draw is on record."""

from dataclasses import replace

from ntm_verify.domain.audit_sample import WrongSeed, draw_dossiers
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.usecases.draw_audit_sample import DrawAuditSample, draw_audit_sample
from ntm_verify.usecases.shelves_retrieval import DossierSearch
from tests.support.builders import APPRAISER, AUDITOR, NOON, UNITS, an_appraisal, an_id
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

WANTED = DrawAuditSample(DossierSearch(""), "gia-lap-1", 3)


async def test_the_same_seed_draws_the_same_dossiers_and_is_on_record(world: World) -> None:
    dossiers = [an_appraisal(id=an_id(n), submitted_at=NOON) for n in range(1, 12)]
    await world.holds(*UNITS, *dossiers)

    first = await draw_audit_sample(world.ports, AUDITOR, WANTED)

    assert first == await draw_audit_sample(world.ports, AUDITOR, WANTED)
    drawn = draw_dossiers("gia-lap-1", (one.id for one in dossiers), 3)
    assert tuple(one.id for one in first.items) == drawn
    assert first.total == 11
    entry = (await acts(world))[-1]
    assert entry.after is not None
    assert (entry.after["seed"], entry.after["drawn"]) == ("gia-lap-1", [str(d) for d in drawn])
    elsewhere = replace(AUDITOR, reach=Reach(frozenset({"00000"})))
    assert (await draw_audit_sample(world.ports, elsewhere, WANTED)).total == 0
    await must_refuse(world, draw_audit_sample, AUDITOR, replace(WANTED, count=0), WrongSeed)
    await must_refuse(world, draw_audit_sample, APPRAISER, WANTED, WrongOffice)
