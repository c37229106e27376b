"""A first right code takes the second factor into use; ten codes on paper are told once."""

import re
from typing import Final

import pytest

from ntm_verify.domain.account import NotSignedIn
from ntm_verify.domain.audit import Action
from ntm_verify.domain.second_factor import CODE_SIGNS, RECOVERY_CODES, WrongCode
from ntm_verify.usecases.activate_factor import ActivateFactor, activate_factor
from ntm_verify.usecases.finish_sign_in import FinishSignIn, finish_sign_in
from ntm_verify.usecases.start_factor import StartFactor, start_factor
from tests.support.access import (
    HERE,
    another_code,
    code_of,
    enrolled,
    found,
    let_in,
    opened,
    session_of,
    sessions,
)
from tests.support.builders import CLERK
from tests.support.scenes import acts
from tests.support.worlds import World

SHAPE: Final = rf"[{CODE_SIGNS}]{{4}}-[{CODE_SIGNS}]{{4}}-[{CODE_SIGNS}]{{4}}"


async def test_the_factor_is_asked_for_from_the_next_sign_in_on(world: World) -> None:
    account = await let_in(world)
    here, elsewhere = await opened(world, account), await opened(world, account)
    await start_factor(world.ports, CLERK, StartFactor())

    active = await activate_factor(
        world.ports, CLERK, ActivateFactor(here.token, await code_of(world))
    )

    assert len(set(active.codes)) == RECOVERY_CODES
    assert all(re.fullmatch(SHAPE, code) for code in active.codes)
    assert await session_of(world, elsewhere.token) is None
    assert [s.csrf for s in await sessions(world)] == [active.signed_in.csrf]
    assert (await found(world)).has_factor
    assert (await opened(world, account)).needs_code
    changed = next(e for e in await acts(world) if e.action is Action.FACTOR_CHANGED)
    assert changed.after == {"role": "commune", "unit": CLERK.unit, "factor": True}


async def test_every_code_on_paper_serves(world: World) -> None:
    account = await let_in(world)
    here = await opened(world, account)
    await start_factor(world.ports, CLERK, StartFactor())
    asked = ActivateFactor(here.token, await code_of(world))
    active = await activate_factor(world.ports, CLERK, asked)

    for code in active.codes:
        half = await opened(world, account)
        await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, code.lower()))
    async with world.ports.reading() as tx:
        assert await tx.access.codes_left(CLERK.id) == 0


async def test_the_code_that_activated_does_not_sign_in_as_well(world: World) -> None:
    account = await let_in(world)
    here = await opened(world, account)
    await start_factor(world.ports, CLERK, StartFactor())
    code = await code_of(world)
    await activate_factor(world.ports, CLERK, ActivateFactor(here.token, code))
    half = await opened(world, account)

    with pytest.raises(WrongCode):
        await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, code))


async def test_a_wrong_code_activates_nothing(world: World) -> None:
    here = await opened(world, await let_in(world))
    await start_factor(world.ports, CLERK, StartFactor())
    wrong = another_code(await code_of(world))

    with pytest.raises(WrongCode):
        await activate_factor(world.ports, CLERK, ActivateFactor(here.token, wrong))
    assert not (await found(world)).has_factor


async def test_without_a_secret_or_with_one_in_use_nothing_is_activated(world: World) -> None:
    here = await opened(world, await let_in(world))
    with pytest.raises(WrongCode):
        await activate_factor(world.ports, CLERK, ActivateFactor(here.token, "123456"))


async def test_a_factor_in_use_is_not_activated_again(world: World) -> None:
    half = await opened(world, await enrolled(world))

    with pytest.raises(WrongCode):
        await activate_factor(world.ports, CLERK, ActivateFactor(half.token, await code_of(world)))


async def test_without_a_session_nothing_is_kept(world: World) -> None:
    await let_in(world)
    await start_factor(world.ports, CLERK, StartFactor())

    with pytest.raises(NotSignedIn):
        await activate_factor(world.ports, CLERK, ActivateFactor("gone", await code_of(world)))
    async with world.ports.reading() as tx:
        factor = await tx.access.factor(CLERK.id)
    assert factor is not None
    assert factor.active_at is None
