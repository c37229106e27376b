"""Whatever stops the service or its database, no entry is lost, doubled or left half."""

import subprocess
import sys
from pathlib import Path

import pytest

from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.tree import Edge, Head, leaf_hash
from tests.support.faults import kill_writers
from tests.support.files import ROOT
from tests.support.publishing_faults import publishers_at_once, witness_away

from .conftest import Stage
from .dba import as_dba, entries_of
from .published import a_policy

KILLS = 12
"""In `python -m tests.bench faults` it is 200."""


def test_writers_that_are_killed_leave_whole_acts_and_no_others(stage_url: str) -> None:
    tally = kill_writers(stage_url, KILLS)

    assert (tally.rounds, tally.is_sound) == (KILLS, True), str(tally)
    assert tally.kept >= KILLS


def test_an_entry_in_a_second_commit_is_found_out(sqlite_world_url: str) -> None:
    """The same blows upon a writer with a planted fault: rows stand without their entries."""
    tally = kill_writers(sqlite_world_url, 2 * KILLS, mode="apart")

    assert tally.half
    assert not tally.is_sound


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_x13_publishers_that_are_killed_at_every_step_leave_the_same_bytes_to_the_next(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """X13: byte for byte what a publisher that nobody killed has written beside it."""
    url = request.getfixturevalue(f"{kind}_world_url")
    command = [sys.executable, "-m", "tests.support.killing_publisher", url]
    folders = [tmp_path / "killed", tmp_path / "undisturbed"]
    walk = subprocess.run(  # noqa: S603 - our own program
        [*command, *folders], cwd=ROOT, capture_output=True, text=True, check=True
    )

    steps = set(walk.stdout.splitlines())
    assert {"nothing is set down", "set down and not signed", "signed and not written"} <= steps
    assert {step.split("/")[0] for step in steps if step.startswith("written")} >= {"written tile"}
    killed, undisturbed = (files_of(folder / "log") for folder in folders)
    assert killed == undisturbed
    report = examine_folder(folders[0] / "log", a_policy(quorum="none"))
    assert (report.exit_code, report.head) == (0, head_at(url))


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def head_at(url: str) -> Head:
    with as_dba(url) as dba:
        return Edge().extend(map(leaf_hash, entries_of(dba)))[0].head


async def test_publishers_at_once_sign_one_history(stage: Stage, tmp_path: Path) -> None:
    """X03: four publishers of one log, while it grows."""
    done = await publishers_at_once(stage.world, tmp_path / "published")

    assert done.is_sound, done
    assert len(dict(done.heads)) == len(set(done.heads)) > 1
    async with stage.world.ports.reading() as tx:
        assert done.report.head == await tx.audit.head()


async def test_a_witness_that_is_away_leaves_the_question_open_until_it_is_back(
    stage: Stage, tmp_path: Path
) -> None:
    """X06, on real files: work goes on, and what was not covered is, by itself."""
    found = await witness_away(stage.world, tmp_path / "published", 2)

    away, back = (4, "WITNESS_QUORUM_MISSING"), (0, "")
    assert [(code, words) for code, words, _ in found] == [away, back] * 2
    sizes = [size for _, _, size in found]
    assert sizes == sorted(set(sizes))
