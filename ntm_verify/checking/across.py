"""People on several lists, found by joins (trùng giữa các danh sách): `domain.across` means it."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from ntm_verify.domain.across import Found, Listed, Twice

KEY: Final = pl.col("key")


def listed_elsewhere(keys: Sequence[str], others: Sequence[Listed]) -> tuple[Found, ...]:
    """Find what `domain.across.listed_elsewhere` finds, in the same order."""
    own = _keys(keys).to_frame().with_row_index("place").filter(KEY != "")
    known = own["key"].unique()
    theirs = [
        _keys(listed).to_frame().filter(KEY.is_in(known.implode())).with_columns(other=pl.lit(code))
        for code, listed in others
    ]
    if own.is_empty() or not theirs:
        return ()
    found = own.join(pl.concat(theirs).unique(), on="key").select("place", "other")
    return tuple(found.sort("place", "other").iter_rows())


def listed_twice(lists: Sequence[Listed]) -> tuple[Twice, ...]:
    """Find what `domain.across.listed_twice` finds, in the same order."""
    if not lists:
        return ()
    sizes = [len(keys) for _, keys in lists]
    codes = pl.Series([code for code, _ in lists], dtype=pl.String)
    rows = pl.DataFrame(
        {
            "key": pl.concat([_keys(keys) for _, keys in lists]),
            "commune": codes.gather(pl.select(_repeat(sizes)).to_series()),
        }
    )
    rows = rows.with_columns(place=pl.int_range(pl.len()).over("commune"))
    again = rows.filter((KEY != "") & KEY.is_duplicated())
    others = again.select("key", other="commune").unique()
    found = again.join(others, on="key").filter(pl.col("commune") != pl.col("other"))
    found = found.select("commune", "place", "other").sort("commune", "place", "other")
    return tuple(Twice(*row) for row in found.iter_rows())


def _keys(keys: Sequence[str]) -> pl.Series:
    return pl.Series("key", keys, dtype=pl.String)


def _repeat(sizes: Sequence[int]) -> pl.Expr:
    """Give each list's place as often as it has rows."""
    return pl.int_range(len(sizes)).repeat_by(pl.Series(sizes)).explode()
