"""The log's commands: publish, export, and verify without any database."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Never

import pytest

from ntm_verify.cli.main import main
from ntm_verify.cli.openers import WRONG_USE, Openers
from ntm_verify.usecases.ports import Ports
from tests.support.worlds import MemoryWorld


def nothing(*_: object) -> Never:
    raise AssertionError("not needed")


@pytest.fixture
def openers() -> Openers:
    world = MemoryWorld()

    @asynccontextmanager
    async def ports() -> AsyncGenerator[Ports]:
        yield world.ports

    unused: Any = nothing
    return Openers(unused, ports, unused, unused, Path(), unused)


def test_an_exported_log_is_verified_from_its_folder_alone(
    openers: Openers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "log"
    assert main(openers, ["audit", "export", str(folder)]) == 0
    known = tmp_path / "policy.txt"
    known.write_bytes((folder / "policy.txt").read_bytes())
    verify = ["audit", "verify", "--folder", str(folder), "--policy", str(known)]

    assert main(openers, verify) == 0
    assert "Toàn vẹn: 1 dòng" in capsys.readouterr().out
    kept = folder / "checkpoint"
    assert main(openers, [*verify, "--pin", str(kept)]) == 0

    bundle = folder / "tile" / "entries" / "000.p" / "1"
    content = bundle.read_bytes()
    bundle.write_bytes(content.replace(b"schema", b"scheme"))
    assert bundle.read_bytes() != content
    assert main(openers, verify) == 1
    assert "ROOT_MISMATCH" in capsys.readouterr().out


def test_a_folder_is_not_believed_about_its_own_keys(
    openers: Openers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(openers, ["audit", "export", str(tmp_path / "log")])

    assert main(openers, ["audit", "verify", "--folder", str(tmp_path / "log")]) == WRONG_USE
    assert "khóa phải đến từ người kiểm tra" in capsys.readouterr().err


def test_an_export_overwrites_nothing(openers: Openers, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x")

    assert main(openers, ["audit", "export", str(tmp_path)]) == WRONG_USE
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_the_signed_checkpoint_is_printed_and_later_speaks_for_the_log(
    openers: Openers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(openers, ["audit", "checkpoint"]) == 0
    told = capsys.readouterr().out
    (tmp_path / "kept").write_text(told)
    policy = tmp_path / "policy.txt"
    main(openers, ["audit", "export", str(tmp_path / "log")])
    policy.write_bytes((tmp_path / "log" / "policy.txt").read_bytes())

    pins = ["--pin", str(tmp_path / "kept"), "--policy", str(policy)]
    assert main(openers, ["audit", "verify", *pins]) == 0
    origin, size, root = told.splitlines()[:3]
    (tmp_path / "kept").write_text(f"{origin}\n{int(size) + 5}\n{root}\n\n")
    assert main(openers, ["audit", "verify", *pins]) == 1
    assert "ROLLED_BACK" in capsys.readouterr().out


def test_a_policy_that_cannot_be_read_is_wrong_use(openers: Openers, tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text("log nothing\n")

    policy = ["--policy", str(tmp_path / "policy.txt")]
    assert main(openers, ["audit", "verify", *policy]) == WRONG_USE
    with pytest.raises(SystemExit):
        main(openers, ["audit", "verify", "--pin", "nonsense"])
