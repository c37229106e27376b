"""A first answer is kept, and a second one is refused with its act."""

import pytest

from ntm_verify.domain.errors import AlreadyThere
from tests.support.builders import (
    CLERK,
    NOON,
    SIGNER,
)
from tests.support.worlds import World

from .acts import looked


async def test_a_first_answer_is_kept_for_its_actor(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.answers.keep(CLERK.id, "key", "digest", "answer", NOON)
        await tx.answers.keep(SIGNER.id, "key", "other", "other answer", NOON)

    async with world.ports.reading() as tx:
        assert await tx.answers.find(CLERK.id, "key") == ("digest", "answer")
        assert await tx.answers.find(CLERK.id, "other key") is None


async def test_a_second_answer_is_refused_with_its_act(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.answers.keep(CLERK.id, "key", "digest", "answer", NOON)

    async def act() -> None:
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())
            await tx.answers.keep(CLERK.id, "key", "digest", "answer", NOON)

    with pytest.raises(AlreadyThere):
        await act()

    assert await world.audit_log() == []
