"""Rows 5a, 5b and 6 of the log's floors: proofs from tiles on disk, cold, warm, and a peer's."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final, Self

from ntm_verify.trail import tiles
from ntm_verify.trail.proofs import check_inclusion
from ntm_verify.trail.tiles import prove_inclusion, stored_in, tile_path, widths
from ntm_verify.trail.tree import KEPT_LEVELS, Edge, leaf_hash
from tests.support.files import ROOT

from .log_measure import COPY, OWN, PLAIN, Row, WrongRoot, in_turn, slower, sound, spread_of

HASHES: Final = 768
TILES: Final = 3
COLD: Final = 50
WARM: Final = 500
PEER: Final = "pymerkle==7.0.0"
HOME: Final = ROOT / ".data" / "bench" / "pymerkle"
"""The peer's own environment: it is under the GPL and never a dependency."""
PEER_PLACES: Final = 50
INSTALLING: Final = 120.0


@dataclass
class Tiles:
    """The tiles of a log of so many entries on disk, and its right edge, as it was signed."""

    folder: Path
    size: int
    edge: Edge = field(default_factory=Edge)
    reads: list[str] = field(default_factory=list)

    def lay(self) -> None:
        """Write all tiles."""
        row = [leaf_hash(b"%d" % at) for at in range(self.size)]
        self.edge, nodes = Edge().extend(row)
        level = 0
        while row:
            for index, width in widths(len(row), 0):
                path = self.folder / tile_path(level, index, width)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(b"".join(row[index * 256 : index * 256 + width]))
            level += 1
            row = [node.hash for node in nodes if node.level == level * KEPT_LEVELS]

    def get(self, path: str) -> bytes:
        """Read a tile, and count that."""
        self.reads.append(path)
        return (self.folder / path).read_bytes()

    def cold(self, index: int) -> tuple[bytes, ...]:
        """Prove an entry with nothing in mind."""
        return prove_inclusion(stored_in(self.get, self.size), index, self.size, self.edge)

    def costs(self, index: int) -> tuple[int, int]:
        """Count the tiles that one cold proof reads, and its hashes; the proof must hold."""
        self.reads.clear()
        made = list[None]()

        def counted(content: bytes) -> Any:  # noqa: ANN401 - the library's own type
            made.append(None)
            return sha256(content)

        usual, tiles.sha256 = tiles.sha256, counted  # type: ignore[attr-defined,assignment] # counts
        try:
            proof = self.cold(index)
        finally:
            tiles.sha256 = usual  # type: ignore[attr-defined] # as it was
        check_inclusion(index, leaf_hash(b"%d" % index), proof, self.edge.head)
        return len(self.reads), len(made) + len(self.edge.nodes)


def proofs(folder: Path, count: int, repetitions: int) -> Iterator[Row]:
    """Rows 5a and 5b: cold beside bare hashing, warm beside cold; row 6 beside a peer."""
    log, chance = Tiles(folder, count), random.Random(5)  # noqa: S311 - which entries, no secret
    log.lay()

    def some(times: int) -> list[int]:
        return [chance.randrange(count) for _ in range(times)]

    def bare(_: int) -> None:
        for _ in range(HASHES):
            sha256(b"x" * 65).digest()

    def cold() -> dict[str, list[float]]:
        places = some(COLD)
        return in_turn({PLAIN: bare, OWN: lambda n: log.cold(places[n]), COPY: bare}, COLD)

    shared = stored_in(log.get, count)

    def warm() -> dict[str, list[float]]:
        places = some(WARM)
        ways: dict[str, Callable[[int], object]] = {
            PLAIN: lambda n: log.cold(places[n]),
            OWN: lambda n: prove_inclusion(shared, places[n], count, log.edge),
            COPY: lambda n: log.cold(places[n]),
        }
        for place in places:
            ways[OWN](places.index(place))
        return in_turn(ways, WARM)

    counted = [log.costs(index) for index in some(COLD)]
    yield slower(
        f"5a  proof, cold, {count:,}, beside {HASHES} hashes", 2.0, sound(cold, repetitions)
    )
    for place, (what, most) in enumerate((("tiles read", TILES), ("hashes", HASHES))):
        worst = max(one[place] for one in counted)
        yield Row(
            f"5a  {what} by a cold proof, most of {COLD}", f"≤ {most}", worst, "-", worst <= most
        )
    yield slower("5b  proof, warm, beside cold", 0.1, sound(warm, repetitions))
    yield from against_peer(log, shared, some, repetitions)


def against_peer(
    log: Tiles, shared: tiles.StoredTiles, some: Callable[[int], list[int]], repetitions: int
) -> Iterator[Row]:
    """Row 6: proofs of pymerkle over the same leaves, first and warm, in turn with ours.

    "first": both with nothing in mind. "warm": ours as in row 5b; pymerkle's tree is open and its
    cache in use, the places are new to it. "again": both have proved the very places before.
    """
    floors: dict[str, float | None] = {"warm": 100, "first": 500, "again": None}
    try:
        python = _peer()
    except (OSError, subprocess.SubprocessError) as fault:
        for kind, floor in floors.items():
            shown = f"≥ {floor}" if floor else "-"
            yield Row(f"6   {kind} proof, {PEER}", shown, None, type(fault).__name__[:19])
        return
    with Peer(python, log) as peer:
        for kind, floor in floors.items():
            times = 1 if kind == "first" else PEER_PLACES
            ratios = [peer.compared(kind, shared, some(times)) for _ in range(repetitions)]
            value = median(ratios)
            what = f"6   {kind} proof, {PEER} / ours"
            met = value >= floor if floor else None
            yield Row(what, f"≥ {floor}" if floor else "-", value, spread_of(ratios), met)


class Peer:
    """pymerkle in a process of its own, with the same leaves."""

    def __init__(self, python: Path, log: Tiles) -> None:
        program, file = Path(__file__).with_name("log_pymerkle.py"), log.folder / "pymerkle.db"
        self.log = log
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [str(python), str(program), str(log.size), str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        if self._hear()["root"] != self.log.edge.head.root.hex():
            raise WrongRoot(PEER)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def compared(self, kind: str, shared: tiles.StoredTiles, places: Sequence[int]) -> float:
        """Let both prove the same entries in turn; give theirs/ours, of the sums."""

        def warm(index: int) -> None:
            prove_inclusion(shared, index, self.log.size, self.log.edge)

        theirs = ours = 0.0
        for index in places:
            warm(index)
            if kind == "again":
                self._ask("warm", index)
        for index in places:
            theirs += self._ask(kind, index)
            began = perf_counter()
            if kind == "first":
                self.log.cold(index)
            else:
                warm(index)
            ours += perf_counter() - began
        return theirs / ours

    def _ask(self, kind: str, index: int) -> float:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{kind} {index}\n")
        self.process.stdin.flush()
        return float(self._hear()["seconds"])

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


def _peer() -> Path:
    """Give the python of the peer's environment, made at the first time.

    Raises:
        OSError, SubprocessError: it cannot be made: no package index in reach.

    """
    python = HOME / "bin" / "python"
    ready = HOME / ".ok"
    if not ready.exists():
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PEER]
        for command in ([sys.executable, "-m", "venv", str(HOME)], [str(python), *install]):
            subprocess.run(command, check=True, capture_output=True, timeout=INSTALLING)  # noqa: S603 - our own words
        ready.touch()
    return python
