"""A list as a data frame, and text changed as the domain changes it (ô và cột)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import polars as pl

from ntm_verify.domain.findings import Field
from ntm_verify.domain.participant_list import Kind, RawList
from ntm_verify.domain.person_name import (
    CLEANING,
    FOLDED,
    LOST_LETTER,
    LOWER,
    MARKS,
    PARTED,
    REPERTOIRE,
    SPACES,
    SURROGATES,
    TONE_FIRST,
)

KIND: Final[Mapping[Kind, int]] = {kind: ord(kind.value) for kind in Kind}
Schema = Mapping[str, type[pl.DataType]]


def column(raw: RawList, field: Field) -> pl.DataFrame:
    """Lay out one column: text, kind and source of each row; an absent column is empty."""
    cells = raw.columns.get(field)
    texts: Sequence[str] = cells.texts if cells else [""] * len(raw)
    kinds = cells.kinds if cells else Kind.EMPTY * len(raw)
    return pl.DataFrame(
        {
            "text": _series(texts),
            "kind": pl.Series(list(kinds.encode()), dtype=pl.UInt8),
            "source": pl.Series(raw.source_of, dtype=pl.UInt32),
        }
    )


def _series(texts: Sequence[str]) -> pl.Series:
    """Take texts over; halves of characters, which UTF-8 cannot hold, become lost letters."""
    try:
        return pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:
        whole = (re.sub(SURROGATES, LOST_LETTER, text) for text in texts)
        return pl.Series(list(whole), dtype=pl.String)


def swap(text: pl.Expr, table: Mapping[str, str]) -> pl.Expr:
    """Exchange single characters, as `str.translate` does."""
    return text.str.replace_many(list(table), list(table.values()))


def clean(texts: pl.Series) -> pl.Series:
    """Do what `person_name.clean_name` does."""
    text = pl.col("text")
    bare = swap(text, CLEANING).str.replace_all(SPACES, " ").str.strip_chars(" ")
    frame = texts.alias("text").to_frame().select(bare)
    loose = text.str.contains(f"[{MARKS}]") & text.str.contains(REPERTOIRE)
    if frame.select(loose.any()).item():
        frame = frame.select(pl.when(loose).then(text.str.normalize("NFC")).otherwise(text))
    return frame.to_series()


def lower(name: pl.Expr) -> pl.Expr:
    """Do what `person_name.exact_key` does."""
    return swap(name, LOWER)


def fold(name: pl.Expr) -> pl.Expr:
    """Do what `person_name.fold_key` does."""
    return swap(name, FOLDED)


def tone_key(name: pl.Expr) -> pl.Expr:
    """Do what `person_name.tone_key` does."""
    return swap(name, PARTED).str.replace_all(TONE_FIRST, "${2}${1}")


def by_distinct(
    cells: pl.DataFrame, schema: Schema, read: Callable[..., tuple[object, ...]]
) -> pl.DataFrame:
    """Read every distinct row of cells once, with the domain's own function, and hand it on.

    Days, notes and words for the sex repeat: a million rows hold some ten thousand days.
    """
    known = cells.unique(maintain_order=True)
    told = zip(*(read(*cell) for cell in known.iter_rows()), strict=True)
    answers = pl.DataFrame(
        [
            pl.Series(name, said, kind)
            for (name, kind), said in zip(schema.items(), told, strict=True)
        ]
    )
    joined = cells.join(known.hstack(answers), on=cells.columns, how="left", maintain_order="left")
    return joined.select(list(schema))
