"""A session ends where somebody signs out of it, and others go on."""

from hashlib import sha256

from ntm_verify.domain.account import Session
from ntm_verify.usecases.sign_out import SignOut, sign_out
from tests.support.builders import CLERK, NOON, an_account
from tests.support.scenes import told
from tests.support.worlds import World


async def test_signing_out_ends_one_session_and_twice_is_once(world: World) -> None:
    await world.holds(an_account(CLERK))
    digests = {word: sha256(word.encode()).hexdigest() for word in ("mine", "other")}
    async with world.ports.transaction() as tx:
        for digest in digests.values():
            await tx.accounts.open_session(Session(digest, CLERK.id, "web", NOON, NOON))

    for _ in range(2):
        await sign_out(world.ports, CLERK, SignOut("mine"))

    async with world.ports.reading() as tx:
        assert await tx.accounts.session(digests["mine"]) is None
        assert await tx.accounts.session(digests["other"])
    assert await told(world) == [("auth.signed_out", CLERK.id, CLERK.id)]
