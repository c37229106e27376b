"""One client of the log's measurement, a process of its own: `python -m tests.bench.log_client`.

Its arguments are the database, a first number, and the seconds of the business part. Each line it
reads is a way and seconds; it then keeps acts of that way until the time is up and answers with
one line of JSON: how many, and for "held" the share of each act for which it held the head.
"""

import asyncio
import json
import os
import sys
import time

from .log_measure import OWN
from .log_single import Acts, acts_on

HELD = "held"


async def work(acts: Acts, way: str, seconds: float) -> dict[str, object]:
    """Keep acts until the time is up."""
    kept, shares = 0, list[float]()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        if way == HELD:
            hold, whole = await acts.held()
            shares.append(hold / whole)
        else:
            await acts.run(way)
        kept += 1
    return {"kept": kept, "shares": shares}


async def serve(url: str, first: int, waits: float) -> None:
    async with acts_on(url, first, waits) as acts:
        await acts.run(OWN)  # everything is loaded and connected
        os.write(1, b"{}\n")
        while line := await asyncio.to_thread(sys.stdin.readline):
            way, seconds = line.split()
            told = await work(acts, way, float(seconds))
            os.write(1, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
