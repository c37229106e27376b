"""Somebody ends one of the own sessions, or all but the one at hand, and nobody else's."""

from ntm_verify.domain.audit import Action
from ntm_verify.usecases.end_sessions import EndSessions, end_sessions
from tests.support.access import let_in, opened, session_of, sessions
from tests.support.builders import CLERK, SIGNER
from tests.support.scenes import acts
from tests.support.worlds import World


async def test_all_others_end_and_this_one_stays(world: World) -> None:
    account = await let_in(world)
    here = await opened(world, account)
    for _ in range(2):
        await opened(world, account)

    assert await end_sessions(world.ports, CLERK, EndSessions(here.token)) == 2

    assert [s.csrf for s in await sessions(world)] == [here.csrf]
    last = (await acts(world))[-1]
    assert (last.action, last.after) == (Action.SIGNED_OUT, {"sessions": 2})


async def test_one_ends_by_its_handle_which_is_no_token(world: World) -> None:
    account = await let_in(world)
    here, there = await opened(world, account), await opened(world, account)
    session = await session_of(world, there.token)
    assert session is not None

    ended = await end_sessions(world.ports, CLERK, EndSessions(here.token, session.handle))

    assert ended == 1
    assert await session_of(world, there.token) is None
    assert session.handle not in there.token


async def test_somebody_else_s_session_is_out_of_reach(world: World) -> None:
    here = await opened(world, await let_in(world))
    theirs = await opened(world, await let_in(world, SIGNER))
    session = await session_of(world, theirs.token)
    assert session is not None
    before = len(await acts(world))

    assert await end_sessions(world.ports, CLERK, EndSessions(here.token, session.handle)) == 0

    assert await session_of(world, theirs.token) is not None
    assert len(await acts(world)) == before
