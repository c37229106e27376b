"""An operator lets a new key sign checkpoints (thay khóa ký mốc nhật ký)."""

import asyncio
from base64 import b64encode
from dataclasses import dataclass

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office

from .log_keys import known_keys
from .ports import Ports


@dataclass(frozen=True, slots=True)
class RotateLogKey:
    """Ask for the next key; there is nothing to choose (yêu cầu thay khóa)."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """From which size the new key signs, and the policy by which readers know both (đã thay)."""

    size: int
    policy: str


async def rotate_log_key(ports: Ports, actor: Actor, _: RotateLogKey) -> Rotated:
    """Put the new key on record, vouched for by both; then let one checkpoint bear both.

    An interruption leaves the old key in force, and the next call goes on with the same new one.

    Raises:
        WrongOffice: somebody else than the operator asks.
        LogRolledBack: the log is not published, because it does not follow.

    """
    require_office(actor, Role.OPERATOR)
    board = ports.board
    old, new = board.vkey, await asyncio.to_thread(board.next_key)
    text = f"ntm-rotate/v1\n{ports.log_origin}\n{old}\n{new}\n".encode()
    by_old, by_new = (b64encode(one).decode() for one in board.vouch(text))
    after = {"role": "log", "old": old, "new": new, "by_old": by_old, "by_new": by_new}
    subject = Subject("key", new.split("+")[1])
    async with ports.transaction() as tx:
        await tx.audit.append(AuditEvent(Action.KEY_ROTATED, actor, subject, after=after))
    await ports.publish()
    head = (await asyncio.to_thread(board.last)).head
    await asyncio.to_thread(board.turn_over, head.size)
    note = board.sign(head)
    files = [(f"checkpoints/{head.size:012d}", note), ("checkpoint", note)]
    await asyncio.to_thread(board.put, files)
    return Rotated(head.size, known_keys(ports))
