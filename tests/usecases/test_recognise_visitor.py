"""A token leads to its account for as long as both live, and only through its own entrance."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Final

import pytest

from ntm_verify.domain.account import ABSOLUTE_LIMIT, IDLE_LIMIT, NotSignedIn, Session
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import ANYONE, SYSTEM, Role
from ntm_verify.usecases.recognise_visitor import (
    TOUCH_EVERY,
    RecogniseVisitor,
    Visitor,
    recognise_visitor,
)
from tests.support.builders import CLERK, NOON, an_account
from tests.support.worlds import World

TOKEN: Final = "made-up"  # noqa: S105 - of nobody
DIGEST: Final = sha256(TOKEN.encode()).hexdigest()
SECOND: Final = timedelta(seconds=1)


async def signed_in(world: World, scope: str = "web", **others: object) -> None:
    await world.holds(replace(an_account(CLERK), **others))  # type: ignore[arg-type]
    async with world.ports.transaction() as tx:
        await tx.accounts.open_session(Session(DIGEST, CLERK.id, scope, NOON, NOON))


async def recognise(world: World, token: str = TOKEN, scope: str = "web") -> Visitor:
    return await recognise_visitor(world.ports, ANYONE, RecogniseVisitor(token, scope))


async def test_a_living_session_gives_the_account_and_leaves_no_entry(world: World) -> None:
    await signed_in(world)

    visitor = await recognise(world)

    assert (visitor.account.id, visitor.session.token_sha256) == (CLERK.id, DIGEST)
    assert await world.audit_log() == []


@pytest.mark.parametrize(("token", "scope"), [("other", "web"), ("", "web"), (TOKEN, "api")])
async def test_another_token_or_another_entrance_is_nobody(
    world: World, token: str, scope: str
) -> None:
    await signed_in(world)

    with pytest.raises(NotSignedIn, match="đã kết thúc"):
        await recognise(world, token, scope)


async def test_a_browser_left_alone_is_signed_out_and_one_in_use_is_not(world: World) -> None:
    await signed_in(world)
    world.outside.now = NOON + IDLE_LIMIT
    await recognise(world)
    world.outside.now = NOON + 2 * IDLE_LIMIT
    assert (await recognise(world)).session.seen_at == NOON + IDLE_LIMIT

    world.outside.now = NOON + 3 * IDLE_LIMIT + SECOND
    with pytest.raises(NotSignedIn):
        await recognise(world)


async def test_a_session_is_touched_at_most_once_a_minute(world: World) -> None:
    await signed_in(world)
    world.outside.now = NOON + TOUCH_EVERY
    await recognise(world)
    world.outside.pass_time(seconds=1)
    await recognise(world)

    async with world.ports.reading() as tx:
        session = await tx.accounts.session(DIGEST)
    assert session
    assert session.seen_at == NOON + TOUCH_EVERY + SECOND


async def test_no_session_outlives_its_day(world: World) -> None:
    await signed_in(world, "api")
    world.outside.now = NOON + ABSOLUTE_LIMIT
    assert (await recognise(world, scope="api")).account.id == CLERK.id

    world.outside.pass_time(seconds=1)
    with pytest.raises(NotSignedIn):
        await recognise(world, scope="api")


async def test_a_closed_account_is_nobody_at_once_and_a_new_office_counts_at_once(
    world: World,
) -> None:
    await signed_in(world)
    async with world.ports.reading() as tx:
        account = await tx.accounts.get(CLERK.id)

    async def change(**fields: object) -> None:
        nonlocal account
        subject = Subject("account", CLERK.id, account.version + 1)
        event = AuditEvent(Action.ROLE_GRANTED, SYSTEM, subject, before={"role": "commune"})
        world.broken = True
        async with world.ports.transaction() as tx:
            account = await tx.accounts.save(replace(account, **fields), event)  # type: ignore[arg-type]

    await change(role=Role.CHAIR)
    assert (await recognise(world)).account.role is Role.CHAIR
    await change(active=False)
    with pytest.raises(NotSignedIn, match="ngừng hoạt động"):
        await recognise(world)


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_a_session_of_an_account_that_is_gone_is_nobodys(world: World) -> None:
    """A database does not let an account go while its sessions are there."""
    async with world.ports.transaction() as tx:
        await tx.accounts.open_session(Session(DIGEST, "u-gone", "web", NOON, NOON))

    with pytest.raises(NotSignedIn):
        await recognise(world)
