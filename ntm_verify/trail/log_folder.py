"""A published log, read from a folder alone (nhật ký đã công bố), with neither server nor database.

The folder holds what the public formats say: `checkpoint`, older ones in `checkpoints/`, bundles
of entries and tiles of hashes. Nothing in it is believed: sizes are bounded before reading.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from .auditor import Examination, LogReport
from .checkpoints import judge_checkpoints, policy_for
from .entry import LONGEST
from .notes import LONGEST as LONGEST_NOTE
from .policy_file import PolicyFile
from .tiles import WIDTH, BrokenTiles, bundle_path, levels, tile_path, unpack, widths
from .tree import KEPT_LEVELS, Head, leaf_hash, node_hash
from .words import Finding, Word

CHECKPOINT: Final = "checkpoint"
CHECKPOINTS: Final = "checkpoints"
_HASH: Final = 32
_MOST_BUNDLE: Final = WIDTH * (LONGEST + 2)
_MOST_CHECKPOINTS: Final = 100_000


def examine_folder(
    folder: Path,
    policy: PolicyFile,
    pins: Iterable[Head] = (),
    now: datetime | None = None,
) -> LogReport:
    """Read a published log as far as its newest checkpoint, and say whether it holds."""
    judged = judge_checkpoints(_notes(folder), policy, now)
    examination = Examination(policy_for(policy, judged, pins))
    examination.tell(judged.findings)
    size = judged.newest[0].head.size if judged.newest else 0
    leaves: list[bytes] = []
    for index, width in widths(size, 0):
        try:
            entries = unpack(_read(folder / bundle_path(index, width), _MOST_BUNDLE), width)
        except BrokenTiles as broken:
            examination.lacks(f"{bundle_path(index, width)}: {broken}")
            break
        for entry in entries:
            examination.read(entry)
        leaves += (leaf_hash(entry) for entry in entries)
    else:
        examination.tell(_damaged(folder, leaves))
    return examination.report()


def _notes(folder: Path) -> Iterator[bytes]:
    paths = sorted((folder / CHECKPOINTS).glob("*"))[-_MOST_CHECKPOINTS:]
    for path in (*paths, folder / CHECKPOINT):
        if path.is_file():
            yield _read(path, LONGEST_NOTE)


def _damaged(folder: Path, leaves: list[bytes]) -> Iterator[Finding]:
    """Hold every tile against the hashes of the entries."""
    hashes = leaves
    for level in levels(len(leaves)):
        for index, width in widths(len(leaves), level):
            path = tile_path(level, index, width)
            wanted = b"".join(hashes[index * WIDTH : index * WIDTH + width])
            try:
                is_whole = _read(folder / path, WIDTH * _HASH) == wanted
            except BrokenTiles:
                is_whole = False
            if not is_whole:
                place = (index * WIDTH) << (KEPT_LEVELS * level)
                yield Finding(Word.NODE_DAMAGED, place, path)
        firsts = range(0, len(hashes) // WIDTH * WIDTH, WIDTH)
        hashes = [_tile_root(hashes[at : at + WIDTH]) for at in firsts]


def _tile_root(hashes: list[bytes]) -> bytes:
    """Hash a full tile into one; a partial one has no place in the next level."""
    while len(hashes) > 1:
        hashes = [node_hash(*hashes[at : at + 2]) for at in range(0, len(hashes) - 1, 2)]
    return hashes[0]


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as failure:
        raise BrokenTiles(failure.strerror or "unreadable") from failure
    if len(content) > most:
        raise BrokenTiles("longer than it may be")
    return content
