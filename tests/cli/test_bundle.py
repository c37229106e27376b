"""A bundle is made at the console, and checked where there is neither server nor database."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Never

import pytest

from ntm_verify.cli.main import main
from ntm_verify.cli.openers import WRONG_USE, Openers
from ntm_verify.usecases.log_keys import known_keys
from ntm_verify.usecases.ports import Ports
from tests.support.bundles import WHY, a_certified_dossier
from tests.support.files import ROOT
from tests.support.worlds import MemoryWorld

REASON = ["--reason-code", "audit_plan", "--reason", WHY]


def nothing(*_: object) -> Never:
    raise AssertionError("not needed")


NOWHERE: Any = nothing
OFFLINE = Openers(NOWHERE, NOWHERE, NOWHERE, NOWHERE, Path(), NOWHERE)


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld()


@pytest.fixture
def openers(world: MemoryWorld) -> Openers:
    @asynccontextmanager
    async def ports() -> AsyncGenerator[Ports]:
        yield world.ports

    return Openers(NOWHERE, ports, NOWHERE, NOWHERE, Path(), NOWHERE)


async def certified(world: MemoryWorld) -> str:
    return (await a_certified_dossier(world)).certificate


def test_a_bundle_made_at_the_console_is_checked_offline(
    world: MemoryWorld, openers: Openers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    reference = asyncio.run(certified(world))
    bundle, policy = tmp_path / "goi.zip", tmp_path / "policy.txt"
    policy.write_text(known_keys(world.ports))
    assert main(openers, ["audit", "bundle", reference, str(bundle), *REASON]) == 0
    assert main(openers, ["audit", "bundle", reference, str(bundle), *REASON]) == WRONG_USE
    capsys.readouterr()

    verify = [str(bundle), "--policy", str(policy)]
    assert main(OFFLINE, ["verify", *verify]) == 0
    assert "Toàn vẹn" in capsys.readouterr().out
    assert main(OFFLINE, ["audit", "verify", *verify, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["exit"], told["first"], told["intact"]) == (0, None, True)
    assert main(OFFLINE, ["verify", str(bundle)]) == 4
    assert "trang Trợ giúp" in capsys.readouterr().err

    content = bundle.read_bytes()
    bundle.write_bytes(content.replace(b"%PDF-test", b"%PDF-tess"))
    assert bundle.read_bytes() != content
    assert main(OFFLINE, ["verify", *verify]) == 1
    assert "docs/" in capsys.readouterr().out.splitlines()[0]

    alone = [sys.executable, "-m", "ntm_verify.trail", *verify]
    said = subprocess.run(alone, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert said.returncode == 1
    assert "điểm khác đầu tiên" in said.stdout


def test_a_dossier_that_nobody_knows_and_a_broken_policy_are_wrong_use(
    openers: Openers, tmp_path: Path
) -> None:
    assert main(openers, ["audit", "bundle", "khong-co", str(tmp_path / "x"), *REASON]) == WRONG_USE
    (tmp_path / "goi.zip").write_bytes(b"PK\x03\x04nothing")
    (tmp_path / "policy.txt").write_text("log nothing\n")
    bundle, policy = str(tmp_path / "goi.zip"), str(tmp_path / "policy.txt")
    assert main(OFFLINE, ["verify", bundle, "--policy", policy]) == WRONG_USE
    assert main(OFFLINE, ["verify", bundle]) == 1
