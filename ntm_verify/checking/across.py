"""People on several lists, found by joins (trùng giữa các danh sách): `domain.across` means it."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import polars as pl

from ntm_verify.domain.across import Found, Listed, Twice

KEY: Final = pl.col("key")


def listed_elsewhere(keys: Sequence[str], others: Sequence[Listed]) -> tuple[Found, ...]:
    """Find what `domain.across.listed_elsewhere` finds, in the same order."""
    own = _keys(keys).to_frame().with_row_index("place").filter(KEY != "")
    if own.is_empty() or not others:
        return ()
    theirs = _Pile(others)
    shared = theirs.keys.is_in(own["key"].unique().implode()).arg_true()
    named = theirs.at(shared).select("key", other="commune").unique()
    found = own.join(named, on="key").select("place", "other")
    return tuple(found.sort("place", "other").iter_rows())


def listed_twice(lists: Sequence[Listed]) -> tuple[Twice, ...]:
    """Find what `domain.across.listed_twice` finds, in the same order."""
    if not lists:
        return ()
    pile = _Pile(lists)
    again = pile.at(pile.keys.is_duplicated().arg_true()).filter(KEY != "")
    others = again.select("key", other="commune").unique()
    found = again.join(others, on="key").filter(pl.col("commune") != pl.col("other"))
    found = found.select("commune", "place", "other").sort("commune", "place", "other")
    return tuple(Twice(*row) for row in found.iter_rows())


class _Pile:
    """All lists one below the other (xếp chồng các danh sách): only keys, until a row is wanted."""

    def __init__(self, lists: Sequence[Listed]) -> None:
        """Take lists; of several lists of one commune, places count through all of them."""
        self.keys = pl.concat([_keys(keys) for _, keys in lists])
        self.codes = pl.Series([code for code, _ in lists], dtype=pl.String)
        sizes = [len(keys) for _, keys in lists]
        starts = list(accumulate(sizes, initial=0))[:-1]
        before: Counter[str] = Counter()
        shifts: list[int] = []
        for (code, _), start, size in zip(lists, starts, sizes, strict=True):
            shifts.append(before[code] - start)
            before[code] += size
        self.starts = pl.Series(starts, dtype=pl.Int64)
        self.shifts = pl.Series(shifts, dtype=pl.Int64)

    def at(self, rows: pl.Series) -> pl.DataFrame:
        """Give key, commune and place of some rows."""
        rows = rows.cast(pl.Int64)
        nth = self.starts.search_sorted(rows, side="right") - 1
        return pl.DataFrame(
            {
                "key": self.keys.gather(rows),
                "commune": self.codes.gather(nth),
                "place": rows + self.shifts.gather(nth),
            }
        )


def _keys(keys: Sequence[str]) -> pl.Series:
    return pl.Series("key", keys, dtype=pl.String)
