"""What operations ask of the service (vận hành): alive, ready, and how the work stands."""

from typing import Final

from litestar import Response, get
from litestar.di import NamedDependency

from ntm_verify.domain.alarm import Alarm, Line, Workload
from ntm_verify.domain.log_standing import LogAlarm
from ntm_verify.domain.people import SYSTEM
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_alarms import ReadAlarms, read_alarms

from .identity import PUBLIC

EXPOSITION: Final = "text/plain; version=0.0.4"
"""The text format that Prometheus and its kin read."""


@get("/healthz", opt={"policy": PUBLIC}, include_in_schema=False)
async def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@get("/readyz", opt={"policy": PUBLIC}, include_in_schema=False)
async def readyz(ports: NamedDependency[Ports]) -> dict[str, str | list[str]]:
    """Say that the database answers too, and which alarms there are, by code (F108)."""
    async with ports.reading() as tx:
        await tx.audit.head()
    found = await read_alarms(ports, SYSTEM, ReadAlarms())
    told = [alarm.value for alarm in (*found.log.alarms, *found.alarms)]
    return {"status": "read_only" if found.log.why else "ready", "alarms": told}


@get("/metrics", opt={"policy": PUBLIC}, include_in_schema=False)
async def metrics(ports: NamedDependency[Ports]) -> Response[str]:
    """Give counts and ages of the work behind the pages, for monitoring (số liệu vận hành)."""
    found = await read_alarms(ports, SYSTEM, ReadAlarms())
    now = ports.now().timestamp()
    lines = [
        "# HELP ntm_waiting Work that waits, by line.",
        "# TYPE ntm_waiting gauge",
        *(f'ntm_waiting{{line="{name}"}} {line.waiting}' for name, line in _lines(found.load)),
        "# HELP ntm_oldest_seconds Age of the longest waiting piece of work, by line.",
        "# TYPE ntm_oldest_seconds gauge",
        *(f'ntm_oldest_seconds{{line="{n}"}} {_age(line, now)}' for n, line in _lines(found.load)),
        "# HELP ntm_failed Stuck jobs; letters and calls given up within a day.",
        "# TYPE ntm_failed gauge",
        *(f'ntm_failed{{line="{name}"}} {line.failed}' for name, line in _lines(found.load)),
        "# HELP ntm_alarm Whether an alarm stands.",
        "# TYPE ntm_alarm gauge",
        *(f'ntm_alarm{{alarm="{alarm.value}"}} {int(alarm in found.alarms)}' for alarm in Alarm),
        *(
            f'ntm_alarm{{alarm="{alarm.value}"}} {int(alarm in found.log.alarms)}'
            for alarm in LogAlarm
        ),
        "# HELP ntm_log_entries Entries of the log: kept, and under a signed checkpoint.",
        "# TYPE ntm_log_entries gauge",
        f'ntm_log_entries{{where="database"}} {found.log.have}',
        f'ntm_log_entries{{where="signed"}} {found.log.signed}',
    ]
    return Response("\n".join(lines) + "\n", media_type=EXPOSITION)


def _lines(load: Workload) -> tuple[tuple[str, Line], ...]:
    return (
        ("jobs", load.jobs),
        ("happenings", load.happenings),
        ("mail", load.mail),
        ("webhooks", load.hooks),
        ("plans", load.plans),
        ("orders", load.orders),
    )


def _age(line: Line, now: float) -> int:
    return max(0, int(now - line.oldest.timestamp())) if line.oldest else 0
