"""Invitations, factors, codes and tokens are kept, used up once, and replaced."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from ntm_verify.domain.account import Session
from ntm_verify.domain.api_token import ApiToken, Scope
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.invitation import Invitation
from ntm_verify.domain.second_factor import SecondFactor
from tests.support.builders import CLERK, NOON, SIGNER, an_account
from tests.support.worlds import World

LATER: Final = NOON + timedelta(hours=1)
FACTOR: Final = SecondFactor(CLERK.id, b"sealed", NOON)
TOKEN: Final = ApiToken(
    "t-1",
    CLERK.id,
    "một cửa",
    frozenset({Scope.READ, Scope.SUBMIT}),
    "1" * 64,
    NOON,
    LATER,
)


def made(token: ApiToken) -> AuditEvent:
    return AuditEvent(Action.TOKEN_MADE, CLERK, Subject("token", token.id, 1), after={"x": 1})


async def test_an_invitation_replaces_the_earlier_one_and_is_struck_once(world: World) -> None:
    await world.holds(an_account(), an_account(SIGNER))
    older = Invitation("1" * 64, CLERK.id, SIGNER.id, NOON, LATER)
    newer = replace(older, token_sha256="2" * 64)
    other = replace(older, token_sha256="3" * 64, account_id=SIGNER.id)
    async with world.ports.transaction() as tx:
        for one in (older, newer, other):
            await tx.access.invite(one)
    async with world.ports.transaction() as tx:
        assert await tx.access.invitation(older.token_sha256) is None
        assert await tx.access.invitation(newer.token_sha256) == newer
        assert await tx.access.invitation_of(CLERK.id) == newer
        assert await tx.access.strike_invitation(CLERK.id)
        assert not await tx.access.strike_invitation(CLERK.id)
        assert await tx.access.invitation_of(SIGNER.id) == other


async def test_a_step_is_used_once_and_never_back(world: World) -> None:
    await world.holds(an_account(), an_account(SIGNER))
    async with world.ports.transaction() as tx:
        assert not await tx.access.use_step(CLERK.id, 5)
        await tx.access.keep_factor(FACTOR)
        await tx.access.keep_factor(replace(FACTOR, account_id=SIGNER.id))
        assert [await tx.access.use_step(CLERK.id, n) for n in (5, 5, 4, 6)] == [
            True,
            False,
            False,
            True,
        ]
        assert await tx.access.factor(CLERK.id) == replace(FACTOR, last_step=6)
        active = replace(FACTOR, active_at=NOON, last_step=7)
        await tx.access.keep_factor(active)
        assert await tx.access.factor(CLERK.id) == active
        await tx.access.drop_factor(CLERK.id)
        assert await tx.access.factor(CLERK.id) is None
        assert await tx.access.factor(SIGNER.id) is not None


async def test_a_code_on_paper_is_used_once_and_by_its_owner(world: World) -> None:
    await world.holds(an_account(), an_account(SIGNER))
    async with world.ports.transaction() as tx:
        await tx.access.keep_codes(CLERK.id, ["old"])
        await tx.access.keep_codes(CLERK.id, ["a", "b"])
        await tx.access.keep_codes(SIGNER.id, ["a"])
        assert not await tx.access.use_code(CLERK.id, "old")
        assert await tx.access.use_code(CLERK.id, "a")
        assert not await tx.access.use_code(CLERK.id, "a")
        assert await tx.access.codes_left(CLERK.id) == 1
        assert await tx.access.codes_left(SIGNER.id) == 1
        await tx.access.drop_factor(CLERK.id)
        assert await tx.access.codes_left(CLERK.id) == 0


async def test_a_token_is_found_by_its_digest_and_remembers_its_use(world: World) -> None:
    await world.holds(an_account())
    newer = replace(TOKEN, id="t-2", token_sha256="2" * 64, made_at=LATER)
    async with world.ports.transaction() as tx:
        for token in (TOKEN, newer):
            await tx.access.save_token(token, made(token))
        await tx.access.touch_token(TOKEN.token_sha256, LATER)
        await tx.access.confirm_token(TOKEN.token_sha256, LATER)
        await tx.access.touch_token("9" * 64, LATER)
        await tx.access.confirm_token("9" * 64, LATER)
    used = replace(TOKEN, used_at=LATER, confirmed_at=LATER)
    async with world.ports.reading() as tx:
        assert await tx.access.token(TOKEN.token_sha256) == used
        assert await tx.access.token("9" * 64) is None
        assert await tx.access.tokens_of(CLERK.id) == (newer, used)
        assert await tx.access.tokens_of(SIGNER.id) == ()


async def test_a_session_moves_to_its_new_token(world: World) -> None:
    await world.holds(an_account())
    session = Session("1" * 64, CLERK.id, "web", NOON, NOON, "c", NOON, "Firefox", "192.0.2.7")
    async with world.ports.transaction() as tx:
        await tx.accounts.open_session(session)
        assert await tx.access.confirm_session("1" * 64, "2" * 64, LATER)
        assert not await tx.access.confirm_session("1" * 64, "3" * 64, LATER)
        moved = replace(session, token_sha256="2" * 64, seen_at=LATER, confirmed_at=LATER)
        assert await tx.access.sessions_of(CLERK.id) == (moved,)


async def test_sessions_that_grew_too_old_go_when_a_new_one_opens(world: World) -> None:
    await world.holds(an_account(), an_account(SIGNER))
    old = Session("1" * 64, CLERK.id, "web", NOON, NOON)
    theirs = replace(old, token_sha256="2" * 64, account_id=SIGNER.id)
    new = replace(old, token_sha256="3" * 64, started_at=NOON + timedelta(hours=13))
    async with world.ports.transaction() as tx:
        for session in (old, theirs, new):
            await tx.accounts.open_session(session)
        assert await tx.access.sessions_of(CLERK.id) == (new,)
        assert await tx.access.sessions_of(SIGNER.id) == (theirs,)


async def test_one_attempt_is_taken_back_and_the_others_stay(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.access.one_at_a_time("k")
        for _ in range(3):
            await tx.accounts.add_failure("k", NOON)
        await tx.access.take_back_failure("k", NOON)
        await tx.access.take_back_failure("k", LATER)
        assert await tx.accounts.failures("k", NOON) == 2
