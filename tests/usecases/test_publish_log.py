"""The log is published outside the database, and what does not follow is never signed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.notes import NoteKey, open_note, read_key, write_key
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.signatures import ED25519
from ntm_verify.trail.tree import Edge
from ntm_verify.usecases.ports import PublishedElsewhere
from ntm_verify.usecases.publish_log import LogRolledBack, Published, PublishLog, publish_log
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log
from tests.support.builders import AUDITOR, CLERK
from tests.support.memory_board import MemoryBoard
from tests.support.outside import KEY, ORIGIN
from tests.support.worlds import World


async def happens(world: World, times: int) -> None:
    """Let so many things be recorded, each in its own right."""
    async with world.ports.transaction() as tx:
        for number in range(times):
            subject = Subject("search", str(world.ports.new_id()), number)
            await tx.audit.append(AuditEvent(Action.SEARCH_RUN, AUDITOR, subject))


async def publish(world: World) -> Published:
    return await publish_log(world.ports, SYSTEM, PublishLog())


def board(world: World) -> MemoryBoard:
    return world.outside.board


def policy(world: World) -> str:
    writer = write_key(NoteKey(f"{ORIGIN}/writer", ED25519, KEY.public))
    return f"log {board(world).vkey}\nquorum none\n#ntm writer {writer} 0 -\n"


def laid_down(world: World, folder: Path) -> Path:
    for path, content in board(world).files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


async def test_what_is_published_holds_for_whoever_has_the_folder(
    world: World, tmp_path: Path
) -> None:
    for times in (1, 3, 300, 0, 220):
        await happens(world, times)
        done = await publish(world)
        note = open_note(done.checkpoint, [read_key(board(world).vkey)])
        async with world.ports.reading() as tx:
            assert read_checkpoint(note.text).head == done.head == await tx.audit.head()

    report = examine_folder(laid_down(world, tmp_path), read_policy(policy(world)))

    assert (report.exit_code, report.size, report.findings) == (0, 525, ())
    kept = [path for path in board(world).files if path.startswith("checkpoints/")]
    assert kept == [f"checkpoints/{size:012d}" for size in (2, 5, 305, 525)]
    assert {"tile/0/000", "tile/0/001", "tile/0/002.p/13", "tile/1/000.p/2"} <= set(
        board(world).files
    )


async def test_nothing_new_signs_and_writes_nothing(world: World) -> None:
    await happens(world, 3)
    first = await publish(world)
    files = dict(board(world).files)

    again = await publish(world)

    assert (again.is_new, again.checkpoint) == (False, first.checkpoint)
    assert board(world).files == files


async def test_an_interruption_is_made_good_with_the_same_bytes(
    world: World, tmp_path: Path
) -> None:
    await happens(world, 4)
    await publish(world)
    await happens(world, 300)
    board(world).prevents = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        await publish(world)
    assert board(world).signed.size == 305
    assert (board(world).get("checkpoint") or b"").split(b"\n")[1] == b"5"

    board(world).prevents = None
    await happens(world, 2)
    done = await publish(world)

    assert done.head.size == 307
    assert examine_folder(laid_down(world, tmp_path), read_policy(policy(world))).holds


async def test_a_second_publisher_that_was_slower_signs_nothing(world: World) -> None:
    await happens(world, 3)

    class Slow(MemoryBoard):
        def last(self) -> Edge:
            return Edge()

    await publish(world)
    await happens(world, 1)
    slow = Slow(ORIGIN, board(world).signed, {}, {})
    changed: dict[str, Any] = {"board": slow}
    with pytest.raises(PublishedElsewhere):
        await publish_log(replace(world.ports, **changed), SYSTEM, PublishLog())
    assert slow.files == {}


async def test_a_log_that_is_not_the_signed_one_is_not_published(world: World) -> None:
    await happens(world, 3)
    await publish(world)
    files = dict(board(world).files)
    signed = board(world).signed
    for other in (
        Edge(signed.size, (b"x" * 32, *signed.nodes[1:])),
        Edge(signed.size + 8, signed.nodes),
    ):
        board(world).signed = other
        await happens(world, 1)
        with pytest.raises(LogRolledBack, match="đã ký và công bố"):
            await publish(world)
        assert board(world).files == files


async def test_the_examination_holds_the_log_against_what_was_signed(world: World) -> None:
    await happens(world, 3)
    await publish(world)
    assert (await verify_audit_log(world.ports, AUDITOR, VerifyAuditLog())).holds

    signed = board(world).signed
    board(world).signed = Edge(signed.size + 64, signed.nodes)
    report = await verify_audit_log(world.ports, AUDITOR, VerifyAuditLog())

    assert [finding.word.value for finding in report.findings] == ["ROLLED_BACK"]


async def test_only_the_service_and_its_operator_publish(world: World) -> None:
    with pytest.raises(WrongOffice):
        await publish_log(world.ports, CLERK, PublishLog())
