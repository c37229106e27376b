"""The log's commands: publish, export, and verify without any database."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Never

import pytest

from ntm_verify.cli.main import main
from ntm_verify.cli.openers import WRONG_USE, Openers
from ntm_verify.domain.people import SYSTEM
from ntm_verify.signatures.demonstration import DemonstrationAuthority
from ntm_verify.signatures.note_stamps import NoteStamps
from ntm_verify.signatures.setup import SigningSetup, read_certificates
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.usecases.stamp_checkpoint import StampCheckpoint, stamp_checkpoint
from tests.support.builders import NOON
from tests.support.worlds import MemoryWorld


def nothing(*_: object) -> Never:
    raise AssertionError("not needed")


@pytest.fixture
def openers() -> Openers:
    world = MemoryWorld()

    return openers_of(world.ports)


def openers_of(given: Ports) -> Openers:
    @asynccontextmanager
    async def ports() -> AsyncGenerator[Ports]:
        yield given

    unused: Any = nothing
    return Openers(ports, ports, unused, unused, Path(), unused)


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


@dataclass
class Stamped:
    """An exported log with a time-stamp over its checkpoint, and authorities to make others."""

    openers: Openers
    folder: Path
    policy: Path
    pin: str
    stamps: NoteStamps
    earlier: NoteStamps

    @property
    def token(self) -> Path:
        (token,) = (self.folder / "tsr").iterdir()
        return token

    @property
    def text(self) -> bytes:
        return (self.folder / "checkpoint").read_bytes().partition(b"\n\n")[0] + b"\n"

    def verdict(self, capsys: pytest.CaptureFixture[str], pin: str = "") -> tuple[int, str]:
        known = (self.folder / "policy.txt").read_text()
        self.policy.write_text(f"{known}#ntm tsa {pin or self.pin}\n")
        capsys.readouterr()
        asked = ["audit", "verify", "--folder", str(self.folder), "--policy", str(self.policy)]
        code = main(self.openers, asked)
        return code, capsys.readouterr().out


@pytest.fixture
def stamped(tmp_path: Path) -> Stamped:
    keys = SigningSetup(tmp_path / "authority")
    DemonstrationAuthority(keys.folder).ensure(NOON - timedelta(days=2))
    stamps = NoteStamps(keys, lambda: NOON)
    real: dict[str, Any] = {"stamp_note": stamps.stamp, "check_stamp": stamps.check}
    ports = replace(MemoryWorld().ports, **real)
    asyncio.run(publish_log(ports, SYSTEM, PublishLog()))
    asyncio.run(stamp_checkpoint(ports, SYSTEM, StampCheckpoint()))
    openers, folder = openers_of(ports), tmp_path / "log"
    assert main(openers, ["audit", "export", str(folder)]) == 0
    (own,) = read_certificates(keys.folder / "tsa.pem")
    earlier = NoteStamps(keys, lambda: NOON - timedelta(days=1))
    pin = sha256(own.dump()).hexdigest()
    return Stamped(openers, folder, tmp_path / "policy.txt", pin, stamps, earlier)


def test_time_stamps_of_a_published_log_are_checked_by_the_authority_that_its_reader_pins(
    stamped: Stamped, capsys: pytest.CaptureFixture[str]
) -> None:
    """X07: a token over another digest, a back-dated one, and one with a flipped bit."""
    honest = stamped.token.read_bytes()
    assert stamped.verdict(capsys)[0] == 0
    for forged in (
        asyncio.run(stamped.stamps.stamp(stamped.text + b"x")),
        asyncio.run(stamped.earlier.stamp(stamped.text)),
        honest[:-20] + bytes([honest[-20] ^ 1]) + honest[-19:],
    ):
        assert forged != honest
        stamped.token.write_bytes(forged)
        code, told = stamped.verdict(capsys)
        assert (code, "BAD_TIMESTAMP" in told) == (1, True)
    stamped.token.write_bytes(honest)
    assert stamped.verdict(capsys)[0] == 0


def test_a_time_stamp_of_another_authority_is_none_and_a_missing_one_leaves_the_question_open(
    stamped: Stamped, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = stamped.verdict(capsys, pin="0" * 64)
    assert (code, "BAD_TIMESTAMP" in told) == (1, True)

    stamped.token.unlink()
    code, told = stamped.verdict(capsys)
    assert (code, "TIMESTAMP_MISSING" in told) == (4, True)
