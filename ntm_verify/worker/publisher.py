"""Publish the log and show it to its witnesses (công bố nhật ký), in a loop of its own.

A witness that is slow holds up no check of a list and no letter.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Final

from ntm_verify.domain.errors import Refusal, trace
from ntm_verify.domain.people import SYSTEM
from ntm_verify.usecases.compare_outside import CompareOutside, compare_outside
from ntm_verify.usecases.gather_cosignatures import GatherCosignatures, gather_cosignatures
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.publish_log import LogRolledBack, PublishLog, publish_log
from ntm_verify.usecases.stamp_checkpoint import StampCheckpoint, stamp_checkpoint

LOG: Final = logging.getLogger(__name__)
PUBLISHING: Final = timedelta(seconds=5)
"""Between two looks: what is kept is signed outside within ten seconds."""
HEARTBEAT: Final = timedelta(hours=1)
"""So often even a log at rest is shown again: one that stops must be seen to."""


async def publish(ports: Ports, *, again: bool = False) -> None:
    """Publish what the log has come to; one that does not follow is shouted about, not signed.

    Then the gate is shut until the database follows again.
    """
    try:
        if ports.gate.why:
            await compare_outside(ports, SYSTEM, CompareOutside())
        if ports.gate.why:
            return
        await publish_log(ports, SYSTEM, PublishLog())
        done = await gather_cosignatures(ports, SYSTEM, GatherCosignatures(again))
        for name in done.refused:
            LOG.critical("witness %s has seen another history of the log", name)
        if done.refused:
            await compare_outside(ports, SYSTEM, CompareOutside())
    except LogRolledBack as refused:
        LOG.critical("log not published: %s", refused.code)
        await compare_outside(ports, SYSTEM, CompareOutside())
    except Refusal as refused:
        LOG.error("log not published: %s", refused.code)  # noqa: TRY400 - says it all
    except Exception as fault:  # noqa: BLE001 - whatever it is, the worker goes on
        LOG.error("log not published: %s", trace(fault))  # noqa: TRY400 - its text may name people


async def stamp(ports: Ports) -> None:
    """Have the day's checkpoint stamped; an authority that is away is asked again in an hour."""
    try:
        await stamp_checkpoint(ports, SYSTEM, StampCheckpoint())
    except Exception as fault:  # noqa: BLE001 - whatever it is, the worker goes on
        LOG.warning("checkpoint not time-stamped: %s", trace(fault))


async def serve(ports: Ports, pause: float = PUBLISHING.total_seconds()) -> None:
    """Publish for ever, with a sign of life every hour."""
    next_beat = ports.now()
    while True:
        beat = ports.now() >= next_beat
        await publish(ports, again=beat)
        if beat:
            await stamp(ports)
            next_beat = ports.now() + HEARTBEAT
        await asyncio.sleep(pause)
