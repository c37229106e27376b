"""Accounts, sessions and failed attempts are kept, counted and forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ntm_verify.domain.account import Account, Session
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import AlreadyThere, StaleRecord
from ntm_verify.domain.people import SYSTEM
from tests.support.builders import (
    CLERK,
    NOON,
    OTHER_CLERK,
    OTHER_PROVINCE,
    PROVINCE,
    SIGNER,
    an_account,
)
from tests.support.worlds import World

MINUTE = timedelta(minutes=1)


def granted(account: Account) -> AuditEvent:
    return AuditEvent(Action.ROLE_GRANTED, SYSTEM, Subject("account", account.id, 1), after={})


async def test_an_account_is_kept_with_its_event(world: World) -> None:
    account = an_account()
    async with world.ports.transaction() as tx:
        kept = await tx.accounts.save(account, granted(account))

    assert kept == replace(account, version=1)
    async with world.ports.reading() as tx:
        assert await tx.accounts.get(account.id) == kept
        assert await tx.accounts.by_username("clerk") == kept
        assert await tx.accounts.by_username("nobody") is None
        assert await tx.accounts.all_of(PROVINCE) == (kept,)
        assert await tx.accounts.all_of(OTHER_PROVINCE) == ()


async def test_a_sign_in_name_is_given_once(world: World) -> None:
    await world.holds(an_account())

    namesake = an_account(OTHER_CLERK, username="clerk")

    with pytest.raises(AlreadyThere):
        async with world.ports.transaction() as tx:
            await tx.accounts.save(namesake, granted(namesake))


async def test_an_account_of_another_version_is_refused(world: World) -> None:
    await world.holds(an_account())

    for account in (an_account(version=0), an_account(version=2)):
        with pytest.raises(StaleRecord):
            async with world.ports.transaction() as tx:
                await tx.accounts.save(account, granted(account))


def a_session(token: str, account: Account) -> Session:
    return Session(token * 64, account.id, "web", NOON, NOON, csrf="c")


async def test_sessions_open_are_touched_and_end(world: World) -> None:
    await world.holds(an_account(), an_account(SIGNER))
    mine, also_mine, another = (
        a_session("1", an_account()),
        a_session("2", an_account()),
        a_session("3", an_account(SIGNER)),
    )
    async with world.ports.transaction() as tx:
        for session in (mine, also_mine, another):
            await tx.accounts.open_session(session)

    async with world.ports.transaction() as tx:
        await tx.accounts.touch_session(mine.token_sha256, NOON + MINUTE)
        await tx.accounts.touch_session("9" * 64, NOON)
        assert await tx.accounts.session(mine.token_sha256) == replace(mine, seen_at=NOON + MINUTE)
        await tx.accounts.end_sessions()
        await tx.accounts.end_sessions(token_sha256=mine.token_sha256)
    async with world.ports.reading() as tx:
        assert await tx.accounts.session(mine.token_sha256) is None
        assert await tx.accounts.session(also_mine.token_sha256) == also_mine

    async with world.ports.transaction() as tx:
        await tx.accounts.end_sessions(account_id=CLERK.id)
    async with world.ports.reading() as tx:
        assert await tx.accounts.session(also_mine.token_sha256) is None
        assert await tx.accounts.session(another.token_sha256) == another


async def test_failed_attempts_are_counted_forgotten_and_cleared(world: World) -> None:
    async with world.ports.transaction() as tx:
        for minutes in range(4):
            await tx.accounts.add_failure("clerk", NOON + minutes * MINUTE)
        await tx.accounts.add_failure("signer", NOON)
        assert await tx.accounts.failures("clerk", NOON) == 4
        assert await tx.accounts.failures("clerk", NOON + 2 * MINUTE) == 2
        assert await tx.accounts.failures("nobody", NOON) == 0

    async with world.ports.transaction() as tx:
        await tx.accounts.clear_failures("clerk")
        assert await tx.accounts.failures("clerk", NOON) == 0
        assert await tx.accounts.failures("signer", NOON) == 1
        await tx.accounts.add_failure("clerk", NOON + timedelta(days=2))
        assert await tx.accounts.failures("signer", NOON) == 0
