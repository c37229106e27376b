"""`make bench`: every measurement, printed as tables of ratios.

`python -m tests.bench [lists] [across] [rollup] [outlook] [recall] [load] [log]
[faults] [certificate] [quick]` runs some, or short forms.
"""

import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.reader import ListReader
from tests.corpus.recall import measure as measure_recall

from .faults import Unsound
from .faults import rows as fault_rows
from .lists import COMMUNE, SIZES, WIDEST, write_list
from .load import Load, hold_under
from .log import FULL as FULL_LOG
from .log import QUICK as QUICK_LOG
from .log import rows as log_rows
from .provinces import COMMUNES, WAYS
from .runs import Failed, Run, best_of, check_command, exponent, peer_command, run_once

QUICK: Final = "quick"
ISSUING: Final = (sys.executable, "-m", "tests.bench.issuing")
MOST_ROWS: Final[Mapping[str, int]] = {
    "calamine": 2_000_000,
    "openpyxl+pydantic": 100_000,
    "frictionless": 100_000,
    "pandas+pandera": 100_000,
}
"""Beyond so many rows a peer takes minutes and says nothing new."""
OFTEN: Final = 20_000
LIBRARIES: Final = (
    *("polars", "python-calamine", "openpyxl", "pydantic", "frictionless", "pandas", "pandera"),
    "duckdb",
)


class Missed(Exception):
    """Floors that the product must keep were missed (chưa đạt mức sàn)."""

    def __init__(self, floors: Sequence[str]) -> None:
        """Name them."""
        super().__init__("; ".join(floors))
        self.floors = floors


def lists(*, quick: bool) -> Iterator[str]:
    """Measure a whole check beside a bare read and peers, by size."""
    sizes = [size for size in SIZES if not quick or size <= OFTEN]
    yield f"{'rows':>9} {'way':22} {'seconds':>8} {'× calamine':>10} {'× check':>8} {'MiB':>6}"
    checks: dict[int, float] = {}
    with tempfile.TemporaryDirectory(prefix="ntm-bench-") as folder:
        for size in sizes:
            made = write_list(Path(folder), size)
            times = 5 if size <= OFTEN else 3
            check = best_of(times, check_command(made.file, made.people), (0, 1, 4))
            counted = check.said["counts"]["counted"]
            if counted != size:
                raise Failed(f"{counted} of {size} people counted")
            checks[size] = check.seconds
            floor = best_of(times, peer_command("calamine", made.file))
            yield _line(size, "ntm-verify check", check, check, floor)
            yield _line(size, "calamine, bare read", floor, check, floor)
            for peer, most in list(MOST_ROWS.items())[1:]:
                if size <= most:
                    yield _peer(size, peer, made.file, check, floor)
                else:
                    yield f"{size:9} {peer:22} {'not run: more than ' + str(most) + ' rows':>35}"
        yield _growth(Path(folder), sizes[-1], checks[sizes[-1]])


def _growth(folder: Path, size: int, seconds: float) -> str:
    """Compare the longest list with a usual one that has the same columns."""
    small = COMMUNE if size > COMMUNE else SIZES[0]
    made = write_list(folder, small, wide=size <= WIDEST)
    less = best_of(5, check_command(made.file, made.people), (0, 1, 4)).seconds
    columns = "eight" if size <= WIDEST else "three"
    power = exponent((small, less), (size, seconds))
    return (
        f"with {columns} columns: {small} rows {less:.2f} s, {size} rows {seconds:.2f} s: "
        f"time grows with rows to the power {power:.2f}"
    )


def _peer(size: int, peer: str, file: Path, check: Run, floor: Run) -> str:
    try:
        return _line(size, peer, run_once(peer_command(peer, file)), check, floor)
    except Failed as failed:
        return f"{size:9} {peer:22} {str(failed)[-90:]}"


def _line(size: int, way: str, run: Run, check: Run, floor: Run) -> str:
    return (
        f"{size:9} {way:22} {run.seconds:8.2f} {run.seconds / floor.seconds:10.2f} "
        f"{run.seconds / check.seconds:8.2f} {run.mib:6.0f}"
    )


def across(*, quick: bool) -> Iterator[str]:
    """Measure the search for people on two lists beside bare joins."""
    if quick:
        return
    yield f"{'way':30} {'seconds':>8} {'× polars':>9} {'found':>7}   {COMMUNES} communes"
    floor = 1.0
    for way in sorted(WAYS, key=lambda way: (way.split(":")[0], "polars" not in way)):
        command = [sys.executable, "-m", "tests.bench.provinces", way]
        try:
            said = _fastest(run_once(command).said for _ in range(3))
        except Failed as failed:
            yield f"{way:30} {str(failed)[-90:]}"
            continue
        floor = said["seconds"] if "polars" in way else floor
        yield f"{way:30} {said['seconds']:8.2f} {said['seconds'] / floor:9.2f} {said['found']:7}"


