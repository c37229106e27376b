"""The column of names, read as `domain.person_name` reads one cell (cột họ tên)."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from ntm_verify.domain import person_name as names
from ntm_verify.domain.findings import Check
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.list_rules import INJECTED
from ntm_verify.domain.participant_list import Kind
from ntm_verify.domain.person_name import NAME_TROUBLES

from .cells import KIND, clean, lower, over_distinct, tone_key

TROUBLE: Final[Mapping[Check, int]] = {check: rank for rank, check in enumerate(NAME_TROUBLES)}
"""How a code is written in a column: its rank."""

TEXT: Final = pl.col("text")
NAME: Final = pl.col("name")
SMALL: Final = pl.col("small")
IS_PLAIN: Final = TEXT.str.contains(names.PLAIN)
Asked = dict[Check, pl.Expr]


def read_names(cells: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Read text and kind of every name.

    Gives, row by row: name (cleaned), name_key (equal for the same name), name_trouble (rank in
    `TROUBLE`, or null), and whether the name is long, odd, changed by cleaning, or begins like a
    formula.
    """
    return over_distinct(cells.select("text", "kind"), lambda known: _read_known(known, context))


def _read_known(cells: pl.DataFrame, context: Context) -> pl.DataFrame:
    cells = cells.with_row_index("place")
    plain, odd = cells.filter(IS_PLAIN), cells.filter(~IS_PLAIN)
    parts = [
        _read(part, asked, context)
        for part, asked in (
            (plain.with_columns(name="text"), _asked_of_plain(context)),
            (odd.with_columns(clean(odd["text"]).alias("name")), _asked(context)),
        )
        if len(part)
    ]
    return pl.concat(parts).sort("place").drop("place")


def _read(cells: pl.DataFrame, asked: Asked, context: Context) -> pl.DataFrame:
    """Give the first code that speaks against each name, and what is said of one that stands."""
    trouble = pl.lit(None, dtype=pl.UInt8)
    for check in reversed([check for check in NAME_TROUBLES if check in asked]):
        rank = pl.lit(TROUBLE[check], dtype=pl.UInt8)
        trouble = pl.when(asked[check]).then(rank).otherwise(trouble)
    told = cells.lazy().with_columns(small=lower(NAME)).with_columns(name_trouble=trouble)
    stands = pl.col("name_trouble").is_null()
    return told.select(
        "place",
        "name",
        "name_trouble",
        name_key=tone_key(NAME),
        name_long=stands & (NAME.str.len_chars() > context.codes.limits.longest_name),
        name_odd=stands & _is_suspicious(context),
        name_changed=stands & (TEXT != NAME),
        name_injected=NAME.str.contains(INJECTED),
    ).collect()


def _asked_of_plain(context: Context) -> Asked:
    """Ask a name of single-spaced letters only what can speak against such a name."""
    words, kind = context.codes.words, pl.col("kind")
    begins = pl.any_horizontal(SMALL.str.starts_with(word) for word in words.not_names_begin)
    short = TEXT.str.len_chars() <= names.LONGEST_SPLIT
    return {
        Check.CELL_ERROR: kind == KIND[Kind.ERROR],
        Check.FORMULA_NO_VALUE: kind == KIND[Kind.FORMULA],
        Check.NAME_NOT_A_NAME: begins | SMALL.is_in(sorted(words.not_names)),
        Check.TWO_PEOPLE_IN_CELL: short & NAME.str.contains(names.AND),
    }


def _asked(context: Context) -> Asked:
    """Ask everything that may speak against a name."""
    has_letter = NAME.str.contains(names.HAS_LETTER)
    plain = _asked_of_plain(context)
    short = TEXT.str.len_chars() <= names.LONGEST_SPLIT
    two = short & TEXT.str.contains(names.TWO_PEOPLE)
    return plain | {
        Check.NAME_MISSING: NAME == "",
        Check.NAME_LOSSY: NAME.str.contains(names.LOST),
        Check.NAME_UNREADABLE: NAME.str.contains(names.LEGACY) & has_letter,
        Check.NAME_NOT_A_NAME: ~has_letter | plain[Check.NAME_NOT_A_NAME],
        Check.TWO_PEOPLE_IN_CELL: two | plain[Check.TWO_PEOPLE_IN_CELL],
        Check.NAME_INVALID_CHARACTERS: NAME.str.contains(names.FOREIGN),
    }


def _is_suspicious(context: Context) -> pl.Expr:
    patterns = (names.FEW_LETTERS, names.ODD, names.REPEATED)
    test = SMALL.is_in(sorted(context.codes.words.suspicious_names))
    odd = pl.any_horizontal(NAME.str.contains(pattern) for pattern in patterns)
    return test | odd | ~NAME.str.contains(names.VOWEL)
