"""A new key follows the old one: on record, vouched for by both, each within its sizes."""

from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.publishing.board import FileBoard
from ntm_verify.trail.checkpoint import Checkpoint
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.notes import open_note, read_key, sign_note
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.signatures import verify_signature
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.usecases.rotate_log_key import RotateLogKey, rotate_log_key
from tests.support.builders import AUDITOR, OPERATOR
from tests.support.memory_board import BOARD_KEY
from tests.support.worlds import ORIGIN, World
from tests.usecases.test_publish_log import happens


def with_board(world: World, folder: Path) -> Ports:
    board = FileBoard(folder / "published", ORIGIN, BOARD_KEY, folder / "log.key")

    async def publish() -> object:
        return await publish_log(ports, SYSTEM, PublishLog())

    changed: dict[str, Any] = {"board": board, "publish": publish}
    ports = replace(world.ports, **changed)
    return ports


async def test_a_log_signed_by_two_keys_holds_by_the_policy_that_names_both(
    world: World, tmp_path: Path
) -> None:
    ports = with_board(world, tmp_path)
    await happens(world, 3)
    await publish_log(ports, SYSTEM, PublishLog())
    old = ports.board.vkey

    done = await rotate_log_key(ports, OPERATOR, RotateLogKey())

    new = ports.board.vkey
    assert new != old
    note = open_note(ports.board.get("checkpoint") or b"", [read_key(old), read_key(new)])
    assert len(note.signatures) == 2
    (event,) = [e for e in await world.audit_log() if e.action is Action.KEY_ROTATED]
    told = {name: str(value) for name, value in (event.after or {}).items()}
    text = f"ntm-rotate/v1\n{ORIGIN}\n{old}\n{new}\n".encode()
    for key, by in ((old, "by_old"), (new, "by_new")):
        assert verify_signature(read_key(key).public, text, b64decode(told[by]))
    await happens(world, 2)
    await publish_log(ports, SYSTEM, PublishLog())
    policy = read_policy(done.policy)
    report = examine_folder(tmp_path / "published" / "log", policy)
    assert (report.findings, report.exit_code, len(policy.periods)) == ((), 0, 2)


async def test_the_old_key_serves_no_more_afterwards(world: World, tmp_path: Path) -> None:
    ports = with_board(world, tmp_path)
    done = await rotate_log_key(ports, OPERATOR, RotateLogKey())
    await happens(world, 1)
    head = (await publish_log(ports, SYSTEM, PublishLog())).head
    assert head.size > done.size
    by_old = sign_note(Checkpoint(ORIGIN, head).text(), ORIGIN, BOARD_KEY)
    ports.board.put([(f"checkpoints/{head.size:012d}", by_old)])

    report = examine_folder(tmp_path / "published" / "log", read_policy(done.policy))

    assert {found.word.value for found in report.findings} == {"KEY_OUT_OF_PERIOD"}


async def test_only_the_operator_changes_keys(world: World) -> None:
    with pytest.raises(WrongOffice):
        await rotate_log_key(world.ports, AUDITOR, RotateLogKey())
