"""A dossier is shown as it stood at the end of a day, from the log alone."""

from datetime import timedelta

import pytest

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_as_of import ReadAsOf, read_as_of
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate
from tests.support.builders import APPRAISER, AUDITOR, NOON, SIGNER, an_id
from tests.support.bundles import WHY, a_certified_dossier
from tests.support.scenes import must_refuse
from tests.support.worlds import World


async def test_what_happened_later_is_not_there_yet(world: World) -> None:
    dossier = await a_certified_dossier(world)
    day = NOON.date()
    world.outside.pass_time(days=3)
    revoke = RevokeCertificate(dossier.certificate, "inspection", WHY)
    await revoke_certificate(world.ports, SIGNER, revoke)

    then = await read_as_of(world.ports, AUDITOR, ReadAsOf(dossier.id, day))
    now = await read_as_of(world.ports, AUDITOR, ReadAsOf(dossier.id, day + timedelta(3)))
    before = await read_as_of(world.ports, AUDITOR, ReadAsOf(dossier.id, day - timedelta(1)))

    assert then.state is not None
    assert now.state is not None
    assert (then.state["status"], now.state["status"]) == ("certified", "revoked")
    assert [paper["status"] for paper in then.papers.values()] == ["valid"]
    assert [paper["status"] for paper in now.papers.values()] == ["revoked"]
    assert then.roster is not None
    assert len(then.roster.rows) == 9
    assert (before.state, before.log, before.roster) == (None, (), None)
    assert {kept.index for kept in then.log} < {kept.index for kept in now.log}


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_only_those_who_look_back_may_ask(world: World) -> None:
    dossier = await a_certified_dossier(world)
    await must_refuse(world, read_as_of, APPRAISER, ReadAsOf(dossier.id, NOON.date()), WrongOffice)
    await must_refuse(world, read_as_of, AUDITOR, ReadAsOf(an_id(99), NOON.date()), NotFound)
