"""The service compares its database with what lies outside (đối chiếu trước khi ghi)."""

import asyncio
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.notes import BadNote, open_note
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.tree import Edge, Head
from ntm_verify.trail.witness import origin_hash

from .log_following import LogRolledBack, follow
from .log_keys import known_keys
from .ports import Ports, Transaction, Unavailable

BEHIND: Final = "cơ sở dữ liệu có {have} dòng nhật ký, trong khi {who} {seen} dòng (bản sao cũ?)."
FORKED: Final = "nhật ký trong cơ sở dữ liệu khác với bản mà {who} tại {seen} dòng."
BOARD: Final = "bản công bố ngoài cơ sở dữ liệu đã ký"


@dataclass(frozen=True, slots=True)
class CompareOutside:
    """Ask for the whole comparison; there is nothing to choose (yêu cầu đối chiếu)."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How database and outside stand to each other (kết quả đối chiếu): sizes; `why`, if not well.

    `away` are witnesses that did not answer: what they have seen is not known.
    """

    have: int
    signed: int
    why: str
    away: tuple[str, ...] = ()


async def compare_outside(ports: Ports, actor: Actor, _: CompareOutside) -> Compared:
    """Hold the database against the checkpoints on the board and those of the witnesses.

    A database that is behind or forked shuts the gate: nothing more is written, so that no second
    history begins. A consistent one opens it.

    Raises:
        WrongOffice: somebody else than the service or its operator asks.

    """
    require_office(actor, Role.SYSTEM, Role.OPERATOR)
    signed = await asyncio.to_thread(ports.board.last)
    seen, away = await _witnessed(ports)
    async with ports.reading() as tx:
        have = (await tx.audit.head()).size
        why = await _against_board(ports, tx, signed) or await _against(tx, seen)
    ports.gate.shut(why)
    return Compared(have, signed.size, why, away)


async def _against_board(ports: Ports, tx: Transaction, signed: Edge) -> str:
    have = (await tx.audit.head()).size
    if have < signed.size:
        return BEHIND.format(have=have, who=BOARD, seen=signed.size)
    try:
        await follow(tx, ports.board, signed.size, signed)
    except LogRolledBack:
        return FORKED.format(who=BOARD, seen=signed.size)
    return ""


async def _witnessed(ports: Ports) -> tuple[dict[str, Head], tuple[str, ...]]:
    """Give what each witness has signed last; who does not answer is named."""
    policy = read_policy(known_keys(ports))
    found, away = {}, []
    for name, address in policy.addresses.items():
        place = f"{address.rstrip('/')}/{origin_hash(ports.log_origin)}/checkpoint"
        try:
            note = await ports.witnesses.look(place)
            if note is not None:
                opened = open_note(note, policy.logs)
                found[name] = read_checkpoint(opened.text).head
        except (Unavailable, BadNote):
            away.append(name)
    return found, tuple(away)


async def _against(tx: Transaction, seen: dict[str, Head]) -> str:
    have = (await tx.audit.head()).size
    for name, head in seen.items():
        who = f"bên làm chứng “{name}” đã thấy"
        if head.size > have:
            return BEHIND.format(have=have, who=who, seen=head.size)
    roots = await _roots(tx, {head.size for head in seen.values()})
    for name, head in seen.items():
        if roots[head.size] != head.root:
            return FORKED.format(who=f"bên làm chứng “{name}” đã thấy", seen=head.size)
    return ""


async def _roots(tx: Transaction, sizes: set[int]) -> dict[int, bytes]:
    """Hash the log up to the sizes that were witnessed."""
    edge, roots = Edge(), {0: Edge().head.root}
    if max(sizes, default=0):
        async for kept in tx.audit.entries(0, max(sizes)):
            edge = edge.push(kept.leaf)
            roots[edge.size] = edge.head.root if edge.size in sizes else b""
    return roots
