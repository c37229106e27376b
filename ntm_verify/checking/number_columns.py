"""Columns of insurance numbers, read as `domain.insurance_number` reads one cell (cột mã số)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from ntm_verify.domain import insurance_number as numbers
from ntm_verify.domain.codes import Codes
from ntm_verify.domain.findings import Check
from ntm_verify.domain.insurance_number import Evidence
from ntm_verify.domain.list_facts import Context, weigh
from ntm_verify.domain.list_rules import NUMBER_CHECKS
from ntm_verify.domain.participant_list import Kind

from .cells import KIND, clean, fold, swap

TROUBLE: Final[Mapping[Check, int]] = {check: rank for rank, check in enumerate(NUMBER_CHECKS)}
"""How a code is written in a column: its rank."""

TEXT: Final = pl.col("text")
SPACED: Final = pl.col("spaced")
BARE: Final = pl.col("bare")
WORD: Final = pl.col("word")
WHOLE: Final = pl.col("whole")
IS_NUMBER: Final = pl.col("kind") == KIND[Kind.NUMBER]
IS_PLAIN: Final = TEXT.str.contains(numbers.PLAIN)
IS_TEN: Final = BARE.str.contains(numbers.TEN)
IS_ELEVEN: Final = BARE.str.contains(numbers.ELEVEN)
IS_NINE: Final = BARE.str.contains(numbers.NINE)
IS_CARD_LONG: Final = BARE.str.len_chars() == numbers.CARD_LENGTH
DIGIT_PART: Final = pl.when(IS_CARD_LONG).then(BARE.str.slice(numbers.CARD_LETTERS)).otherwise(BARE)
"""Where digits stand: everywhere, but behind the two letters of a card."""


def read_column(cells: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Read text, kind and source of every cell.

    Gives, row by row: trouble (rank in `TROUBLE`, or null), number (b, c, p or null), key, the
    remarks restored, province, group, doubt, and what the reading puts forward.
    """
    cells = _with_evidence(_written_plainly(cells), context)
    said = [
        part.lazy()
        .with_columns(_shape(context))
        .with_columns(trouble=trouble)
        .select("place", *_said(context))
        for part, trouble in (
            (cells.filter("plain"), _trouble_of_plain(context)),
            (cells.filter(~pl.col("plain")), _trouble(context)),
        )
    ]
    return pl.concat(pl.collect_all(said)).sort("place").drop("place")


# ---- the written form


def _written_plainly(cells: pl.DataFrame) -> pl.DataFrame:
    """Add spaced, bare and word; a cell that is nothing but a number needs no work."""
    cells = cells.with_row_index("place")
    plain, odd = cells.filter(IS_PLAIN), cells.filter(~IS_PLAIN)
    plain = plain.with_columns(plain=pl.lit(value=True), spaced=TEXT, bare=TEXT, word=pl.lit(""))
    if odd.is_empty():
        return plain
    words = clean(odd["text"]).alias("word").to_frame().select(fold(WORD))
    odd = odd.with_columns(
        plain=pl.lit(value=False),
        spaced=swap(TEXT, numbers.ASCII_OF).str.strip_chars(numbers.EDGES),
        word=words.to_series(),
    )
    written = pl.coalesce(SPACED.str.extract(numbers.TAIL), _written_out(), SPACED)
    odd = odd.with_columns(spaced=written)
    odd = odd.with_columns(bare=SPACED.str.replace_all(numbers.STRIPPED, ""))
    return pl.concat([plain, odd.select(plain.columns)]).sort("place")


def _written_out() -> pl.Expr:
    """Write 3.8085001234E10 as 38085001234; null where that is not asked or digits were lost."""
    measure = SPACED.str.extract_groups(numbers.SCIENTIFIC).struct
    whole = measure.field("1")
    digits = pl.concat_str(whole, measure.field("2").fill_null(""))
    length = whole.str.len_chars().cast(pl.Int64) + measure.field("3").cast(pl.Int64)
    missing = length - digits.str.len_chars().cast(pl.Int64)
    is_stored = IS_NUMBER & (digits.str.len_chars() >= numbers.LEAST_MANTISSA)
    holds = (missing >= 0) & (length <= numbers.PRECISE_DIGITS) & ((missing == 0) | is_stored)
    padded = pl.concat_str(digits, pl.lit("0" * numbers.PRECISE_DIGITS))
    return pl.when(holds).then(padded.str.slice(0, length))


# ---- whole columns


