"""Whoever is let in is held against the province as it is, and gets one link."""

from hashlib import sha256

from ntm_verify.domain.people import Role
from ntm_verify.usecases.letting_in import let_in, what_is_known
from tests.support.access import an_administrator
from tests.support.builders import ADMINISTRATOR, COMMUNE, NOON, PROVINCE
from tests.support.worlds import World
from tests.usecases.test_invite_account import PERSON


async def test_names_that_are_taken_and_units_of_the_province_are_known(world: World) -> None:
    await an_administrator(world)
    async with world.ports.transaction() as tx:
        before = await what_is_known(world.ports, ADMINISTRATOR, tx, [PERSON.username])
        invited = await let_in(world.ports, ADMINISTRATOR, tx, PERSON, Role.COMMUNE)
        after = await what_is_known(world.ports, ADMINISTRATOR, tx, [PERSON.username, "x"])

    assert (before.usernames, after.usernames) == (set(), {PERSON.username})
    assert {COMMUNE, PROVINCE} <= set(before.units)
    assert before.today == NOON.date()
    async with world.ports.reading() as tx:
        kept = await tx.access.invitation_of(invited.account.id)
    assert kept is not None
    assert kept.token_sha256 == sha256(invited.token.encode()).hexdigest()
