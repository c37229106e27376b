"""Guesses are counted before they are judged, so many at once are still many."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from ntm_verify.domain.account import MOST_FAILURES, WrongCredentials
from ntm_verify.domain.errors import Refusal
from ntm_verify.usecases.guessing import MOST_OF_ADDRESS, TooManyAttempts, neighbourhood, take_guess
from ntm_verify.usecases.ports import Passwords
from ntm_verify.usecases.sign_in import SignIn, sign_in
from tests.support.access import HERE, let_in
from tests.support.worlds import World

AT_ONCE: Final = 12
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


async def test_of_many_guesses_at_once_five_are_judged(world: World) -> None:
    account = await let_in(world)
    judged: list[str] = []

    async def verify(_: str, password: str) -> bool:
        judged.append(password)
        await asyncio.sleep(0)
        return False

    ports = replace(world.ports, passwords=Passwords(world.ports.passwords.hash, verify))

    async def guess(number: int) -> type[Refusal]:
        with pytest.raises(Refusal) as refused:
            await sign_in(ports, HERE, SignIn(account.username, f"guess {number}"))
        return type(refused.value)

    answers = await asyncio.gather(*map(guess, range(AT_ONCE)))

    assert len(judged) == MOST_FAILURES
    assert answers.count(WrongCredentials) == MOST_FAILURES
    assert answers.count(TooManyAttempts) == AT_ONCE - MOST_FAILURES


async def test_an_address_is_forgotten_after_a_while_and_its_rows_go(world: World) -> None:
    for number in range(MOST_OF_ADDRESS):
        await take_guess(world.ports, HERE, f"name:{number}")
    with pytest.raises(TooManyAttempts):
        await take_guess(world.ports, HERE, "name:other")

    world.outside.pass_time(hours=1, seconds=1)
    assert (await take_guess(world.ports, HERE, "name:other")).before == 0
    world.outside.pass_time(days=2)
    guess = await take_guess(world.ports, HERE, "name:last")
    async with world.ports.reading() as tx:
        for key in guess.keys:
            assert await tx.accounts.failures(key, LONG_AGO) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("unix", "unix", True),
    ],
)
def test_whoever_has_a_whole_network_is_one_address(one: str, other: str, *, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is same
