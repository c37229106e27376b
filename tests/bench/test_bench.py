"""The measurements run, in short forms; what they must never say is held here."""

import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.lists import province, write_list
from tests.bench.load import Load, hold_under
from tests.bench.outlook import measure as measure_outlook
from tests.bench.provinces import ours_all, ours_one
from tests.bench.rollup import measure as measure_rollup
from tests.bench.runs import Failed, check_command, exponent, peer_command, run_once

MIB = 2**20


def test_time_that_doubles_with_the_rows_grows_to_the_power_one() -> None:
    assert exponent((100, 2.0), (200, 4.0)) == pytest.approx(1.0)
    assert exponent((100, 2.0), (10_000, 4.0)) == pytest.approx(0.1505, abs=1e-4)


def test_a_whole_check_and_a_bare_read_see_the_same_rows(tmp_path: Path) -> None:
    made = write_list(tmp_path, 300)

    check = run_once(check_command(made.file, made.people), (0, 1, 4))
    floor = run_once(peer_command("calamine", made.file))

    assert check.said["counts"]["counted"] == floor.said["rows"] == 300
    assert 0 < floor.peak < check.peak < 700 * MIB


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(Failed):
        run_once(check_command(tmp_path / "no-such-file.xlsx", 1))


def test_neighbours_share_people_and_both_ways_find_them() -> None:
    lists = province(communes=4, people=100, shared=3)

    assert ours_all((), lists) == 2 * 3 * 3
    assert ours_one(lists[1][1], [lists[0], *lists[2:]]) == 2 * 3


def test_recall_is_printed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    main(["recall", "quick"])

    lines = capsys.readouterr().out.splitlines()
    assert "== recall" in lines
    assert any(line.startswith("duplicate_in_list") and "100.00%" in line for line in lines)
    assert lines[-1].endswith("found there: error 0, warning 0, info 16")


def test_the_roll_up_and_bare_aggregations_agree_on_every_period() -> None:
    found = measure_rollup(6_000)

    sums = {name: way.sums for name, way in found.items()}
    assert set(map(tuple, sums.values())) == {tuple(sums["ntm-verify"])}
    assert sums["ntm-verify"][-1] == 6_000
    assert sums["ntm-verify"] == sorted(sums["ntm-verify"])


def test_the_outlook_and_bare_aggregations_agree_on_every_day_ahead() -> None:
    found = measure_outlook(6_000)

    assert set(found) == {"ntm-verify", "polars, bare", "SQL, bare"}
    assert min(found.values()) > 0


@pytest.mark.slow
def test_a_paper_is_measured_in_parts_and_a_batch_is_issued_whole() -> None:
    one, batch = run_once([sys.executable, "-m", "tests.bench.issuing", "short"]).said

    assert min(one.values()) > 0
    assert one["whole"] > one["render"] + one["sign"] * 0.5
    assert batch["papers"] == 2


@pytest.mark.slow
def test_hostile_files_hold_up_neither_good_lists_nor_other_pages() -> None:
    held = hold_under(Load(hostile=6, good=1))

    print(*held.table(), sep="\n")  # noqa: T201 - seen with pytest -s
    assert held.good == {"checked": 1}
    assert sum(held.hostile.values()) == 6
    assert set(held.hostile) <= {"draft", "checked"}
    assert (held.failed_pages, held.percentile(0.99) < 3_000) == (0, True)
    assert held.peak < 1_500 * MIB
