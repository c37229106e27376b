"""A secret is shown until it is taken into use, the same one each time, and never after."""

from base64 import b32decode

import pytest

from ntm_verify.domain.second_factor import FactorInUse
from ntm_verify.usecases.start_factor import StartFactor, start_factor
from tests.support.access import enrolled, let_in
from tests.support.builders import CLERK, SIGNER
from tests.support.worlds import World


async def test_the_secret_has_160_bits_and_a_picture(world: World) -> None:
    await let_in(world)

    shown = await start_factor(world.ports, CLERK, StartFactor())

    assert len(b32decode(shown.key)) == 20
    assert shown.qr.startswith("data:image/svg+xml")
    assert shown.key not in repr(shown)
    assert await world.audit_log() == []


async def test_opening_the_page_again_shows_the_same_secret_and_another_person_another(
    world: World,
) -> None:
    await let_in(world)
    await let_in(world, SIGNER)

    first = await start_factor(world.ports, CLERK, StartFactor())
    again = await start_factor(world.ports, CLERK, StartFactor())
    other = await start_factor(world.ports, SIGNER, StartFactor())

    assert first == again
    assert other.key != first.key


async def test_the_stored_secret_is_sealed(world: World) -> None:
    await let_in(world)
    shown = await start_factor(world.ports, CLERK, StartFactor())

    async with world.ports.reading() as tx:
        factor = await tx.access.factor(CLERK.id)
    assert factor is not None
    assert b32decode(shown.key) not in factor.sealed
    assert "sealed" not in repr(factor)


async def test_a_secret_in_use_is_never_shown_again(world: World) -> None:
    await enrolled(world)

    with pytest.raises(FactorInUse):
        await start_factor(world.ports, CLERK, StartFactor())