def rollup(*, quick: bool) -> Iterator[str]:
    """Measure a province's sums beside bare aggregations of the same members."""
    command = [sys.executable, "-m", "tests.bench.rollup", *(["60000"] if quick else [])]
    said = run_once(command).said
    floor = min(said[name]["seconds"] for name in said if "bare" in name)
    yield f"{'way':16} {'seconds':>8} {'× fastest bare':>15} {'MiB':>6}   166 communes, 12 periods"
    for name, told in said.items():
        seconds = told["seconds"]
        yield f"{name:16} {seconds:8.3f} {seconds / floor:15.2f} {told['mib']:6.1f}"


def outlook(*, quick: bool) -> Iterator[str]:
    """Measure a province's outlook on cards beside bare aggregations of the same members."""
    command = [sys.executable, "-m", "tests.bench.outlook", *(["60000"] if quick else [])]
    said = run_once(command).said
    floor = min(said[name] for name in said if "bare" in name)
    yield f"{'way':16} {'seconds':>8} {'× fastest bare':>15}   166 communes, 6 days ahead"
    for name, seconds in said.items():
        yield f"{name:16} {seconds:8.3f} {seconds / floor:15.2f}"


def _fastest(answers: Iterable[dict[str, float]]) -> dict[str, float]:
    return min(answers, key=lambda one: one["seconds"])


def recall(*, quick: bool) -> Iterator[str]:
    """Measure what is found of planted faults, and what is found besides."""
    reader = ListReader(load_wordings())
    communes, rows = (12, 1_500) if quick else (36, 6_000)
    yield f"{communes} communes, {rows} rows each, half of the lists clean"
    try:
        yield from measure_recall(reader, communes, rows).table()
    finally:
        reader.close()


def load(*, quick: bool) -> Iterator[str]:
    """Measure the service while hostile files come in."""
    yield from hold_under(Load(10, 2) if quick else Load(50, 5)).table()


def certificate(*, quick: bool) -> Iterator[str]:
    """Measure one paper in parts beside bare libraries, and many papers on one and two cores."""
    rounds, papers = (3, 6) if quick else (20, 200)
    said = run_once([*ISSUING, "one", str(rounds)]).said
    yield f"one paper, best of {rounds}: seconds of the clock, and of the processor"
    for name in ("render", "sign", "stamp", "whole", "bare render", "bare signature"):
        yield f"{name:16} {said[name]:7.3f}"
    yield f"whole / (bare render + bare signature of the same level): {said['ratio']:.2f}"
    yield (
        f"processor: {said['whole work']:.3f} / {said['bare work']:.3f} = {said['work ratio']:.2f}"
    )
    took = {
        cores: run_once([*ISSUING, "batch", str(papers), str(cores)]).said["seconds"]
        for cores in (1, 2)
    }
    for cores, seconds in took.items():
        rate = papers / seconds
        yield f"{papers} papers on {cores} core(s): {seconds:.1f} s, {rate:.2f} a second"
    yield f"two cores / one: {took[1] / took[2]:.2f}"


def log(*, quick: bool) -> Iterator[str]:
    """Measure what the audit log costs beside the same work without it.

    Raises:
        Missed: a floor is missed, once the whole table is told; a quick run holds nothing to it.

    """
    yield f"{'what':62} {'floor':>7} {'value':>9} {'spread (runs)':>19}"
    missed = list[str]()
    for row in log_rows(QUICK_LOG if quick else FULL_LOG):
        if row.is_met is False:
            missed.append(row.what)
        yield str(row)
    yield f"{len(missed)} floors missed"
    if missed and not quick:
        raise Missed(missed)


def faults(*, quick: bool) -> Iterator[str]:
    """Kill writers and stop servers hard, and count what that leaves behind."""
    try:
        yield from fault_rows(quick=quick)
    except Unsound as unsound:
        raise Missed(["faults: something is unsound"]) from unsound


PARTS: Final[Mapping[str, Callable[..., Iterator[str]]]] = {
    "lists": lists,
    "across": across,
    "rollup": rollup,
    "outlook": outlook,
    "recall": recall,
    "load": load,
    "log": log,
    "faults": faults,
    "certificate": certificate,
}


def main(arguments: Sequence[str]) -> None:
    """Run what is asked for, all of it, and end with 1 if a floor was missed."""
    quick, missed = QUICK in arguments, list[str]()
    wanted = [name for name in PARTS if name in arguments] or list(PARTS)
    print(f"Python {platform.python_version()}, " + ", ".join(_versions()))  # noqa: T201 - a command
    for name in wanted:
        print(f"\n== {name}", flush=True)  # noqa: T201 - a command speaks by printing
        try:
            for line in PARTS[name](quick=quick):
                print(line, flush=True)  # noqa: T201 - as above
        except Missed as told:
            missed += told.floors
    if missed:
        sys.exit("floors missed: " + "; ".join(missed))


def _versions() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except ImportError:
            yield f"{name} missing (make bench installs it)"


if __name__ == "__main__":
    main(sys.argv[1:])
