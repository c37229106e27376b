"""`make bench`: `check` from the command's start to its end, beside a bare reader and peers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from .runs import Failed, Run, best_of, check_command, exponent, peer_command

SIZES: Final = (300, 12_000, 100_000)
GROWTH: Final = (12_000, 100_000)
PEERS: Final = ("calamine", "openpyxl+pydantic", "frictionless", "pandas+pandera")
ANSWERS: Final = (0, 1, 4)


def make_list(folder: Path, rows: int) -> Path:
    """Make a list of so many people up, with the same seed every time."""
    target = folder / str(rows)
    command = [sys.executable, "-m", "ntm_verify", "generate", "--communes", "1"]
    subprocess.run(  # noqa: S603 - our own command
        [*command, "--rows", str(rows), "--seed", "1", str(target)],
        check=True,
        capture_output=True,
    )
    return next(target.glob("*.xlsx"))


def measure(file: Path, rows: int) -> Iterator[tuple[str, Run]]:
    """Run the check and every peer on one list."""
    yield "check", best_of(2, check_command(file, 2 * rows), ANSWERS)
    for peer in PEERS:
        try:
            yield peer, best_of(2 if rows < SIZES[-1] else 1, peer_command(peer, file))
        except Failed as failed:
            print(f"  {peer}: {str(failed)[-160:]}")  # noqa: T201 - the answer of a command


def main() -> None:
    """Print seconds, memory and the ratio of each to the check."""
    took: dict[int, float] = {}
    with TemporaryDirectory() as folder:
        for rows in SIZES:
            print(f"{rows:,} rows")  # noqa: T201 - as above
            for name, run in measure(make_list(Path(folder), rows), rows):
                own = took.setdefault(rows, run.seconds)
                ratio = f"{run.seconds:8.2f} s {run.mib:7.0f} MiB {run.seconds / own:6.2f} x"
                print(f"  {name:20}{ratio}")  # noqa: T201 - as above
    small, large = ((size, took[size]) for size in GROWTH)
    print(f"growth from {GROWTH[0]:,} to {GROWTH[1]:,} rows: n^{exponent(small, large):.2f}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
