"""The day's checkpoint is stamped once by an outside clock, and verified with the log."""

import pytest

from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.words import Word
from ntm_verify.usecases.log_keys import known_keys
from ntm_verify.usecases.ports import Unavailable
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.usecases.stamp_checkpoint import StampCheckpoint, stamp_checkpoint
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log
from tests.support.builders import AUDITOR, CLERK
from tests.support.worlds import World
from tests.usecases.test_publish_log import board, happens


async def stamped(world: World) -> int | None:
    await publish_log(world.ports, SYSTEM, PublishLog())
    return await stamp_checkpoint(world.ports, SYSTEM, StampCheckpoint())


async def verdict(world: World) -> tuple[list[Word], int]:
    policy = read_policy(f"{known_keys(world.ports)}#ntm tsa aa\n")
    report = await verify_audit_log(world.ports, AUDITOR, VerifyAuditLog(policy=policy))
    return [found.word for found in report.findings], report.exit_code


async def test_one_checkpoint_a_day_is_stamped_outside_the_database(world: World) -> None:
    await happens(world, 2)
    assert await stamped(world) == 3
    await happens(world, 2)
    assert await stamped(world) is None
    world.outside.pass_time(days=1)
    assert await stamped(world) == 5

    assert [size for size, _ in board(world).stamps()] == [3, 5]
    assert await verdict(world) == ([], 0)


async def test_an_authority_that_is_away_leaves_the_day_open(world: World) -> None:
    await happens(world, 2)
    world.outside.token_fails = Unavailable("tsa")
    with pytest.raises(Unavailable):
        await stamped(world)
    assert await verdict(world) == ([Word.TIMESTAMP_MISSING], 4)

    world.outside.token_fails = None
    assert await stamped(world) is not None


async def test_a_token_over_other_bytes_or_of_too_early_a_time_is_named(world: World) -> None:
    """X07: a token that was moved to another checkpoint, and one that was back-dated."""
    await happens(world, 2)
    await stamped(world)
    files, (name,) = board(world).files, [n for n in board(world).files if n.startswith("tsr/0")]
    honest = files[name]
    files[name] = bytes([honest[0] ^ 1]) + honest[1:]
    assert await verdict(world) == ([Word.BAD_TIMESTAMP], 1)
    early = world.outside.now.replace(year=2000).isoformat().encode()
    files[name] = honest[:32] + early
    assert await verdict(world) == ([Word.BAD_TIMESTAMP], 1)

    files[name] = honest
    assert await verdict(world) == ([], 0)


async def test_nothing_published_is_nothing_stamped(world: World) -> None:
    assert await stamp_checkpoint(world.ports, SYSTEM, StampCheckpoint()) is None
    with pytest.raises(WrongOffice):
        await stamp_checkpoint(world.ports, CLERK, StampCheckpoint())
