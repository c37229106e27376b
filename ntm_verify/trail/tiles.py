"""A log as files that anybody can fetch and keep (các mảnh của nhật ký), after C2SP tlog-tiles.

A tile holds up to 256 hashes of one level, a bundle the entries below a tile of level 0. Full
ones never change; a partial one is kept for every size at which a checkpoint was published.
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from hashlib import sha256
from typing import Final

from .tree import KEPT_LEVELS, Edge, node_hash

WIDTH: Final = 1 << KEPT_LEVELS
HASH: Final = 32
MOST_TILES: Final = 1_024
"""So many tiles are kept in mind, with what was computed of them: some tens of MiB."""
_THOUSAND: Final = 1000
_LENGTH: Final = struct.Struct(">H")

Stored = Callable[[int, int], bytes]
"""(level, index) → the hash over 2^level entries, for the levels 0, 8, 16 … that are kept."""


class BrokenTiles(Exception):
    """A tile or a bundle is missing or has not the length it must have (mảnh bị hỏng)."""


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Name a tile of hashes: tile/<level>/<index>[.p/<width>]."""
    return f"tile/{level}/{_place(index, width)}"


def bundle_path(index: int, width: int = WIDTH) -> str:
    """Name a bundle of entries: tile/entries/<index>[.p/<width>]."""
    return f"tile/entries/{_place(index, width)}"


def _place(index: int, width: int) -> str:
    groups = [f"{index % _THOUSAND:03d}"]
    while index := index // _THOUSAND:
        groups.insert(0, f"x{index % _THOUSAND:03d}")
    part = f".p/{width}" if width < WIDTH else ""
    return "/".join(groups) + part


def pack(entries: Iterable[bytes]) -> bytes:
    """Write entries into a bundle, each after its length in two bytes."""
    return b"".join(_LENGTH.pack(len(entry)) + entry for entry in entries)


def unpack(bundle: bytes, width: int) -> list[bytes]:
    """Read a bundle of so many entries.

    Raises:
        BrokenTiles: there are more or fewer, or the last one is cut.

    """
    entries: list[bytes] = []
    at = 0
    while at + _LENGTH.size <= len(bundle) and len(entries) < width:
        (size,) = _LENGTH.unpack_from(bundle, at)
        entries.append(bundle[at + _LENGTH.size : at + _LENGTH.size + size])
        at += _LENGTH.size + size
    if at != len(bundle) or len(entries) != width:
        raise BrokenTiles("A bundle does not hold the entries it must hold.")
    return entries


def widths(size: int, level: int) -> Iterator[tuple[int, int]]:
    """Give index and width of every tile of a level in a log of so many entries."""
    full, rest = divmod(size >> (KEPT_LEVELS * level), WIDTH)
    yield from ((index, WIDTH) for index in range(full))
    if rest:
        yield full, rest


def levels(size: int) -> Iterator[int]:
    """Give the levels that have tiles in a log of so many entries."""
    level = 0
    while size >> (KEPT_LEVELS * level):
        yield level
        level += 1


