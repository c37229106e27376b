"""The roll-up of a province beside bare aggregations of the same members (đo tổng hợp).

166 communes, 12 periods, 3.6 million members. Every way gives participants by commune and period.
"""

import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

import polars as pl
import sqlalchemy as sa

from ntm_verify.domain.rollup import overview
from ntm_verify.domain.steps import Status
from ntm_verify.domain.unit import Unit
from ntm_verify.storage.appraisals import AppraisalRow
from ntm_verify.usecases.read_province_overview import month_ends
from tests.support.builders import PROVINCE, an_appraisal, an_outcome
from tests.support.worlds import database_at

COMMUNES: Final = 166
MEMBERS: Final = 3_600_000
LAST: Final = date(2025, 12, 31)
PERIODS: Final = 12


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, growth of the highest memory in MiB, and the sums by period."""

    seconds: float
    mib: float
    sums: list[int]


def members(count: int) -> pl.DataFrame:
    """Make members up: a commune each, and the first period in which the person is counted."""
    rows = pl.int_range(count, eager=True, dtype=pl.Int64)
    commune = (rows % COMMUNES).cast(pl.Int16).alias("commune")
    first = ((rows * 7_919) % (PERIODS * 4)).clip(0, PERIODS - 1).cast(pl.Int8).alias("first")
    return pl.DataFrame([commune, first])


def by_polars(frame: pl.DataFrame) -> dict[tuple[int, int], int]:
    """Aggregate members bare: commune and period → participants."""
    found: dict[tuple[int, int], int] = {}
    for period in range(PERIODS):
        counted = frame.lazy().filter(pl.col("first") <= period).group_by("commune").len().collect()
        found |= {(commune, period): number for commune, number in counted.iter_rows()}
    return found


def by_sql(file: Path) -> dict[tuple[int, int], int]:
    """Aggregate members bare, in SQL, period by period."""
    query = "SELECT commune, count(*) FROM member WHERE first <= ? GROUP BY commune"
    with sqlite3.connect(file) as base:
        return {
            (commune, period): number
            for period in range(PERIODS)
            for commune, number in base.execute(query, (period,))
        }


def measured(way: Callable[[], dict[tuple[int, int], int]]) -> Measured:
    """Run a way three times and keep the fastest."""
    before = _at_rest()
    best, sums = float("inf"), [0]
    for _ in range(3):
        start = time.perf_counter()
        found = way()
        best = min(best, time.perf_counter() - start)
        sums = [
            sum(number for (_, at), number in found.items() if at == period)
            for period in range(PERIODS)
        ]
    return Measured(best, _status("VmHWM") - before, sums)


def _at_rest() -> float:
    """Forget the highest memory so far, and give what is held now, in MiB (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", "utf-8")
    return _status("VmRSS")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


async def _kept(url: str, counts: dict[tuple[int, int], int]) -> None:
    """Keep a dossier for each commune and period, as its list was counted when it came in."""
    days = month_ends(LAST, PERIODS)
    async with database_at(url) as database, database.transaction() as tx:
        rows = []
        for number, ((commune, period), insured) in enumerate(sorted(counts.items()), 1):
            dossier = an_appraisal(
                status=Status.CERTIFIED,
                id=UUID(int=number),
                commune=f"{commune:05d}",
                as_of=days[period],
            )
            people = replace(dossier.population, total=max(1, 2 * insured))
            dossier = replace(dossier, population=people, outcome=an_outcome(insured))
            rows.append(AppraisalRow.of(dossier, UUID(int=number)).model_dump())
        await (await tx.targets.session.connection()).execute(sa.insert(AppraisalRow), rows)


async def _ours(url: str) -> Measured:
    """Read the kept figures and put the province together at the end of each period."""
    units = [
        Unit(f"{number:05d}", "Xã Giả Lập", "commune", PROVINCE, date(2010, 1, 1))
        for number in range(COMMUNES)
    ]
    days = month_ends(LAST, PERIODS)
    async with database_at(url) as database:
        before, best, sums = _at_rest(), float("inf"), [0]
        for _ in range(3):
            start = time.perf_counter()
            async with database.reading() as tx:
                facts = await tx.targets.facts(PROVINCE, days[0], days[-1])
            sums = [overview(units, facts, day).whole.insured for day in days]
            best = min(best, time.perf_counter() - start)
        return Measured(best, _status("VmHWM") - before, sums)


def measure(count: int = MEMBERS) -> dict[str, Measured]:
    """Measure the three ways over the same members; they must agree.

    Raises:
        AssertionError: the ways give other sums.

    """
    frame = members(count)
    with tempfile.TemporaryDirectory(prefix="ntm-bench-") as folder:
        file = Path(folder) / "members.db"
        with sqlite3.connect(file) as base:
            base.execute("CREATE TABLE member (commune INTEGER, first INTEGER)")
            base.executemany("INSERT INTO member VALUES (?, ?)", frame.iter_rows())
        url = f"sqlite+aiosqlite:///{Path(folder) / 'kept.db'}"
        asyncio.run(_kept(url, by_polars(frame)))
        found = {"ntm-verify": asyncio.run(_ours(url))}
        found["polars, bare"] = measured(lambda: by_polars(frame))
        found["SQL, bare"] = measured(lambda: by_sql(file))
    assert len({tuple(one.sums) for one in found.values()}) == 1
    return found


if __name__ == "__main__":
    told = measure(int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS)
    sys.stdout.write(
        json.dumps({name: {"seconds": m.seconds, "mib": m.mib} for name, m in told.items()}) + "\n"
    )
