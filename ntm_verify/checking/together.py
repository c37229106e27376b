"""What shows only with other rows in view, as `domain.list_together` means it (dòng với dòng)."""

import polars as pl

from ntm_verify.domain.findings import Check
from ntm_verify.domain.list_facts import Context, learn_sex

from .number_columns import TROUBLE

PLACE = pl.col("place")
KEY = pl.col("key")
NAME_KEY = pl.col("name_key")


def join_keys(rows: pl.DataFrame) -> pl.DataFrame:
    """Give each row the number of its person: a row with both numbers joins 10 and 12 digits."""
    joins = pl.col("p_key").is_not_null() & (pl.col("number") != "p")
    bridge = rows.filter(joins).unique("p_key", keep="first", maintain_order=True)
    if bridge.is_empty():
        return rows
    bridge = bridge.select(pl.col("p_key").alias("key"), KEY.alias("joined"))
    rows = rows.join(bridge, on="key", how="left", maintain_order="left")
    return rows.with_columns(key=pl.coalesce("joined", "key")).drop("joined")


def read_sexes(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Add what the sex column says in the light of the personal numbers, and the sex that counts.

    `written` is m, f or ?; `told` is what the personal number says.
    """
    told = pl.col("p_sex").fill_null("?")
    voted = rows.filter(pl.col("p_sex").is_not_null())
    counted = voted.group_by("source", "sex_token", "p_sex").len()
    votes: dict[int, dict[tuple[str, str], int]] = {int(s): {} for s in rows["source"].unique()}
    for source, token, sex, count in counted.iter_rows():
        votes[source][token, sex] = count
    meaning = [
        (source, token, sex)
        for source, column in votes.items()
        for token, sex in learn_sex(column, context.codes.limits).items()
    ]
    schema = {"source": pl.UInt32, "sex_token": pl.String, "written": pl.String}
    learnt = pl.DataFrame(meaning, schema, orient="row")
    rows = rows.join(learnt, on=["source", "sex_token"], how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("written").fill_null("?"), told=told)
    written, told = pl.col("written"), pl.col("told")
    differ = (told != "?") & (written != "?") & (written != told)
    sex = pl.when(differ).then(pl.lit("?")).when(told != "?").then(told).otherwise(written)
    return rows.with_columns(sex_differs=differ, sex=sex)


def phone_columns(rows: pl.DataFrame, context: Context) -> tuple[dict[int, int], pl.Series]:
    """Give the sources whose numbers look like telephone numbers, with counts; and their rows."""
    limits, codes = context.codes.limits, context.codes
    prefix = pl.when(pl.col("id_number") == "b").then(pl.col("id_key").str.slice(0, 2))
    provinces = sorted(codes.card_province_digits(context.as_of))
    is_phone = prefix.is_in(sorted(codes.phone_prefixes)).fill_null(value=False)
    told = rows.select(
        "source",
        written=pl.col("id_trouble").ne_missing(TROUBLE[Check.ID_MISSING]),
        phone=is_phone,
        foreign=is_phone & ~prefix.is_in(provinces),
    )
    counts = told.group_by("source", maintain_order=True).agg(
        pl.col("written", "phone", "foreign").sum().cast(pl.Int64)
    )
    cells = pl.col("written")
    looks = (
        (cells >= limits.phone_least_cells)
        & (100 * pl.col("phone") >= limits.phone_percent * cells)
        & (100 * pl.col("foreign") >= limits.phone_foreign_percent * cells)
    )
    columns = dict(counts.filter(looks).select("source", "phone").iter_rows())
    doubted = told.select(pl.col("phone") & pl.col("source").is_in(list(columns)))
    return columns, doubted.to_series()


def repeats(rows: pl.DataFrame) -> pl.DataFrame:
    """Find repeated people and numbers with two names: place, repeats (place), other (place).

    Rows come with place, key, name, name_key and wrong (something else speaks against them).
    """
    named = rows.filter(KEY.is_not_null() & (pl.col("name") != ""))
    again = named.filter(KEY.is_duplicated())
    person = ["key", "name_key"]
    kept = pl.coalesce(PLACE.filter(~pl.col("wrong")).first(), PLACE.first()).over(person)
    first, first_name = PLACE.first().over("key"), NAME_KEY.first().over("key")
    again = again.with_columns(kept=kept, first=first, first_name=first_name)
    differs = pl.col("first_name") != NAME_KEY
    second = PLACE.filter(differs).first().over("key")
    other = pl.when(differs).then("first").otherwise(second)
    return again.select(PLACE, repeats=pl.when(pl.col("kept") != PLACE).then("kept"), other=other)


def namesakes(rows: pl.DataFrame) -> pl.DataFrame:
    """Find the same name and birth year beside another number: place, first (place)."""
    known = KEY.is_not_null() & (pl.col("name") != "") & pl.col("birth_year").is_not_null()
    dated = rows.filter(known).select(PLACE, KEY, NAME_KEY, "birth_year")
    group = ["name_key", "birth_year"]
    dated = dated.filter(pl.struct(group).is_duplicated())
    dated = dated.with_columns(first=PLACE.first().over(group), first_key=KEY.first().over(group))
    return dated.filter(pl.col("first_key") != KEY).select("place", "first")
