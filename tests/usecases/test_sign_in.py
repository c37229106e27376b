"""Whoever signs in gets a token made here; whoever guesses waits longer and longer."""

from dataclasses import replace
from hashlib import sha256
from typing import Final

import pytest

from ntm_verify.domain.account import (
    FIRST_DELAY,
    TOKEN_LENGTH,
    WINDOW,
    Account,
    Session,
    SignedIn,
    WrongCredentials,
)
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import ANYONE, Actor
from ntm_verify.domain.second_factor import SecondFactorNeeded, WrongCode
from ntm_verify.usecases.guessing import MOST_OF_ADDRESS, TooManyAttempts
from ntm_verify.usecases.ports import Passwords
from ntm_verify.usecases.sign_in import SignIn, sign_in
from tests.support.access import another_code, code_of, enrolled
from tests.support.builders import CLERK, NOON, an_account
from tests.support.scenes import acts
from tests.support.worlds import World

PASSWORD: Final = "ba con mèo đen"  # noqa: S105 - of nobody
RIGHT: Final = SignIn("clerk", PASSWORD)
WRONG: Final = SignIn("clerk", "bốn con mèo đen")
HERE: Final = replace(ANYONE, request="r-1", address="192.0.2.7")
NAME_KEY: Final = f"name:{sha256(b'clerk').hexdigest()}"


async def opened(world: World, **others: bool) -> Account:
    hashed = await world.ports.passwords.hash(PASSWORD)
    account = an_account(CLERK, password_hash=hashed, **others)
    await world.holds(account)
    return account


async def attempt(world: World, request: SignIn = WRONG, actor: Actor = HERE) -> SignedIn:
    return await sign_in(world.ports, actor, request)


async def fail(world: World, times: int, actor: Actor = HERE) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            await attempt(world, actor=actor)


@pytest.mark.parametrize("scope", ["web", "api"])
async def test_the_right_name_and_password_open_a_session(world: World, scope: str) -> None:
    await opened(world)

    signed_in = await attempt(world, replace(RIGHT, username=" CLERK ", scope=scope))

    digest = sha256(signed_in.token.encode()).hexdigest()
    async with world.ports.reading() as tx:
        session = await tx.accounts.session(digest)
    known = Session(digest, CLERK.id, scope, NOON, NOON, signed_in.csrf, NOON, "", HERE.address)
    assert session == known
    assert signed_in.account.id == CLERK.id
    assert len({signed_in.token, signed_in.csrf}) == 2
    assert {len(signed_in.token), len(signed_in.csrf)} == {TOKEN_LENGTH}
    assert await acts(world) == [
        AuditEvent(Action.SIGNED_IN, CLERK, Subject("account", CLERK.id, 1), after={"scope": scope})
    ]


async def test_every_session_has_a_token_of_its_own(world: World) -> None:
    await opened(world)

    tokens = {(await attempt(world, RIGHT)).token for _ in range(3)}

    assert len(tokens) == 3


async def test_an_unknown_name_a_wrong_password_and_a_closed_account_sound_and_cost_the_same(
    world: World,
) -> None:
    await opened(world, active=False)
    compared: list[str] = []

    async def verify(stored: str, password: str) -> bool:
        compared.append(password)
        return await world.ports.passwords.verify(stored, password)

    watched = replace(world.ports, passwords=Passwords(world.ports.passwords.hash, verify))
    told = []
    for request in (RIGHT, WRONG, SignIn("nobody", PASSWORD)):
        with pytest.raises(WrongCredentials) as refused:
            await sign_in(watched, HERE, request)
        told.append(str(refused.value))

    assert len(set(told)) == 1
    assert len(compared) == 3
    async with world.ports.reading() as tx:
        assert await tx.accounts.failures(NAME_KEY, NOON) == 2


async def test_after_five_wrong_passwords_even_the_right_one_waits_and_the_wait_doubles(
    world: World,
) -> None:
    await opened(world)
    await fail(world, 5)

    with pytest.raises(TooManyAttempts, match="Chờ vài phút"):
        await attempt(world, RIGHT)

    world.outside.now = NOON + FIRST_DELAY
    with pytest.raises(TooManyAttempts):
        await attempt(world, RIGHT)
    world.outside.pass_time(seconds=1)
    await fail(world, 1)
    world.outside.pass_time(seconds=FIRST_DELAY.total_seconds() + 1)
    with pytest.raises(TooManyAttempts):
        await attempt(world, RIGHT)
    world.outside.pass_time(seconds=FIRST_DELAY.total_seconds())
    assert (await attempt(world, RIGHT)).account.id == CLERK.id


async def test_a_success_forgets_the_failures_of_the_name_and_not_of_the_address(
    world: World,
) -> None:
    await opened(world)
    await fail(world, 4)
    await attempt(world, RIGHT)

    async with world.ports.reading() as tx:
        assert await tx.accounts.failures(NAME_KEY, NOON) == 0
        address = f"address:{sha256(b'192.0.2.7').hexdigest()}"
        assert await tx.accounts.failures(address, NOON) == 4


async def test_who_guesses_one_name_after_another_is_stopped_by_the_address(world: World) -> None:
    await opened(world)
    for number in range(MOST_OF_ADDRESS):
        with pytest.raises(WrongCredentials):
            await attempt(world, SignIn(f"name-{number}", PASSWORD))

    with pytest.raises(TooManyAttempts):
        await attempt(world, RIGHT)
    elsewhere = replace(HERE, address="192.0.2.8")
    assert (await attempt(world, RIGHT, elsewhere)).account.id == CLERK.id


async def test_failures_of_an_hour_ago_are_forgotten(world: World) -> None:
    await opened(world)
    await fail(world, 5, replace(HERE, address=""))
    world.outside.now = NOON + WINDOW
    world.outside.pass_time(seconds=1)

    assert (await attempt(world, RIGHT)).account.id == CLERK.id


async def test_the_log_keeps_the_first_and_every_fifth_failure_and_no_name(world: World) -> None:
    await opened(world)
    for _ in range(7):
        await fail(world, 1)
        world.outside.pass_time(minutes=5)

    told = await acts(world)

    assert [(event.action, event.after) for event in told] == [
        (Action.SIGN_IN_FAILED, {"failures": 1}),
        (Action.SIGN_IN_FAILED, {"failures": 6}),
    ]
    assert {event.subject.id for event in told} == {NAME_KEY}
    assert "clerk" not in str(told)


async def test_a_program_sends_its_code_with_the_password_and_each_serves_once(
    world: World,
) -> None:
    await enrolled(world)
    asked = SignIn("clerk", PASSWORD, "api")
    with pytest.raises(SecondFactorNeeded):
        await attempt(world, asked)
    code = await code_of(world)

    assert not (await attempt(world, replace(asked, code=code))).needs_code

    with pytest.raises(WrongCode):
        await attempt(world, replace(asked, code=code))


async def test_a_right_password_between_wrong_codes_buys_no_further_codes(world: World) -> None:
    await enrolled(world)
    here = replace(HERE, address="")
    asked = SignIn("clerk", PASSWORD, "api", another_code(await code_of(world)))
    for _ in range(5):
        with pytest.raises(WrongCode):
            await attempt(world, asked, here)
        assert (await attempt(world, RIGHT, here)).needs_code

    with pytest.raises(TooManyAttempts):
        await attempt(world, replace(asked, code=await code_of(world)), here)
