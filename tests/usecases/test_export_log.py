"""An exported log is whole, and its policy is for reading only."""

from pathlib import Path

import pytest

from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.usecases.export_log import ExportLog, export_log
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from tests.support.builders import AUDITOR, CLERK
from tests.support.worlds import World

from .test_publish_log import board, happens


async def test_what_is_exported_is_what_was_published_last(world: World, tmp_path: Path) -> None:
    for times in (3, 300):
        await happens(world, times)
        await publish_log(world.ports, SYSTEM, PublishLog())

    files = {path: content async for path, content in export_log(world.ports, AUDITOR, ExportLog())}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    policy = files.pop("policy.txt").decode()
    assert examine_folder(tmp_path, read_policy(policy)).holds
    assert "tham khảo" in policy.splitlines()[0]
    assert files.items() < board(world).files.items()
    assert not any(path.endswith(".p/4") for path in files)


async def test_nothing_published_is_nothing_but_the_keys(world: World) -> None:
    files = [path async for path, _ in export_log(world.ports, AUDITOR, ExportLog())]

    assert files == ["policy.txt"]


async def test_it_is_for_readers_of_the_log(world: World) -> None:
    with pytest.raises(WrongOffice):
        async for _ in export_log(world.ports, CLERK, ExportLog()):
            pass
