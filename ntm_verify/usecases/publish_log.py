"""The service publishes what the log has come to (công bố nhật ký)."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.trail.tiles import (
    WIDTH,
    Stored,
    bundle_path,
    levels,
    pack,
    tile_path,
    widths,
)
from ntm_verify.trail.tree import KEPT_LEVELS, Head, leaf_hash

from .log_following import LogRolledBack, Stretch, follow, told
from .ports import LogBoard, Ports, Transaction

__all__ = ["LogRolledBack", "PublishLog", "Published", "publish_log"]

CHECKPOINT: Final = "checkpoint"
BUNDLES_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class PublishLog:
    """Publish the log as it stands now (yêu cầu công bố)."""


@dataclass(frozen=True, slots=True)
class Published:
    """What stands on the board now (đã công bố): the head, its signed checkpoint, if it is new."""

    head: Head
    checkpoint: bytes
    is_new: bool


async def publish_log(ports: Ports, actor: Actor, _: PublishLog) -> Published:
    """Hash what is new, set it down outside the database, sign it, and write the files.

    Whatever interrupts it, the next call goes on: what was signed is never signed differently,
    and the checkpoint is written last, when all that it promises is there. Nothing is recorded:
    the log would never come to rest.

    Raises:
        WrongOffice: somebody else than the service or its operator asks.
        LogRolledBack: entries are gone, changed, or do not follow from what was signed last.
        PublishedElsewhere: another publisher was faster; nothing is signed.

    """
    require_office(actor, Role.SYSTEM, Role.OPERATOR)
    board = ports.board
    signed = await asyncio.to_thread(board.last)
    written = await asyncio.to_thread(_written, board)
    async with ports.reading() as tx:
        stretch = await follow(tx, board, min(written, signed.size), signed)
        head = stretch.edge.head
        is_new = stretch.edge != signed
        if is_new:
            await asyncio.to_thread(board.swap, signed, stretch.edge, stretch.nodes)
        note = board.sign(head)
        if is_new or written != head.size:
            await _write_bundles(tx, board, stretch, written)
            await asyncio.to_thread(board.put, _tiles(board, stretch, written))
            last = [(f"checkpoints/{head.size:012d}", note), (CHECKPOINT, note)]
            await asyncio.to_thread(board.put, last)
    return Published(head, note, is_new)


def _written(board: LogBoard) -> int:
    """Give the size for which every file is there: the checkpoint is written last."""
    checkpoint = board.get(CHECKPOINT)
    return int(checkpoint.split(b"\n")[1]) if checkpoint else 0


async def _write_bundles(tx: Transaction, board: LogBoard, stretch: Stretch, old: int) -> None:
    """Write the entries, some bundles at a time: a whole log never stands in memory."""
    places = list(_changed(old, stretch.edge.size, 0))
    for at in range(0, len(places), BUNDLES_AT_ONCE):
        files = []
        for index, width in places[at : at + BUNDLES_AT_ONCE]:
            start = index * WIDTH
            entries = [kept.entry async for kept in tx.audit.entries(start, start + width)]
            wanted = stretch.leaves[start - stretch.first : start - stretch.first + width]
            if tuple(map(leaf_hash, entries)) != wanted:
                raise LogRolledBack(told(start, "các dòng thay đổi trong lúc đọc"))
            files.append((bundle_path(index, width), pack(entries)))
        await asyncio.to_thread(board.put, files)


def _changed(old: int, new: int, level: int) -> Iterator[tuple[int, int]]:
    """Give the tiles of a level that are new, or wider than they were."""
    before = old >> (KEPT_LEVELS * level)
    for index, width in widths(new, level):
        if index * WIDTH + width > before:
            yield index, width


def _tiles(board: LogBoard, stretch: Stretch, old: int) -> Iterator[tuple[str, bytes]]:
    stored = _stored(board, stretch.first, stretch.leaves)
    for level in levels(stretch.edge.size):
        for index, width in _changed(old, stretch.edge.size, level):
            places: Sequence[int] = range(index * WIDTH, index * WIDTH + width)
            hashes = (stored(KEPT_LEVELS * level, place) for place in places)
            yield tile_path(level, index, width), b"".join(hashes)


def _stored(board: LogBoard, first: int, leaves: Sequence[bytes]) -> Stored:
    known: Mapping[int, bytes] = {first + at: leaf for at, leaf in enumerate(leaves)}
    return lambda level, index: known[index] if level == 0 else board.node(level, index)
