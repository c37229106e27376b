"""A service in which nobody can sign in says how to begin; afterwards it says nothing of it."""

from ntm_verify.domain.people import ANYONE
from ntm_verify.usecases.read_beginning import ReadBeginning, read_beginning
from tests.support.builders import an_account
from tests.support.worlds import World


async def test_a_fresh_installation_has_nobody_until_the_first_account(world: World) -> None:
    assert await read_beginning(world.ports, ANYONE, ReadBeginning()) is True
    await world.holds(an_account())
    assert await read_beginning(world.ports, ANYONE, ReadBeginning()) is False
    assert await world.audit_log() == []
