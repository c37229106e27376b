"""Columns beside name and number: birth, validity, sex, hamlet, note (các cột khác).

Their cells repeat, so each distinct cell is read once by the domain's own functions.
"""

import re
from datetime import timedelta
from typing import Final

import polars as pl

from ntm_verify.domain.dates import FIRST_YEAR, LAST_YEAR, WHOLE_DAY, is_age, is_blank
from ntm_verify.domain.findings import Field
from ntm_verify.domain.list_facts import Context, read_birth, read_validity, sex_token
from ntm_verify.domain.list_rules import INJECTED, says_deceased
from ntm_verify.domain.participant_list import Kind, RawList
from ntm_verify.domain.person_name import clean_name

from .cells import Schema, by_distinct, column, one_by_one, over_distinct

SPAN: Final[Schema] = {
    "first": pl.Date,
    "last": pl.Date,
    "end": pl.Date,
    "is_span": pl.Boolean,
    "unread": pl.Boolean,
}
BIRTH: Final[Schema] = {
    "birth_year": pl.Int32,
    "birth_first": pl.Date,
    "birth_last": pl.Date,
    "birth_unread": pl.Boolean,
}

AGES: Final[Schema] = {"is_written": pl.Boolean, "is_age": pl.Boolean}


def read_births(raw: RawList, context: Context) -> pl.DataFrame:
    """Read the birth dates: year, first and last day, unreadable, out of any likely range."""
    if Field.BIRTH not in raw.columns:
        return _empty(raw, BIRTH).with_columns(birth_odd=pl.lit(value=False))
    cells = column(raw, Field.BIRTH)
    births = over_distinct(cells.select("text", "kind"), _read_births)
    oldest = context.as_of.year - context.codes.limits.oldest_years
    odd = (pl.col("birth_first") > context.as_of) | (pl.col("birth_year") < oldest)
    unread = pl.col("birth_unread") & ~(pl.col("is_age") & _in_ages(context))
    births = births.with_columns(cells["source"])
    return births.select(
        *("birth_year", "birth_first", "birth_last"),
        birth_unread=unread,
        birth_odd=odd.fill_null(value=False),
    )


def _read_births(cells: pl.DataFrame) -> pl.DataFrame:
    """Read birth dates: whole days of the calendar at once, all others with the domain's eyes."""
    text, day = pl.col("text"), pl.col("day")
    is_day = text.str.contains(WHOLE_DAY) & (pl.col("kind") != ord(Kind.EMPTY))
    cells = cells.with_row_index("place").with_columns(
        day=pl.when(is_day).then(text).str.to_date("%d/%m/%Y", strict=False)
    )
    in_range = day.dt.year().is_between(FIRST_YEAR, LAST_YEAR).fill_null(value=False)
    whole, odd = cells.filter(in_range), cells.filter(~in_range)
    read = whole.select(
        "place",
        birth_year=day.dt.year(),
        birth_first=day,
        birth_last=day,
        birth_unread=pl.lit(value=False),
        is_written=pl.lit(value=True),
        is_age=pl.lit(value=False),
    )
    others = one_by_one(odd.select("text", "kind"), {**BIRTH, **AGES}, _read_birth)
    others = odd.select("place").hstack(others)
    return pl.concat([read, others]).sort("place").drop("place")


def _read_birth(text: str, kind: int) -> tuple[object, ...]:
    """Read one cell as if its column held no ages, and say whether it may be one."""
    birth, unread = read_birth(text, chr(kind), in_ages=False)
    written = unread or not is_blank(text, chr(kind))
    told = (birth.year, birth.first, birth.last) if birth else (None, None, None)
    return *told, unread, written, written and is_age(text)


def _in_ages(context: Context) -> pl.Expr:
    """Say of each row whether its source writes ages, as `list_facts.holds_ages` does."""
    written, ages = pl.col("is_written").sum(), pl.col("is_age").sum()
    share = 100 * ages >= context.codes.limits.age_percent * written
    return (share & (written > 0)).over("source")


def read_spans(raw: RawList, context: Context) -> pl.DataFrame:
    """Read the validity of cards: first and last day, unreadable, over, soon over, to come."""
    start, stop = _validity(raw, Field.VALID_FROM), _validity(raw, Field.VALID_TO)
    both = pl.concat([start.rename(lambda name: f"from_{name}"), stop], how="horizontal")
    early = pl.when("is_span").then("first")
    late = pl.when(~pl.col("unread") & pl.col("from_is_span")).then("from_end")
    soon = context.as_of + timedelta(days=context.codes.limits.soon_days)
    last, first = pl.col("span_last"), pl.col("span_first")
    spans = both.select(
        span_first=pl.coalesce("from_first", early),
        span_last=pl.coalesce("last", late),
        first_unread="from_unread",
        last_unread="unread",
    )
    return spans.with_columns(
        is_over=(last < context.as_of).fill_null(value=False),
        soon_over=last.is_between(context.as_of, soon).fill_null(value=False),
        to_come=(first > context.as_of).fill_null(value=False),
    )


def _validity(raw: RawList, field: Field) -> pl.DataFrame:
    """Read one column: where one date stands, it is first and last; of two, `end` is the later."""
    if field not in raw.columns:
        return _empty(raw, SPAN)

    def read(text: str, kind: int) -> tuple[object, ...]:
        first, last, unread = read_validity(text, chr(kind))
        is_span = first is not last
        end = last.last if last else None
        return first.first if first else None, end, end, is_span, unread

    return by_distinct(column(raw, field).select("text", "kind"), SPAN, read)


def _empty(raw: RawList, schema: Schema) -> pl.DataFrame:
    """Stand in for a column that the list does not have."""
    return pl.select(
        pl.repeat(False if kind is pl.Boolean else None, len(raw), dtype=kind).alias(name)
        for name, kind in schema.items()
    )


def read_words(raw: RawList, context: Context) -> pl.DataFrame:
    """Read sex, note and hamlet: the token, says that somebody died, begins like a formula."""

    def read_sex(text: str) -> tuple[object, ...]:
        return (sex_token(text, context.codes),)

    def read_note(text: str) -> tuple[object, ...]:
        return (says_deceased(clean_name(text), context),)

    def read_hamlet(text: str) -> tuple[object, ...]:
        return (re.search(INJECTED, clean_name(text)) is not None,)

    parts = (
        (Field.SEX, "sex_token", pl.String, read_sex),
        (Field.NOTE, "deceased", pl.Boolean, read_note),
        (Field.HAMLET, "hamlet_injected", pl.Boolean, read_hamlet),
    )
    return pl.concat(
        [
            by_distinct(column(raw, field).select("text"), {name: kind}, read)
            for field, name, kind, read in parts
        ],
        how="horizontal",
    )
