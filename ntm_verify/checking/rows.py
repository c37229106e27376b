"""The rows of a list as one frame of facts, as `domain.list_facts` reads them (các dòng)."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import polars as pl

from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.list_facts import KIND_ORDER, NUMBER_FIELDS, Context
from ntm_verify.domain.participant_list import RawList

from .cells import column, sources
from .name_column import read_names
from .number_columns import TROUBLE, birth_year_of, read_column
from .other_columns import read_births, read_spans, read_words

RANK: Final = {field: rank for rank, field in enumerate(NUMBER_FIELDS)}
MISSING: Final = TROUBLE[Check.ID_MISSING]
AT_ONCE: Final = 2
"""Columns that are read at a time."""
NEWBORN: Final = TROUBLE[Check.NEWBORN_WITHOUT_ID]


def read_rows(raw: RawList, context: Context) -> pl.DataFrame:
    """Read all columns of a list, some at a time: the frame library leaves the interpreter free."""
    fields = [name for name in NUMBER_FIELDS if name in raw.columns] or [Field.ID]
    readings: list[Callable[[], pl.DataFrame]] = [
        lambda: read_names(column(raw, Field.NAME), context),
        *(partial(_read_numbers, raw, name, fields, context) for name in NUMBER_FIELDS),
        lambda: read_births(raw, context),
        lambda: read_spans(raw, context),
        lambda: read_words(raw, context),
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts: list[pl.DataFrame] = list(pool.map(lambda read: read(), readings))
    rows = pl.concat(parts, how="horizontal").with_columns(sources(raw).alias("source"))
    return rows.with_row_index("place").with_columns(_person(fields)).with_columns(
        _trouble(context), p_year=birth_year_of(pl.col("p_key"), context.codes), p_sex=_sex()
    )  # fmt: skip


def _read_numbers(raw: RawList, name: Field, fields: list[Field], context: Context) -> pl.DataFrame:
    """Read one column of numbers, its answers named after it."""
    read = read_column(column(raw, name), context) if name in fields else _absent(len(raw))
    return read.select(pl.all().name.prefix(f"{name}_"))


def _absent(size: int) -> pl.DataFrame:
    """Stand in for a number column that the list does not have: every cell is empty."""
    remarks, texts = ("restored", "province", "group", "doubt"), ("number", "key", "put_forward")
    return pl.select(
        pl.repeat(MISSING, size, dtype=pl.UInt8).alias("trouble"),
        *(pl.repeat(None, size, dtype=pl.String).alias(name) for name in texts),
        *(pl.repeat(False, size, dtype=pl.Boolean).alias(name) for name in remarks),  # noqa: FBT003 - a column
    )


def _person(fields: list[Field]) -> list[pl.Expr]:
    """Say which column leads, which number stands for the person, which one is personal."""
    filled = [
        pl.when(pl.col(f"{name}_trouble").ne_missing(MISSING)).then(pl.lit(RANK[name], pl.UInt8))
        for name in fields
    ]
    ranked = [(kind, name) for kind in KIND_ORDER for name in fields]
    backwards = list(reversed(fields))
    return [
        pl.coalesce(*filled, pl.lit(RANK[fields[0]], pl.UInt8)).alias("lead"),
        pl.coalesce(_of_kind(ranked, "key")).alias("key"),
        pl.coalesce(_of_kind(ranked, "number")).alias("number"),
        pl.coalesce(_of_kind((("p", name) for name in backwards), "key")).alias("p_key"),
        pl.coalesce(
            pl.when(pl.col(f"{name}_number") == "p").then(pl.lit(RANK[name], pl.UInt8))
            for name in backwards
        ).alias("p_field"),
    ]


def _of_kind(ranked: Iterable[tuple[str, Field]], part: str) -> list[pl.Expr]:
    return [
        pl.when(pl.col(f"{name}_number") == kind).then(f"{name}_{part}") for kind, name in ranked
    ]


def _trouble(context: Context) -> pl.Expr:
    """Give what speaks against the number of the row; a child too old is no newborn."""
    said = pl.coalesce(
        pl.when(pl.col("lead") == rank).then(pl.col(f"{name}_trouble"))
        for name, rank in RANK.items()
    )
    last = pl.col("birth_last").dt
    months = 12 * (context.as_of.year - last.year()) + context.as_of.month - last.month()
    too_old = (months > context.codes.limits.newborn_months).fill_null(value=False)
    child = pl.when((said == NEWBORN) & too_old).then(pl.lit(MISSING, pl.UInt8)).otherwise(said)
    return child.alias("trouble")


def _sex() -> pl.Expr:
    """Give the sex that the personal number tells."""
    is_woman = pl.col("p_key").str.slice(3, 1).cast(pl.UInt8) % 2 == 1
    return pl.when(is_woman).then(pl.lit("f")).when(~is_woman).then(pl.lit("m"))
