"""A token opens what its maker may do and chose, until its end, and is told once."""

from datetime import timedelta
from hashlib import sha256
from typing import Final

import pytest

from ntm_verify.domain.account import API, NotSignedIn
from ntm_verify.domain.api_token import MOST_TOKENS, PREFIX, Scope, TokenNotUsable
from ntm_verify.domain.audit import Action
from ntm_verify.usecases.make_token import MakeToken, make_token
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from tests.support.access import HERE, let_in
from tests.support.builders import CLERK, NOON
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

READS: Final = frozenset({Scope.READ})
ASKED: Final = MakeToken("  Phần mềm một cửa ", READS, 30)


async def test_a_token_is_told_once_and_kept_as_a_digest(world: World) -> None:
    await let_in(world)

    made = await make_token(world.ports, CLERK, ASKED)

    assert made.secret.startswith(PREFIX)
    assert len(made.secret) == len(PREFIX) + 43
    assert made.secret not in repr(made)
    async with world.ports.reading() as tx:
        (kept,) = await tx.access.tokens_of(CLERK.id)
    assert kept == made.token
    assert kept.token_sha256 == sha256(made.secret.encode()).hexdigest()
    assert (kept.label, kept.expires_at) == ("Phần mềm một cửa", NOON + timedelta(30))
    (event,) = await acts(world)
    assert event.action is Action.TOKEN_MADE
    assert event.after == {
        "account": CLERK.id,
        "scopes": ["read"],
        "until": "2019-10-25",
        "ended": False,
    }


async def test_it_opens_the_program_s_door_alone_and_its_use_is_remembered(world: World) -> None:
    await let_in(world)
    made = await make_token(world.ports, CLERK, ASKED)

    for _ in range(2):
        seen = await recognise_visitor(world.ports, HERE, RecogniseVisitor(made.secret, API))
        assert (seen.account.id, seen.scopes) == (CLERK.id, READS)
        world.outside.pass_time(minutes=2)
    with pytest.raises(NotSignedIn):
        await recognise_visitor(world.ports, HERE, RecogniseVisitor(made.secret, "web"))

    async with world.ports.reading() as tx:
        (kept,) = await tx.access.tokens_of(CLERK.id)
    assert kept.used_at == NOON + timedelta(minutes=2)


async def test_it_ends_by_itself(world: World) -> None:
    await let_in(world)
    made = await make_token(world.ports, CLERK, ASKED)
    world.outside.now = NOON + timedelta(30)

    with pytest.raises(NotSignedIn, match="hết hạn"):
        await recognise_visitor(world.ports, HERE, RecogniseVisitor(made.secret, API))


@pytest.mark.parametrize(
    "asked",
    [
        MakeToken(" ", READS, 30),
        MakeToken("x" * 81, READS, 30),
        MakeToken("một cửa", frozenset(), 30),
        MakeToken("một cửa", frozenset({Scope.DECIDE}), 30),
        MakeToken("một cửa", READS, 0),
        MakeToken("một cửa", READS, 367),
        MakeToken("một cửa", READS, -1),
    ],
)
async def test_no_token_without_name_scope_and_end(world: World, asked: MakeToken) -> None:
    await let_in(world)
    await must_refuse(world, make_token, CLERK, asked, TokenNotUsable)


async def test_nobody_hoards_tokens(world: World) -> None:
    await let_in(world)
    for _ in range(MOST_TOKENS):
        await make_token(world.ports, CLERK, ASKED)

    await must_refuse(world, make_token, CLERK, ASKED, TokenNotUsable)