def _with_evidence(cells: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Add whole (zeros put back), restored and doubt; only number cells ask for evidence."""
    if not cells.select(IS_NUMBER.any()).item():
        nothing = {"restored": pl.lit(value=False), "doubt": pl.lit(value=False)}
        return cells.with_columns(whole=BARE, **nothing)
    evidence = _evidence(cells, context)
    told = pl.DataFrame(
        [(source, e.ten, e.twelve, e.mixed) for source, e in evidence.items()],
        schema={"source": pl.UInt32} | dict.fromkeys(("ten", "twelve", "mixed"), pl.Boolean),
        orient="row",
    )
    cells = cells.join(told, on="source", how="left", maintain_order="left")
    whole = _restored(context)
    doubt = IS_NUMBER & pl.col("mixed") & _lost_two_zeros(context.as_of, context.codes)
    return cells.with_columns(
        whole=pl.coalesce(whole, BARE), restored=whole.is_not_null(), doubt=doubt & whole.is_null()
    )


def _evidence(cells: pl.DataFrame, context: Context) -> dict[int, Evidence]:
    """Count the shapes of each source and judge them, as `list_facts` does."""
    as_of, codes = context.as_of, context.codes
    thin = IS_NUMBER & _lost_two_zeros(as_of, codes)
    twelve = BARE.str.contains(numbers.TWELVE) & _is_personal(BARE, as_of, codes)
    shapes = {
        "ten": IS_TEN & ~thin,
        "thin": thin,
        "twelve": twelve | (IS_NUMBER & _lost_one_zero(as_of, codes)),
        "card": BARE.str.contains(numbers.CARD),
        "nine": IS_NUMBER & IS_NINE,
    }
    counted = cells.group_by("source").agg(**{name: is_so.sum() for name, is_so in shapes.items()})
    rows = {int(row["source"]): row for row in counted.iter_rows(named=True)}
    return {source: weigh(row, context.codes.limits) for source, row in rows.items()}


def birth_year_of(digits: pl.Expr, codes: Codes) -> pl.Expr:
    """Give the birth year in personal numbers; null where the century is none (năm sinh)."""
    centuries = codes.centuries
    century = digits.str.slice(3, 1).replace_strict(
        list(centuries), list(centuries.values()), default=None, return_dtype=pl.Int32
    )
    return century + digits.str.slice(4, 2).cast(pl.Int32, strict=False)


def _is_personal(digits: pl.Expr, as_of: date, codes: Codes) -> pl.Expr:
    """Ask what `insurance_number.is_personal` asks; the shape is asked elsewhere."""
    return (birth_year_of(digits, codes) <= as_of.year).fill_null(value=False)


def _lost_one_zero(as_of: date, codes: Codes) -> pl.Expr:
    return IS_ELEVEN & _is_personal(pl.concat_str(pl.lit("0"), BARE), as_of, codes)


def _lost_two_zeros(as_of: date, codes: Codes) -> pl.Expr:
    whole = pl.concat_str(pl.lit("00"), BARE)
    known = whole.str.slice(0, 3).is_in(sorted(codes.personal_prefixes(as_of)))
    return IS_TEN & known & _is_personal(whole, as_of, codes)


def _restored(context: Context) -> pl.Expr:
    """Give a number with its lost zeros, or null where none are put back."""
    as_of, codes = context.as_of, context.codes
    one = _lost_one_zero(as_of, codes) | (pl.col("ten") & IS_NINE)
    two = pl.col("twelve") & _lost_two_zeros(as_of, codes)
    zeros = pl.when(two).then(pl.lit("00")).when(one).then(pl.lit("0"))
    whole = pl.concat_str(zeros, BARE)
    return pl.when(IS_NUMBER & ~whole.is_in(sorted(codes.placeholders))).then(whole)


# ---- what a cell says


def _shape(context: Context) -> list[pl.Expr]:
    """Say which of the three shapes the number has, and whether it is a stand-in."""
    ten, twelve = WHOLE.str.contains(numbers.TEN), WHOLE.str.contains(numbers.TWELVE)
    card = WHOLE.str.contains(numbers.CARD)
    key = pl.when(card).then(WHOLE.str.slice(5)).when(ten | twelve).then(WHOLE)
    return [
        pl.when(ten).then(pl.lit("b")).when(twelve).then(pl.lit("p")).when(card).then(pl.lit("c"))
        .alias("shape"),
        key.alias("digits"),
        key.is_in(sorted(context.codes.placeholders)).alias("stand_in"),
    ]  # fmt: skip


def _said(context: Context) -> list[pl.Expr]:
    as_of, codes = context.as_of, context.codes
    shape, stands = pl.col("shape"), pl.col("trouble").is_null()
    card, personal = shape == "c", shape == "p"
    province = (card & ~WHOLE.str.slice(3, 2).is_in(sorted(codes.card_province_digits(as_of)))) | (
        personal & ~WHOLE.str.slice(0, 3).is_in(sorted(codes.personal_prefixes(as_of)))
    )
    group = card & ~WHOLE.str.slice(0, 2).is_in(sorted(codes.group_letters(as_of)))
    remarks = {
        **{name: pl.col(name) for name in ("restored", "doubt")},
        "province": province,
        "group": group,
    }
    return [
        pl.col("trouble"),
        pl.when(stands).then(shape).alias("number"),
        pl.when(stands).then(pl.col("digits")).alias("key"),
        *((stands & said).fill_null(value=False).alias(name) for name, said in remarks.items()),
        _put_forward(stands).alias("put_forward"),
    ]


def _put_forward(stands: pl.Expr) -> pl.Expr:
    """Give the number restored or suggested, or the length that is wrong."""
    trouble = pl.col("trouble")
    among = SPACED.str.extract(numbers.AMONG_TEXT)
    glued = [SPACED.str.extract(numbers.GLUED, group) for group in (1, 2)]
    letters = pl.when(IS_CARD_LONG).then(BARE.str.slice(0, numbers.CARD_LETTERS))
    typed = pl.concat_str(letters.otherwise(pl.lit("")), swap(DIGIT_PART, numbers.MISTYPED))
    length = BARE.str.len_chars().cast(pl.String)
    return (
        pl.when(stands & pl.col("restored")).then(WHOLE)
        .when(stands & pl.col("doubt")).then(pl.concat_str(pl.lit("00"), BARE))
        .when(trouble == TROUBLE[Check.ID_LENGTH]).then(length)
        .when(trouble == TROUBLE[Check.ID_LETTERS_FOR_DIGITS]).then(typed)
        .when(trouble == TROUBLE[Check.ID_EXTRA_TEXT]).then(pl.coalesce(among, *glued))
        .otherwise(pl.lit(""))
    )  # fmt: skip


Asked = list[tuple[pl.Expr, Check | None]]


def _first_of(asked: Asked, last: Check | None) -> pl.Expr:
    """Give the rank of the first code whose question is answered with yes, else of the last."""
    trouble = _rank(last)
    for speaks, check in reversed(asked):
        trouble = pl.when(speaks).then(_rank(check)).otherwise(trouble)
    return trouble


def _rank(check: Check | None) -> pl.Expr:
    return pl.lit(None if check is None else TROUBLE[check], dtype=pl.UInt8)


def _trouble_of_plain(context: Context) -> pl.Expr:
    """Ask a cell that is nothing but a number only what can speak against such a cell."""
    return _first_of([*_kinds(), *_well_formed(context)], None)


def _trouble(context: Context) -> pl.Expr:
    """Give the rank of the first code that speaks against a cell, in the domain's order."""
    shape = pl.col("shape")
    asked = [*_kinds(), *_words(context), *_well_formed(context), (shape.is_not_null(), None)]
    return _first_of([*asked, *_misshapen()], Check.ID_FORMAT)


def _kinds() -> Asked:
    kind = pl.col("kind")
    return [
        (kind == KIND[Kind.ERROR], Check.CELL_ERROR),
        (kind == KIND[Kind.FORMULA], Check.FORMULA_NO_VALUE),
    ]


def _words(context: Context) -> Asked:
    words = context.codes.words
    long = IS_NUMBER & (BARE.str.len_chars() > numbers.PRECISE_DIGITS)
    rounded = SPACED.str.contains(numbers.SCIENTIFIC) | (long & BARE.str.contains(numbers.DIGITS))
    return [
        (_says(numbers.NOTHING, words.missing), Check.ID_MISSING),
        (_says(numbers.NEWBORN, words.newborn), Check.NEWBORN_WITHOUT_ID),
        (rounded, Check.ID_PRECISION_LOST),
    ]


def _well_formed(context: Context) -> Asked:
    personal = _is_personal(WHOLE, context.as_of, context.codes)
    return [
        (pl.col("stand_in"), Check.ID_PLACEHOLDER),
        ((pl.col("shape") == "p") & ~personal, Check.ID_FORMAT),
    ]


def _misshapen() -> Asked:
    digits = BARE.str.len_chars()
    fifteen = BARE.str.contains(numbers.FIFTEEN)
    among = SPACED.str.contains(numbers.AMONG_TEXT)
    short = BARE.str.contains(numbers.LENGTH) & ~digits.is_in(list(numbers.LENGTHS))
    return [
        (SPACED.str.contains(numbers.SEVERAL), Check.ID_MULTIPLE),
        (_typed(), Check.ID_LETTERS_FOR_DIGITS),
        (among | (SPACED.str.contains(numbers.GLUED) & ~fifteen), Check.ID_EXTRA_TEXT),
        (fifteen, Check.ID_CARD_STRUCTURE),
        (short, Check.ID_LENGTH),
    ]


def _says(shape: str, words: frozenset[str]) -> pl.Expr:
    """Say whether a cell has a shape or is one of some words."""
    return BARE.str.contains(shape) | WORD.is_in(sorted(words))


def _typed() -> pl.Expr:
    letters = DIGIT_PART.str.count_matches(f"[{''.join(numbers.MISTYPED)}]")
    few = (letters > 0) & (letters <= numbers.MOST_MISTYPED)
    return BARE.str.contains(numbers.TYPED) & few
