"""The board keeps what was signed apart, durable, and gives way to one publisher only."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ntm_verify.publishing.board import FileBoard
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.tree import Edge, Node, leaf_hash
from ntm_verify.usecases.ports import PublishedElsewhere

KEY = SigningKey(b"\5" * 32)


@pytest.fixture
def board(tmp_path: Path) -> FileBoard:
    return FileBoard(tmp_path / "published", "log.example/audit", KEY)


def grown(size: int) -> tuple[Edge, list[Node]]:
    edge = Edge()
    nodes: list[Node] = []
    for number in range(size):
        edge, finished = edge.grow(leaf_hash(b"%d" % number))
        nodes += finished
    return edge, nodes


def test_what_was_signed_is_there_for_the_next_process(board: FileBoard) -> None:
    assert board.last() == Edge()
    edge, nodes = grown(600)
    board.swap(Edge(), edge, nodes)

    again = FileBoard(board.folder, board.origin, KEY)
    assert again.last() == edge
    assert [again.node(one.level, one.index) for one in nodes] == [one.hash for one in nodes]
    with pytest.raises(KeyError):
        again.node(8, 2)


def test_of_many_publishers_one_goes_first(board: FileBoard) -> None:
    def attempt(size: int) -> bool:
        try:
            board.swap(Edge(), *grown(size))
        except PublishedElsewhere:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(1, 17)))

    assert won.count(True) == 1
    assert board.last() == grown(won.index(True) + 1)[0]


def test_the_same_head_gets_the_same_bytes(board: FileBoard) -> None:
    head = grown(3)[0].head

    assert board.sign(head) == board.sign(head)
    assert board.sign(head).startswith(b"log.example/audit\n3\n")


def test_files_are_whole_or_not_there(board: FileBoard) -> None:
    board.put([("tile/0/x001/000.p/3", b"abc"), ("checkpoint", b"one")])
    board.put([("checkpoint", b"two")])

    assert board.get("checkpoint") == b"two"
    assert board.get("tile/0/x001/000.p/3") == b"abc"
    assert board.get("tile/0/x001/000") is None
    assert board.get("tile/0") is None
    left = [path.name for path in board.folder.rglob(".new-*")]
    assert left == []


def test_logs_of_two_origins_do_not_mix(board: FileBoard) -> None:
    other = FileBoard(board.folder, "other.example/audit", KEY)
    board.swap(Edge(), *grown(300))

    assert other.last() == Edge()
    assert board.vkey != other.vkey
