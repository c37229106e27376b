"""A published log convinces from its folder alone, and no changed byte of it passes."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.tree import Head

from .logs import SAMPLE, told

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="no reference log here")
POLICY = (SAMPLE / "policy.txt").read_text() if SAMPLE.is_dir() else ""
LONG_AFTER = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the reference log with its older checkpoint."""
    shutil.copytree(SAMPLE / "log", tmp_path / "log", copy_function=shutil.copyfile)
    for path in (tmp_path / "log").rglob("*"):
        path.chmod(0o755)
    (tmp_path / "log" / "checkpoints").mkdir()
    shutil.copyfile(SAMPLE / "older-checkpoint", tmp_path / "log" / "checkpoints" / "000000000276")
    return tmp_path / "log"


def words(folder: Path, policy: str = POLICY, *pins: Head, now: datetime | None = None) -> set[str]:
    report = examine_folder(folder, read_policy(policy), pins, now)
    return {finding.word.value for finding in report.findings}


def test_it_holds(folder: Path) -> None:
    report = examine_folder(folder, read_policy(POLICY))

    assert (told(report), report.exit_code, report.size) == ([], 0, 300)


def test_no_flipped_byte_of_the_folder_passes(folder: Path) -> None:
    shutil.rmtree(folder / "checkpoints")  # an older one need not be cosigned
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in files:
        content = path.read_bytes()
        for number in range(12):
            at = int.from_bytes(sha256(b"%d" % number).digest()[:6]) % len(content)
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            assert not examine_folder(folder, read_policy(POLICY)).holds, (path, at)
        path.write_bytes(content)
    assert examine_folder(folder, read_policy(POLICY)).holds


def test_a_missing_file_leaves_the_question_open_or_is_named(folder: Path) -> None:
    (folder / "tile" / "entries" / "001.p" / "44").unlink()
    assert {"MISSING_EVIDENCE", "ROLLED_BACK"} <= words(folder)
    shutil.rmtree(folder / "tile" / "1")
    entries = Path("tile") / "entries"
    shutil.copytree(SAMPLE / "log" / entries, folder / entries, dirs_exist_ok=True)
    assert words(folder) == {"NODE_DAMAGED"}


def changed(*lines: tuple[str, str]) -> Callable[[str], str]:
    def change(policy: str) -> str:
        for old, new in lines:
            assert old in policy
            policy = policy.replace(old, new)
        return policy

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (changed(("key-period 44339a18 0 -", "key-period 44339a18 0 280")), {"KEY_OUT_OF_PERIOD"}),
        (changed((" 0 -\n#ntm max", " 0 200\n#ntm max")), {"FORGED_EVENT"}),
        (changed(("max-future 300", "max-future -100000")), {"TIME_FUTURE"}),
        (changed(("quorum both", "quorum none")), set()),
    ],
)
def test_what_the_reader_knows_decides(
    folder: Path, change: Callable[[str], str], expected: set[str]
) -> None:
    found = words(folder, change(POLICY))

    assert expected <= found
    assert bool(found) == bool(expected)


def test_without_the_witnesses_lines_the_quorum_is_missing(folder: Path) -> None:
    note = (folder / "checkpoint").read_text()
    (folder / "checkpoint").write_text("".join(note.splitlines(keepends=True)[:5]))

    assert words(folder) == {"WITNESS_QUORUM_MISSING"}
    assert examine_folder(folder, read_policy(POLICY)).exit_code == 4


def test_an_old_checkpoint_is_stale_where_an_age_is_set(folder: Path) -> None:
    policy = POLICY + "#ntm max-age 7200\n"

    assert words(folder, policy, now=LONG_AFTER) == {"STALE"}
    assert words(folder, policy, now=LONG_AFTER - timedelta(days=400)) == set()


def test_pins_from_paper_speak_against_a_log(folder: Path) -> None:
    assert words(folder, POLICY, Head(301, b"x" * 32)) == {"ROLLED_BACK"}
    assert words(folder, POLICY, Head(299, b"x" * 32)) == {"ROOT_MISMATCH"}


def test_lines_that_nobody_known_signed_are_named(folder: Path) -> None:
    lines = (folder / "checkpoint").read_text().splitlines(keepends=True)
    stranger = lines[4].replace("thanhhoa", "nowhere")
    (folder / "checkpoints" / "000000000300").write_text("".join([*lines[:4], stranger]))

    assert words(folder) == {"UNKNOWN_KEY"}


def test_where_time_stamps_are_asked_for_and_nobody_can_judge_them_that_is_said(
    folder: Path,
) -> None:
    policy = read_policy(f"{POLICY}\n#ntm tsa {'0' * 64}\n")

    report = examine_folder(folder, policy)

    assert (told(report), report.exit_code) == (["MISSING_EVIDENCE"], 4)