class StoredTiles:
    """The kept hashes of a log of so many entries, read from its tiles alone (các mảnh đã lưu).

    Tiles and what was computed of them are kept in mind, so that a second proof costs little.
    """

    def __init__(self, get: Callable[[str], bytes | None], size: int) -> None:
        """Take a way to read a tile by its path, None for one that is not there."""
        self.known: dict[tuple[int, int], bytes] = {}
        self._get, self._size = get, size
        self._tiles: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Give the hash over 2^level entries, for every eighth level.

        Raises:
            BrokenTiles: the tile is missing or cut.

        """
        return self.run(level, index, 1)

    def run(self, level: int, first: int, count: int) -> bytes:
        """Give neighbouring hashes of one tile, one after the other.

        Raises:
            BrokenTiles: the tile is missing or cut.

        """
        place = first // WIDTH
        tile = self._tiles.get((level, place))
        if tile is None:
            tile = self._read(level, place)
        at, end = first % WIDTH * HASH, (first % WIDTH + count) * HASH
        if not 0 <= at < end <= len(tile):
            raise BrokenTiles(tile_path(level // KEPT_LEVELS, place, len(tile) // HASH))
        return tile[at:end]

    def _read(self, level: int, place: int) -> bytes:
        if len(self._tiles) >= MOST_TILES:
            self._tiles.clear()
            self.known.clear()
        width = min(WIDTH, (self._size >> level) - place * WIDTH)
        path = tile_path(level // KEPT_LEVELS, place, width)
        tile = self._get(path) or b""
        if len(tile) != width * HASH:
            raise BrokenTiles(path)
        self._tiles[level, place] = tile
        return tile


def stored_in(get: Callable[[str], bytes | None], size: int) -> StoredTiles:
    """Read the kept hashes of a log of so many entries from its tiles alone."""
    return StoredTiles(get, size)


def node(stored: Stored, level: int, index: int) -> bytes:
    """Give the hash over 2^level entries, from those that are kept."""
    if not isinstance(stored, StoredTiles):
        return _made(stored, level, index)
    found = stored.known.get((level, index))
    if found is None:
        found = stored.known[level, index] = _made(stored, level, index)
    return found


def _made(stored: Stored, level: int, index: int) -> bytes:
    above = level % KEPT_LEVELS
    if not above:
        return stored(level, index)
    base, first, count = level - above, index << above, 1 << above
    if isinstance(stored, StoredTiles):
        return _folded(stored.run(base, first, count))
    return _folded(b"".join(stored(base, first + at) for at in range(count)))


def _folded(hashes: bytes) -> bytes:
    """Hash a power of two of neighbours into one."""
    while len(hashes) > HASH:
        pairs = range(0, len(hashes), 2 * HASH)
        hashes = b"".join([sha256(b"\1" + hashes[at : at + 2 * HASH]).digest() for at in pairs])
    return hashes


def edge_at(stored: Stored, size: int) -> Edge:
    """Give the right edge that the log had at a size."""
    nodes, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            nodes.append(node(stored, level, start >> level))
            start += 1 << level
    return Edge(size, tuple(nodes))


def prove_inclusion(
    stored: Stored, index: int, size: int, edge: Edge | None = None
) -> tuple[bytes, ...]:
    """Give the hashes that lead from an entry to the root of a size (RFC 6962, 2.1.1).

    `edge` is the right edge at this size, where it is known: then no tile to the right of the
    entry has to be read, and one of each level is enough.

    Raises:
        IndexError: a log of that size has no such entry.

    """
    if not 0 <= index < size:
        raise IndexError(index)
    return tuple(_path(stored, index, size, edge))


def _path(stored: Stored, index: int, size: int, edge: Edge | None) -> Iterator[bytes]:
    last, level = size - 1, 0
    while last:
        beside = index ^ 1
        if beside < last or (beside == last and (last + 1) << level == size):
            yield node(stored, level, beside)
        elif beside == last and edge is not None:
            yield _end(edge, last << level)
        elif beside == last:
            yield _range(stored, last << level, size)
        index, last, level = index >> 1, last >> 1, level + 1


def _end(edge: Edge, first: int) -> bytes:
    """Hash the entries from `first` to the end, where a full tree begins at `first`."""
    *bigger, smallest = edge.nodes[-(edge.size - first).bit_count() :]
    return reduce(lambda right, left: node_hash(left, right), reversed(bigger), smallest)


def prove_consistency(stored: Stored, old: int, new: int) -> tuple[bytes, ...]:
    """Give the hashes that show that a log of one size grew into another (RFC 6962, 2.1.2).

    Raises:
        IndexError: the old log is empty or larger.

    """
    if not 0 < old <= new:
        raise IndexError(old)
    return tuple(_grown(stored, old, 0, new, whole=True))


def _grown(stored: Stored, old: int, first: int, last: int, *, whole: bool) -> Iterator[bytes]:
    if old == last:
        if not whole:
            yield _range(stored, first, last)
        return
    middle = first + _half(last - first)
    if old <= middle:
        yield from _grown(stored, old, first, middle, whole=whole)
        yield _range(stored, middle, last)
    else:
        yield from _grown(stored, old, middle, last, whole=False)
        yield _range(stored, first, middle)


def _half(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _range(stored: Stored, first: int, last: int) -> bytes:
    """Hash the entries from `first` up to before `last`; `first` is where such a tree may begin."""
    size = last - first
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(stored, level, first >> level)
    middle = first + _half(size)
    return node_hash(_range(stored, first, middle), _range(stored, middle, last))
