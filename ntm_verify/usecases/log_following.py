"""Does the log in the database follow from what was signed outside of it (nhật ký nối tiếp)."""

from dataclasses import dataclass

from ntm_verify.domain.errors import Conflict
from ntm_verify.trail.tiles import WIDTH, edge_at
from ntm_verify.trail.tree import Edge, Node, leaf_hash

from .ports import LogBoard, Transaction


class LogRolledBack(Conflict):
    """The log in the database is not what was signed last (nhật ký bị lùi hoặc bị thay)."""

    code = "log_rolled_back"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries since a tile's edge, hashed anew (đoạn mới)."""

    first: int
    edge: Edge
    leaves: tuple[bytes, ...]
    nodes: tuple[Node, ...]


async def follow(tx: Transaction, board: LogBoard, known: int, signed: Edge) -> Stretch:
    """Hash the entries since the last full tile below `known`; they must continue what was signed.

    Raises:
        LogRolledBack: entries are gone, changed, or do not follow from what was signed last.

    """
    head = await tx.audit.head()
    if head.size < signed.size:
        raise LogRolledBack(told(signed.size, f"còn {head.size} dòng"))
    first = known // WIDTH * WIDTH
    edge = edge_at(board.node, first)
    leaves: list[bytes] = []
    nodes: list[Node] = []
    _require_same(edge, signed)
    async for kept in tx.audit.entries(first, head.size):
        leaf = leaf_hash(kept.entry)
        if kept.index != edge.size or kept.leaf != leaf:
            raise LogRolledBack(told(signed.size, f"dòng {edge.size} đã bị sửa hoặc mất"))
        edge, finished = edge.grow(leaf)
        _require_same(edge, signed)
        leaves.append(leaf)
        nodes += finished
    if edge.head != head:
        raise LogRolledBack(told(signed.size, "đỉnh không khớp các dòng"))
    return Stretch(first, edge, tuple(leaves), tuple(nodes))


def told(size: int, what: str) -> str:
    """Say that nothing more is published, and what to do (câu báo)."""
    return (
        f"Nhật ký không nối tiếp mốc {size} dòng đã ký và công bố: {what}. Không công bố gì thêm. "
        "Giữ nguyên dữ liệu, báo người vận hành; đối chiếu bằng: ntm-verify audit verify."
    )


def _require_same(edge: Edge, signed: Edge) -> None:
    if edge.size == signed.size and edge != signed:
        raise LogRolledBack(told(signed.size, "nội dung đã khác"))
