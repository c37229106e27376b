"""The outlook of a province beside bare aggregations of the same members (đo dự báo thẻ hết hạn).

166 communes of twelve hamlets, 3.6 million members, six days ahead. Every way gives the people
whose card ends before each day, by commune.
"""

import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

import polars as pl
import sqlalchemy as sa

from ntm_verify.domain.outlook import province_outlook, speaking
from ntm_verify.domain.steps import Status
from ntm_verify.domain.unit import Unit
from ntm_verify.regulations.outlook import load_outlook
from ntm_verify.storage.appraisals import AppraisalRow
from ntm_verify.storage.card_endings import CardEndingRow
from tests.support.builders import PROVINCE, an_appraisal, an_outcome
from tests.support.worlds import database_at

COMMUNES: Final = 166
HAMLETS: Final = 12
MEMBERS: Final = 3_600_000
TODAY: Final = date(2026, 11, 22)
AS_OF: Final = date(2026, 10, 31)
HORIZONS: Final = load_outlook().horizons(TODAY)
DAYS: Final = [horizon.day for horizon in HORIZONS]
TIMES: Final = 3
Found = dict[int, tuple[int, ...]]


def members(count: int) -> pl.DataFrame:
    """Make members up: commune, hamlet, last day; two of five cards end with the year."""
    rows = pl.int_range(count, eager=True, dtype=pl.Int64)
    commune = (rows % COMMUNES).cast(pl.Int16).alias("commune")
    hamlet = (rows // COMMUNES % HAMLETS).cast(pl.Int8).alias("hamlet")
    after = (rows * 7_919 % 365).cast(pl.Int32)
    cliff = (date(2026, 12, 31) - AS_OF).days
    frame = pl.DataFrame([commune, hamlet, after.alias("after"), (rows % 5).alias("kind")])
    day = pl.when(pl.col("kind") < 2).then(cliff).otherwise("after")
    return frame.select("commune", "hamlet", day=pl.lit(AS_OF) + pl.duration(days=day))


def by_polars(frame: pl.DataFrame) -> Found:
    """Aggregate members bare: people whose card ends before each day, by commune."""
    sums = [(pl.col("day") < day).sum().alias(str(at)) for at, day in enumerate(DAYS)]
    told = frame.lazy().group_by("commune").agg(sums).collect()
    return {row[0]: tuple(row[1:]) for row in told.iter_rows()}


def by_sql(file: Path) -> Found:
    """Aggregate members bare, in SQL."""
    sums = ", ".join("sum(day < ?)" for _ in DAYS)
    query = f"SELECT commune, {sums} FROM member GROUP BY commune"  # noqa: S608 - made here
    with sqlite3.connect(file) as base:
        told = base.execute(query, [day.isoformat() for day in DAYS])
        return {row[0]: tuple(row[1:]) for row in told}


def _id(commune: int) -> UUID:
    return UUID(int=commune + 1)


async def _kept(url: str, frame: pl.DataFrame) -> None:
    """Keep a dossier and its counts for each commune, as a check leaves them."""
    per = frame.group_by("commune", "day", "hamlet").len().sort("commune", "day", "hamlet")
    counts: dict[tuple[int, date], dict[str, int]] = {}
    for commune, day, hamlet, people in per.iter_rows():
        counts.setdefault((commune, day), {})[f"Thôn {hamlet}"] = people
    sizes = dict(frame.group_by("commune").len().iter_rows())
    dossiers = []
    for commune, insured in sizes.items():
        dossier = an_appraisal(
            status=Status.CERTIFIED, id=_id(commune), commune=f"{commune:05d}", as_of=AS_OF
        )
        people = replace(dossier.population, total=max(1, insured * 21 // 20))
        dossier = replace(dossier, population=people, outcome=an_outcome(insured))
        dossiers.append(AppraisalRow.of(dossier, dossier.id).model_dump())
    endings = [
        {
            "appraisal_id": _id(commune),
            "last_day": day,
            "people": sum(hamlets.values()),
            "hamlets": hamlets,
        }
        for (commune, day), hamlets in counts.items()
    ]
    async with database_at(url) as database, database.transaction() as tx:
        connection = await tx.targets.session.connection()
        await connection.execute(sa.insert(AppraisalRow), dossiers)
        await connection.execute(sa.insert(CardEndingRow), endings)


async def _ours(url: str) -> tuple[float, Found]:
    """Read the kept counts and lay the province out, as the page asks for it."""
    units = [
        Unit(f"{number:05d}", "Xã Giả Lập", "commune", PROVINCE, date(2010, 1, 1))
        for number in range(COMMUNES)
    ]
    best = float("inf")
    async with database_at(url) as database:
        for _ in range(TIMES):
            start = time.perf_counter()
            async with database.reading() as tx:
                facts = await tx.targets.facts(PROVINCE, date(2024, 1, 1), TODAY)
                chosen = speaking(facts, TODAY)
                ids = [fact.id for fact in chosen.values()]
                figures = await tx.card_endings.figures(ids, DAYS)
            seen = province_outlook(units, chosen, figures, HORIZONS)
            best = min(best, time.perf_counter() - start)
    told = {int(line.unit.code): tuple(p.ended for p in line.prospects) for line in seen.lines}
    return best, told


def measure(count: int = MEMBERS) -> dict[str, float]:
    """Measure the three ways over the same members, in seconds; they must agree.

    Raises:
        AssertionError: the ways give other sums.

    """
    frame = members(count)
    with tempfile.TemporaryDirectory(prefix="ntm-bench-") as folder:
        file = Path(folder) / "members.db"
        with sqlite3.connect(file) as base:
            base.execute("CREATE TABLE member (commune INTEGER, day TEXT)")
            told = frame.select("commune", pl.col("day").cast(pl.String))
            base.executemany("INSERT INTO member VALUES (?, ?)", told.iter_rows())
        url = f"sqlite+aiosqlite:///{Path(folder) / 'kept.db'}"
        asyncio.run(_kept(url, frame))
        seconds, ours = asyncio.run(_ours(url))
        found = {"ntm-verify": seconds}
        ways: dict[str, Callable[[], Found]] = {
            "polars, bare": partial(by_polars, frame),
            "SQL, bare": partial(by_sql, file),
        }
        for name, way in ways.items():
            best = float("inf")
            for _ in range(TIMES):
                start = time.perf_counter()
                bare = way()
                best = min(best, time.perf_counter() - start)
            assert bare == ours
            found[name] = best
    return found


if __name__ == "__main__":
    seconds = measure(int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS)
    sys.stdout.write(json.dumps(seconds) + "\n")
