"""Tiles hold a log so that anybody can prove from them what it holds."""

import json
from base64 import b64decode
from functools import partial
from hashlib import sha256

import pytest

from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.notes import open_note, read_key
from ntm_verify.trail.proofs import check_consistency, check_inclusion
from ntm_verify.trail.tiles import (
    BrokenTiles,
    Stored,
    bundle_path,
    edge_at,
    levels,
    pack,
    prove_consistency,
    prove_inclusion,
    stored_in,
    tile_path,
    unpack,
    widths,
)
from ntm_verify.trail.tree import Edge, Node, leaf_hash

from .logs import SAMPLE, VECTORS, edge_of, sample_entries

with_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference vectors here")
LEAVES = [leaf_hash(b"leaf %d" % number) for number in range(1300)]


def stored(leaves: list[bytes]) -> Stored:
    kept = {(0, index): leaf for index, leaf in enumerate(leaves)}
    edge = Edge()
    finished: tuple[Node, ...]
    for leaf in leaves:
        edge, finished = edge.grow(leaf)
        kept.update({(node.level, node.index): node.hash for node in finished})
    return lambda level, index: kept[level, index]


@pytest.mark.parametrize(
    ("index", "width", "path"),
    [
        (0, 256, "000"),
        (273, 256, "273"),
        (273, 112, "273.p/112"),
        (1234067, 256, "x001/x234/067"),
        (1000, 1, "x001/000.p/1"),
    ],
)
def test_tiles_are_named_as_the_format_says(index: int, width: int, path: str) -> None:
    assert tile_path(0, index, width) == f"tile/0/{path}"
    assert bundle_path(index, width) == f"tile/entries/{path}"


def test_bundles_are_read_as_they_are_written() -> None:
    entries = [b"", b"a", b"x" * 65_535]

    assert unpack(pack(entries), 3) == entries
    for broken, width in ((pack(entries)[:-1], 3), (pack(entries), 2), (pack(entries), 4)):
        with pytest.raises(BrokenTiles):
            unpack(broken, width)


def test_a_log_of_70_000_entries_has_these_tiles() -> None:
    assert list(levels(70_000)) == [0, 1, 2]
    assert list(levels(0)) == []
    assert list(widths(70_000, 0))[-1] == (273, 112)
    assert list(widths(70_000, 1)) == [(0, 256), (1, 17)]
    assert list(widths(70_000, 2)) == [(0, 1)]
    assert list(widths(256, 1)) == [(0, 1)]


def test_every_proof_from_tiles_holds() -> None:
    kept = stored(LEAVES)
    edges = [Edge()]
    for leaf in LEAVES:
        edges.append(edges[-1].push(leaf))
    for size in (1, 2, 3, 255, 256, 257, 511, 512, 513, 1024, 1025, 1300):
        head = edges[size].head
        assert edge_at(kept, size) == edges[size]
        for index in {0, 1, size // 2, size - 1} & set(range(size)):
            proof = prove_inclusion(kept, index, size)
            check_inclusion(index, LEAVES[index], proof, head)
            assert prove_inclusion(kept, index, size, edges[size]) == proof
        for old in {1, 2, size // 2, size - 1, size} & set(range(1, size + 1)):
            check_consistency(edges[old].head, head, prove_consistency(kept, old, size))
    with pytest.raises(IndexError):
        prove_inclusion(kept, 4, 4)
    with pytest.raises(IndexError):
        prove_consistency(kept, 0, 4)


def _read(tiles: dict[str, bytes], reads: list[str], path: str) -> bytes:
    reads.append(path)
    return tiles[path]


def test_whoever_knows_the_right_edge_reads_one_tile_of_each_level() -> None:
    edge, nodes = Edge().extend(LEAVES)
    above = [node.hash for node in nodes]
    tiles = {tile_path(1, 0, len(above)): b"".join(above)}
    for place, width in widths(len(LEAVES), 0):
        tiles[tile_path(0, place, width)] = b"".join(LEAVES[place * 256 :][:width])
    for index in (0, 700, 1279, 1280, 1299):
        reads: list[str] = []
        kept = stored_in(partial(_read, tiles, reads), len(LEAVES))
        proof = prove_inclusion(kept, index, len(LEAVES), edge)

        check_inclusion(index, LEAVES[index], proof, edge.head)
        assert len(reads) <= 2


@with_vectors
def test_every_inclusion_proof_to_size_130_is_the_one_of_the_standard() -> None:
    told = json.loads((VECTORS / "generated-rfc6962" / "mtc-accumulated.json").read_text())
    leaves = [leaf_hash(bytes([number])) for number in range(130)]
    accumulated = sha256()
    for end in range(131):
        for start in range(end):
            size = end - start
            ceiling = 1 if size <= 1 else 1 << (size - 1).bit_length()
            if start and start % ceiling:
                continue
            kept = stored(leaves[start:end])
            for index in range(start, end):
                proof = prove_inclusion(kept, index - start, size)
                hashes = b"".join(b" " + one.hex().encode() for one in proof)
                accumulated.update(b"%d [%d, %d)" % (index, start, end) + hashes + b"\n")

    assert accumulated.hexdigest() == told["subtree_inclusion"]["sha256"]


@with_vectors
def test_tiles_and_checkpoints_are_those_of_another_log() -> None:
    folder = VECTORS / "tessera-testlog" / "testdata" / "log"
    told = json.loads((VECTORS / "tessera-testlog" / "entries.json").read_text())
    entries = [one.encode() for one in told["entries"]]
    for size in range(len(entries) + 1):
        note = open_note((folder / f"checkpoint.{size}").read_bytes(), [read_key(told["vkey"])])
        head = read_checkpoint(note.text).head
        assert head == edge_of(entries[:size]).head
        if size:
            hashes = b"".join(leaf_hash(one) for one in entries[:size])
            assert (folder / tile_path(0, 0, size)).read_bytes() == hashes
            assert (folder / bundle_path(0, size)).read_bytes() == pack(entries[:size])


@with_vectors
def test_the_reference_log_gives_the_reference_proof() -> None:
    proofs = json.loads((SAMPLE / "proofs.json").read_text())
    kept = stored([leaf_hash(entry) for entry in sample_entries()])
    wanted = [b64decode(one) for one in proofs["consistency"]]

    assert list(prove_consistency(kept, proofs["old"], proofs["new"])) == wanted
