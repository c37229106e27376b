"""Whoever still has a code takes the second factor away; everything of it goes."""

from dataclasses import replace

import pytest

from ntm_verify.domain.account import DECIDING, AccessRules
from ntm_verify.domain.second_factor import WrongCode
from ntm_verify.usecases.drop_factor import DropFactor, drop_factor
from ntm_verify.usecases.finish_sign_in import FinishSignIn, finish_sign_in
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from tests.support.access import (
    HERE,
    PAPER,
    another_code,
    code_of,
    enrolled,
    found,
    left,
    opened,
    session_of,
    sessions,
)
from tests.support.builders import CLERK, SIGNER
from tests.support.worlds import World


async def test_a_code_of_either_kind_takes_it_away_and_ends_other_sessions(world: World) -> None:
    account = await enrolled(world)
    half = await opened(world, account)
    here = await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, await code_of(world)))
    other = await opened(world, account)

    await drop_factor(world.ports, CLERK, DropFactor(here.token, PAPER))

    assert not (await found(world)).has_factor
    assert not (await left(world)).factor
    assert await session_of(world, other.token) is None
    assert len(await sessions(world)) == 1
    async with world.ports.reading() as tx:
        assert await tx.access.codes_left(CLERK.id) == 0


async def test_a_wrong_code_takes_nothing_away(world: World) -> None:
    await enrolled(world)
    wrong = another_code(await code_of(world))

    with pytest.raises(WrongCode):
        await drop_factor(world.ports, CLERK, DropFactor("gone", wrong))
    assert (await left(world)).factor


async def test_where_the_office_needs_one_nothing_else_is_open_until_there_is_a_new_one(
    world: World,
) -> None:
    world.ports = replace(world.ports, access=AccessRules(DECIDING))
    half = await opened(world, await enrolled(world, SIGNER))
    code = await code_of(world, SIGNER)
    here = await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, code))
    seen = await recognise_visitor(world.ports, HERE, RecogniseVisitor(here.token, "web"))
    assert not seen.must_enrol

    await drop_factor(world.ports, SIGNER, DropFactor(here.token, PAPER))

    seen = await recognise_visitor(world.ports, HERE, RecogniseVisitor(here.token, "web"))
    assert seen.must_enrol


async def test_it_goes_even_when_the_session_is_gone_meanwhile(world: World) -> None:
    await enrolled(world)

    await drop_factor(world.ports, CLERK, DropFactor("gone", PAPER))

    assert (await left(world)).sessions == 0
    assert not (await left(world)).factor
