"""Operations look whether work piles up or fails (xem cảnh báo vận hành)."""

import asyncio
from dataclasses import dataclass

from ntm_verify.domain.alarm import LOOKS_BACK, Alarm, Workload, alarms
from ntm_verify.domain.delivery import Channel
from ntm_verify.domain.log_standing import LogStanding
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.trail.notes import BadNote, open_note
from ntm_verify.trail.policy_file import read_policy

from .log_keys import known_keys
from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadAlarms:
    """Ask for the whole installation; there is nothing to choose (yêu cầu xem)."""


@dataclass(frozen=True, slots=True)
class Operations:
    """How the work stands and what is wrong (tình hình vận hành): counts and times, no names."""

    load: Workload
    alarms: tuple[Alarm, ...]
    log: LogStanding


@on_record
async def read_alarms(ports: Ports, actor: Actor, _: ReadAlarms) -> Operations:
    """Count what waits, is stuck or failed, and name the alarms (F108).

    Raises:
        WrongOffice: the actor serves neither operations nor a province's administration.

    """
    require_office(actor, Role.OPERATOR, Role.ADMINISTRATOR, Role.SYSTEM)
    now = ports.now()
    since = now - LOOKS_BACK
    async with ports.reading() as tx:
        load = Workload(
            await tx.jobs.line(),
            await tx.outbox.line(None, since),
            await tx.outbox.line(Channel.MAIL, since),
            await tx.outbox.line(Channel.HOOK, since),
            await tx.issuing.plan_line(),
            await tx.issuing.order_line(),
        )
        have = (await tx.audit.head()).size
    return Operations(load, alarms(load, now), await asyncio.to_thread(_log, ports, have))


def _log(ports: Ports, have: int) -> LogStanding:
    """Look at what is signed and witnessed outside the database."""
    policy, note = read_policy(known_keys(ports)), ports.board.get("checkpoint")
    try:
        signed = {one.key for one in open_note(note, policy.keys).signatures} if note else set()
    except BadNote:
        signed = set()
    seen = tuple((name, key in signed) for name, key in policy.witnesses.items())
    size = ports.board.last().size
    return LogStanding(have, size, ports.gate.why, seen, policy.is_met(signed))
