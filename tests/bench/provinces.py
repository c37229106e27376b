"""People on two lists of a province, against bare joins of the same keys (trùng giữa các xã).

`python -m tests.bench.provinces WAY` prints seconds: making keys is not counted, bringing lists
into the engine is, since that is how lists come.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from ntm_verify.domain.across import Listed

from .lists import province

COMMUNES: Final = 333
PEOPLE: Final = 9_630
SHARED: Final = 12
ONE: Final = 12_000
"""People of the one commune that is compared with all others."""
Answer = dict[str, Any]
Ask = Callable[[Sequence[str], Sequence[Listed]], int]


def ours_one(keys: Sequence[str], others: Sequence[Listed]) -> int:
    across = import_module("ntm_verify.checking.across")
    return len(across.listed_elsewhere(keys, others))


def ours_all(_: Sequence[str], lists: Sequence[Listed]) -> int:
    across = import_module("ntm_verify.checking.across")
    return len(across.listed_twice(lists))


def _frame(lists: Sequence[Listed]) -> Any:  # noqa: ANN401 - a data frame
    pl = import_module("polars")
    return pl.concat(
        [
            pl.DataFrame({"key": keys}).with_columns(commune=pl.lit(code)).with_row_index("place")
            for code, keys in lists
        ]
    )


def polars_one(keys: Sequence[str], others: Sequence[Listed]) -> int:
    pl = import_module("polars")
    own = pl.DataFrame({"key": keys}).with_row_index("place")
    return len(own.join(_frame(others), on="key"))


def polars_all(_: Sequence[str], lists: Sequence[Listed]) -> int:
    pl = import_module("polars")
    frame = _frame(lists)
    joined = frame.join(frame, on="key")
    return len(joined.filter(pl.col("commune") != pl.col("commune_right")))


class _Stream:
    """A frame as a stream that any engine reads, with no third library between."""

    def __init__(self, frame: Any) -> None:  # noqa: ANN401 - a data frame
        self.frame = frame

    def __arrow_c_stream__(self, schema: object = None) -> Any:  # noqa: ANN401 - a capsule, its name is fixed
        return self.frame.__arrow_c_stream__(schema)


def _table(lists: Sequence[Listed]) -> Any:  # noqa: ANN401 - a connection
    duckdb = import_module("duckdb")
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.register("frame", _Stream(_frame(lists)))
    connection.execute("create table listed as select * from frame")
    return connection


def duckdb_one(keys: Sequence[str], others: Sequence[Listed]) -> int:
    pl = import_module("polars")
    connection = _table(others)
    connection.register("own", _Stream(pl.DataFrame({"key": keys}).with_row_index("place")))
    query = "select own.place, listed.commune from own join listed using (key)"
    return len(connection.execute(query).fetchall())


def duckdb_all(_: Sequence[str], lists: Sequence[Listed]) -> int:
    query = (
        "select a.commune, a.place, b.commune from listed a join listed b using (key) "
        "where a.commune <> b.commune"
    )
    return len(_table(lists).execute(query).fetchall())


WAYS: Final[Mapping[str, Ask]] = {
    "one commune: ntm_verify": ours_one,
    "one commune: polars join": polars_one,
    "one commune: duckdb join": duckdb_one,
    "whole province: ntm_verify": ours_all,
    "whole province: polars join": polars_all,
    "whole province: duckdb join": duckdb_all,
}


def measure(way: str, communes: int = COMMUNES) -> Answer:
    """Ask once; the engine is loaded before the clock starts."""
    lists = province(communes, PEOPLE, SHARED)
    own = [*lists[0][1], *(f"0099{place:06d}" for place in range(ONE))][:ONE]
    WAYS[way](["1"], [("1", ["1"])])
    began = time.perf_counter()
    found = WAYS[way](own, lists[1:] if way.startswith("one") else lists)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "found": found, "keys": sum(len(keys) for _, keys in lists)}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))  # noqa: T201 - its only answer
