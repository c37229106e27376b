"""Somebody sees the own sessions, tokens and codes, and nobody else's."""

from datetime import timedelta

from ntm_verify.domain.account import IDLE_LIMIT
from ntm_verify.domain.api_token import Scope
from ntm_verify.usecases.make_token import MakeToken, make_token
from ntm_verify.usecases.read_own_account import ReadOwnAccount, read_own_account
from ntm_verify.usecases.sign_in import SignIn, sign_in
from tests.support.access import HERE, PASSWORD, enrolled, let_in, opened
from tests.support.builders import CLERK, SIGNER
from tests.support.worlds import World

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def test_living_sessions_are_listed_newest_first_with_place_and_device(world: World) -> None:
    account = await let_in(world)
    await opened(world, account)
    world.outside.now += IDLE_LIMIT + timedelta(seconds=1)
    asked = SignIn(account.username, PASSWORD, agent=FIREFOX)
    await sign_in(world.ports, HERE, asked)
    world.outside.pass_time(minutes=1)
    await opened(world, account, agent="curl/8")
    await make_token(world.ports, CLERK, MakeToken("một cửa", frozenset({Scope.READ}), 30))

    own = await read_own_account(world.ports, CLERK, ReadOwnAccount())

    assert [s.agent for s in own.sessions] == ["chương trình khác", "Firefox trên Windows"]
    assert {s.address for s in own.sessions} == {HERE.address}
    assert [token.label for token in own.tokens] == ["một cửa"]
    assert (own.account.id, own.codes_left) == (CLERK.id, 0)


async def test_codes_that_are_left_are_counted_and_others_sessions_not_shown(world: World) -> None:
    await enrolled(world, SIGNER)
    await opened(world, await let_in(world))

    own = await read_own_account(world.ports, SIGNER, ReadOwnAccount())

    assert (own.codes_left, own.sessions, own.tokens) == (1, (), ())
