"""Figures of the log count only where the machine was calm and the root is right."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.__main__ import PARTS, Missed, main
from tests.bench.log_bulk import Bare, put_own, require_root, storage
from tests.bench.log_measure import COPY, OWN, PLAIN, Row, WrongRoot, faster, in_turn, slower, sound
from tests.bench.log_proofs import Tiles


def test_ways_take_turns_and_each_begins_as_often() -> None:
    order = list[str]()
    ways = {name: lambda _, name=name: order.append(name) for name in (PLAIN, OWN, COPY)}

    took = in_turn(ways, 3)

    assert [len(times) for times in took.values()] == [3, 3, 3]
    assert order == [PLAIN, OWN, COPY, OWN, COPY, PLAIN, COPY, PLAIN, OWN]


def test_a_run_whose_baseline_differs_from_its_copy_is_void_and_repeated() -> None:
    runs = iter([(1.0, 1.2, 9.0), (1.0, 0.8, 9.0), (1.0, 1.1, 2.0), (1.0, 0.9, 4.0)])

    def measure() -> dict[str, list[float]]:
        plain, copy, own = next(runs)
        return {PLAIN: [plain], COPY: [copy], OWN: [own]}

    ratios = sound(measure, 2)

    assert ratios == [2.0, 4.0]
    assert (faster("x", 0.3, ratios).is_met, faster("x", 0.4, ratios).is_met) == (True, False)
    assert (slower("x", 3.0, ratios).is_met, slower("x", 2.9, ratios).is_met) == (True, False)


def test_a_row_that_never_was_calm_is_missed() -> None:
    row = faster("x", 0.3, sound(lambda: {PLAIN: [1.0], COPY: [2.0], OWN: [1.0]}, 2))

    assert (row.value, row.is_met) == (None, False)
    assert "MISSED" in str(row)
    assert "not measured" in str(Row("x", "-", None, "not built"))


def test_a_wrong_root_voids_the_figure(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "bare.db")
    bare = Bare(tmp_path, "bare.db")
    put_own(bare, [b"one", b"two"])
    require_root(bare)

    with bare.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        connection.exec_driver_sql("UPDATE audit_event SET entry = X'00' WHERE idx = 1")
    with pytest.raises(WrongRoot, match="leaf"):
        require_root(bare)
    bare.engine.dispose()


def test_an_entry_takes_little_more_than_a_plain_row(sqlite_template: Path, tmp_path: Path) -> None:
    for name in ("own.db", "row.db"):
        shutil.copy(sqlite_template, tmp_path / name)

    (row,) = storage(tmp_path, 4_000)

    assert row.is_met, row


def test_a_cold_proof_reads_three_tiles_at_most(tmp_path: Path) -> None:
    log = Tiles(tmp_path, 66_000)
    log.lay()

    costs = [log.costs(index) for index in (0, 40_000, 65_535, 65_536, 65_999)]

    assert max(tiles for tiles, _ in costs) == 3
    assert max(hashes for _, hashes in costs) <= 768


def test_a_missed_floor_fails_the_whole_when_every_table_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(**_: bool) -> Iterator[str]:
        yield "the first table"
        raise Missed(["row 9"])

    def other(**_: bool) -> Iterator[str]:
        yield "the last table"

    monkeypatch.setitem(PARTS, "log", missing)
    monkeypatch.setitem(PARTS, "faults", other)
    with pytest.raises(SystemExit, match="row 9"):
        main(["log", "faults"])

    assert capsys.readouterr().out.splitlines()[-1] == "the last table"
