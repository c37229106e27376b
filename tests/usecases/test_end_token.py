"""A token that its owner ends opens nothing from that moment on."""

import pytest

from ntm_verify.domain.account import API, NotSignedIn
from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound
from ntm_verify.usecases.end_token import EndToken, end_token
from ntm_verify.usecases.make_token import MakeToken, TokenMade, make_token
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from tests.support.access import HERE, let_in
from tests.support.builders import CLERK, SIGNER
from tests.support.scenes import must_refuse, told
from tests.support.worlds import World


async def a_token(world: World) -> TokenMade:
    await let_in(world)
    asked = MakeToken("một cửa", frozenset({Scope.READ}), 30)
    return await make_token(world.ports, CLERK, asked)


async def test_an_ended_token_opens_nothing_and_ending_it_twice_is_ending_it_once(
    world: World,
) -> None:
    made = await a_token(world)

    for _ in range(2):
        await end_token(world.ports, CLERK, EndToken(made.token.id))

    with pytest.raises(NotSignedIn, match="đã thu hồi"):
        await recognise_visitor(world.ports, HERE, RecogniseVisitor(made.secret, API))
    assert [action for action, *_ in await told(world)] == [Action.TOKEN_MADE, Action.TOKEN_ENDED]


async def test_somebody_else_s_token_is_not_there(world: World) -> None:
    made = await a_token(world)
    await let_in(world, SIGNER)

    for token_id in (made.token.id, "t-unknown"):
        await must_refuse(world, end_token, SIGNER, EndToken(token_id), NotFound)
