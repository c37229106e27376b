"""A published log, read from a folder alone (nhật ký đã công bố), with neither server nor database.

The folder holds what the public formats say: `checkpoint`, older ones in `checkpoints/`, bundles
of entries and tiles of hashes. Nothing in it is believed: sizes are bounded before reading.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from .auditor import Examination, LogReport
from .checkpoints import judge_checkpoints, policy_for
from .entry import LONGEST, timestamp
from .notes import LONGEST as LONGEST_NOTE
from .policy_file import PolicyFile
from .tiles import WIDTH, BrokenTiles, bundle_path, levels, tile_path, unpack, widths
from .tree import KEPT_LEVELS, Head, leaf_hash, node_hash
from .words import Finding, Word

CHECKPOINT: Final = "checkpoint"
CHECKPOINTS: Final = "checkpoints"
STAMPS: Final = "tsr"
STAMP_SKEW: Final = timedelta(minutes=5)
"""The clocks of service and time-stamp authority may differ by so much."""
_HASH: Final = 32
_MOST_BUNDLE: Final = WIDTH * (LONGEST + 2)
_MOST_CHECKPOINTS: Final = 100_000
_MOST_STAMP: Final = 64 * 1024


def examine_folder(
    folder: Path,
    policy: PolicyFile,
    pins: Iterable[Head] = (),
    now: datetime | None = None,
    stamped: Mapping[int, datetime | None] | None = None,
) -> LogReport:
    """Read a published log as far as its newest checkpoint, and say whether it holds.

    `stamped` says, by the size of its checkpoint, when each time-stamp of the folder was made,
    None for one that does not hold; without it nobody here can judge time-stamps, and where the
    policy asks for them that is said.
    """
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
            at = (stamped or {}).get(examination.edge.size)
            if at is not None and timestamp(at + STAMP_SKEW) < examination.last_at:
                early = "trước cả dòng mà nó chứng"
                found = Finding(Word.BAD_TIMESTAMP, None, early, examination.edge.size)
                examination.tell([found])
        leaves += (leaf_hash(entry) for entry in entries)
    else:
        examination.tell(_damaged(folder, leaves))
    if policy.tsa:
        examination.tell(_stamped(folder, stamped))
    return examination.report()


def stamps(folder: Path) -> Iterator[tuple[int, bytes, bytes]]:
    """Give every time-stamp of a folder: size, token, and the text that it should be over.

    The text is b"" where the checkpoint of that size is not there.
    """
    for path in sorted((folder / STAMPS).glob("[0-9]*"))[-_MOST_CHECKPOINTS:]:
        if path.name.isascii() and path.name.isdigit():
            yield int(path.name), _read(path, _MOST_STAMP), _text(folder, int(path.name))


def _text(folder: Path, size: int) -> bytes:
    for name in (f"{CHECKPOINTS}/{size:012d}", CHECKPOINT):
        path = folder / name
        text = _read(path, LONGEST_NOTE).partition(b"\n\n")[0] + b"\n" if path.is_file() else b""
        if text.split(b"\n")[1:2] == [b"%d" % size]:
            return text
    return b""


def _stamped(folder: Path, stamped: Mapping[int, datetime | None] | None) -> Iterator[Finding]:
    """Say which time-stamps do not hold, or that there is none, or nobody to judge them."""
    if stamped is None:
        yield Finding(Word.MISSING_EVIDENCE, None, "ở đây không có phần kiểm tra dấu thời gian")
        return
    for size, at in stamped.items():
        if not _text(folder, size):
            yield Finding(Word.MISSING_EVIDENCE, None, "thiếu mốc của dấu thời gian", size)
        elif at is None:
            yield Finding(Word.BAD_TIMESTAMP, None, "", size)
    if not stamped:
        yield Finding(Word.TIMESTAMP_MISSING)


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
