"""A list as a data frame, and text changed as the domain changes it (ô và cột)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import polars as pl

from ntm_verify.domain.findings import Field
from ntm_verify.domain.participant_list import Column, Kind, RawList
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
            "kind": _kinds(kinds),
            "source": sources(raw),
        }
    )


def _kinds(kinds: str) -> pl.Series:
    """Take kinds over as their letters' codes; most columns have only one."""
    if kinds and kinds.count(kinds[0]) == len(kinds):
        return pl.repeat(ord(kinds[0]), len(kinds), dtype=pl.UInt8, eager=True)
    return pl.Series(list(kinds.encode()), dtype=pl.UInt8)


def sources(raw: RawList) -> pl.Series:
    """Give each row the place of its source."""
    if len(raw.sources) == 1:
        return pl.repeat(0, len(raw), dtype=pl.UInt32, eager=True)
    return pl.Series(raw.source_of, dtype=pl.UInt32)


def _series(texts: Sequence[str]) -> pl.Series:
    """Take texts over; halves of characters, which UTF-8 cannot hold, become lost letters."""
    try:
        return pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:
        whole = (re.sub(SURROGATES, LOST_LETTER, text) for text in texts)
        return pl.Series(list(whole), dtype=pl.String)


def texts_like(cells: Column | None, texts: pl.Series) -> list[str]:
    """Give texts as a list; those that a cell holds already are the cell's own, not copies."""
    if cells is None:
        return texts.to_list()
    try:
        held = pl.Series(cells.texts, dtype=pl.String)
    except UnicodeEncodeError:
        return texts.to_list()
    others = (held != texts).arg_true()
    if 2 * len(others) > len(texts):
        return texts.to_list()
    told = list(cells.texts)
    for place, text in zip(others, texts.gather(others), strict=True):
        told[place] = text
    return told


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


def over_distinct(
    cells: pl.DataFrame, read: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """Read every distinct row of cells once, and hand the answers on.

    Names, days, notes and words for the sex repeat: a hundred thousand rows hold some twenty
    thousand names, a million some ten thousand days.
    """
    known = cells.unique()
    answers = read(known)
    joined = cells.join(known.hstack(answers), on=cells.columns, how="left", maintain_order="left")
    return joined.select(answers.columns)


def by_distinct(
    cells: pl.DataFrame, schema: Schema, read: Callable[..., tuple[object, ...]]
) -> pl.DataFrame:
    """Read every distinct row of cells once, with the domain's own function for one cell."""
    return over_distinct(cells, lambda known: one_by_one(known, schema, read))


def one_by_one(
    cells: pl.DataFrame, schema: Schema, read: Callable[..., tuple[object, ...]]
) -> pl.DataFrame:
    """Read row after row of cells with the domain's own function."""
    told = list(zip(*(read(*cell) for cell in cells.iter_rows()), strict=True))
    return pl.DataFrame(
        [
            pl.Series(name, told[nth] if told else [], kind)
            for nth, (name, kind) in enumerate(schema.items())
        ]
    )
