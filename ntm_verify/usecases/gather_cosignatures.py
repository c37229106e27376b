"""The service shows its newest checkpoint to its witnesses (xin làm chứng)."""

import asyncio
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.notes import NoteKey, open_note
from ntm_verify.trail.policy_file import PolicyFile, read_policy
from ntm_verify.trail.tiles import prove_consistency, stored_in
from ntm_verify.trail.tree import Head
from ntm_verify.trail.witness import CONFLICT, DONE, REFUSED, Asked, gathered

from .log_keys import known_keys
from .ports import Ports, Unavailable

CHECKPOINT: Final = "checkpoint"
TRIES: Final = 2
"""A witness that has signed another size says which one; then it is asked once more."""


@dataclass(frozen=True, slots=True)
class GatherCosignatures:
    """Ask those who have not signed yet; with `again` all, as a sign of life (xin làm chứng)."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who has signed the newest checkpoint (tình hình làm chứng), and whether they are enough.

    `refused` are witnesses that say the log is not the one they know.
    """

    size: int
    signed: tuple[str, ...]
    waiting: tuple[str, ...]
    refused: tuple[str, ...]
    is_met: bool


async def gather_cosignatures(ports: Ports, actor: Actor, request: GatherCosignatures) -> Gathered:
    """Ask the witnesses, and write their lines under the checkpoint on the board.

    A witness that is away is asked again by the next call: nothing waits for it but papers. A
    refusal is on record, once for each checkpoint: somebody has seen another history.

    Raises:
        WrongOffice: somebody else than the service or its operator asks.

    """
    require_office(actor, Role.SYSTEM, Role.OPERATOR)
    policy = read_policy(known_keys(ports))
    note = await asyncio.to_thread(ports.board.get, CHECKPOINT)
    if note is None:
        return Gathered(0, (), tuple(policy.witnesses), (), policy.is_met(()))
    head, names = _read(note, policy)
    asked = [
        name for name in policy.addresses if request.again or policy.witnesses[name] not in names
    ]
    answers = await asyncio.gather(*(_ask(ports, policy, name, head, note) for name in asked))
    lines = {policy.witnesses[n]: a for n, a in zip(asked, answers, strict=True) if a}
    whole = gathered(note, lines)
    if whole != note:
        files = [(f"checkpoints/{head.size:012d}", whole), (CHECKPOINT, whole)]
        await asyncio.to_thread(ports.board.put, files)
    refused = tuple(n for n, a in zip(asked, answers, strict=True) if a == b"")
    await _tell(ports, actor, head, refused)
    signed = _read(whole, policy)[1]
    return Gathered(
        head.size,
        tuple(name for name, key in policy.witnesses.items() if key in signed),
        tuple(name for name, key in policy.witnesses.items() if key not in signed),
        refused,
        policy.is_met(signed),
    )


def _read(note: bytes, policy: PolicyFile) -> tuple[Head, set[NoteKey]]:
    opened = open_note(note, policy.keys)
    return read_checkpoint(opened.text).head, {one.key for one in opened.signatures}


async def _ask(
    ports: Ports, policy: PolicyFile, name: str, head: Head, note: bytes
) -> bytes | None:
    """Ask one witness; give its lines, None if it is away, nothing if it refuses."""
    address = f"{policy.addresses[name].rstrip('/')}/add-checkpoint"
    last, stored = ports.witnesses.last, stored_in(ports.board.get, head.size)
    for _ in range(TRIES):
        old = last.get(name, 0)
        if old > head.size:
            return b""
        proof = prove_consistency(stored, old, head.size) if 0 < old < head.size else ()
        try:
            status, body = await ports.witnesses.ask(address, Asked(old, proof, note).text())
        except Unavailable:
            return None
        if status == DONE:
            last[name] = head.size
            return body
        if status != CONFLICT:
            return b"" if status == REFUSED else None
        last[name] = _size(body)
    return None


def _size(body: bytes) -> int:
    told = body.strip()
    return int(told) if told.isdigit() and len(told) <= 19 else 0  # noqa: PLR2004 - below 2^63


async def _tell(ports: Ports, actor: Actor, head: Head, refused: tuple[str, ...]) -> None:
    """Put refusals on record, once for each checkpoint."""
    for name in refused:
        subject = Subject("witness", name, head.size)
        async with ports.transaction() as tx:
            known = await tx.audit.of_subject("witness", name)
            if any(b'"rev":%d}' % head.size in kept.entry for kept in known):
                continue
            after = {"size": head.size, "root": head.root.hex()}
            await tx.audit.append(AuditEvent(Action.WITNESS_REFUSED, actor, subject, after=after))
