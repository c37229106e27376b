"""Corrections that a commune makes on screen (sửa tại chỗ), laid over the file as handed in.

The file itself never changes: a correction names source, row and field and gives the new text, or
takes the row out. Corrections are kept in order and in batches, so the last batch can be undone;
the list is read and checked again with them.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .errors import InvalidInput
from .findings import Field
from .participant_list import Column, Kind, RawList

NUMBER_FIELDS: Final = frozenset({Field.ID, Field.CARD, Field.PERSONAL})
OPEN_FIELDS: Final = frozenset({Field.NAME, Field.HAMLET}) | NUMBER_FIELDS
LONGEST: Final = 200
FORMULA_SIGNS: Final = frozenset("=+-@|%＝＋－＠")
"""No name, number or hamlet begins so; a spreadsheet would take it for a formula (CWE-1236)."""
_CARD: Final = re.compile(r"[A-Za-z]{2}[\W_]*(?:[0-9][\W_]*){3}((?:[0-9][\W_]*){10})")
_NO_DIGITS: Final = re.compile("[^0-9]+")


class WrongCorrection(InvalidInput):
    """A correction names no row of the list, or a field that cannot be corrected (sửa sai chỗ)."""

    code = "wrong_correction"


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell's new text, or a row taken out when `value` is None (một chỗ sửa).

    `before` is what the kept list held there: people see it beside the new text.
    """

    source: int
    line: int
    field: Field
    value: str | None
    batch: int = 0
    before: str = ""


def dump(corrections: Iterable[Correction]) -> bytes:
    """Write corrections down."""
    rows = ([c.source, c.line, c.field.value, c.value, c.batch, c.before] for c in corrections)
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def load(content: bytes) -> tuple[Correction, ...]:
    """Read corrections back."""
    rows = (json.loads(line) for line in content.decode().split("\n") if line)
    return tuple(Correction(row[0], row[1], Field(row[2]), *row[3:]) for row in rows)


def add(
    kept: Sequence[Correction], new: Sequence[Correction], places: Mapping[tuple[int, int], int]
) -> tuple[Correction, ...]:
    """Put a batch after those that are kept.

    Raises:
        WrongCorrection: a row that is not there, a field that cannot be mended, or a text that is
            too long or begins like a formula.

    """
    batch = 1 + max((one.batch for one in kept), default=0)
    for one in new:
        if (one.source, one.line) not in places:
            raise WrongCorrection(f"Danh sách không có dòng {one.line} để sửa.")
        if one.value is not None:
            _require_text(one, one.value)
    return (*kept, *(replace(one, batch=batch, value=_kept(one)) for one in new))


def _require_text(one: Correction, value: str) -> None:
    if one.field not in OPEN_FIELDS:
        raise WrongCorrection("Chỉ sửa được họ tên, mã số và thôn.")
    if len(value) > LONGEST:
        raise WrongCorrection(f"Nội dung sửa ở dòng {one.line} dài quá {LONGEST} ký tự.")
    if value.strip()[:1] in FORMULA_SIGNS and value.strip():
        raise WrongCorrection(
            f"Nội dung sửa ở dòng {one.line} bắt đầu bằng dấu “{value.strip()[0]}” như một công "
            "thức. Bỏ dấu ấy rồi lưu lại."
        )


def _kept(one: Correction) -> str | None:
    """Keep of a card the ten digits of its person: its letters tell the poor and are not kept."""
    card = _CARD.fullmatch(one.value.strip()) if one.value and one.field in NUMBER_FIELDS else None
    return _NO_DIGITS.sub("", card[1]) if card else one.value


def undo(kept: Sequence[Correction]) -> tuple[Correction, ...]:
    """Take the last batch back (hoàn tác)."""
    last = max((one.batch for one in kept), default=0)
    return tuple(one for one in kept if one.batch != last)


def apply(raw: RawList, corrections: Sequence[Correction]) -> RawList:
    """Lay corrections over a list: later ones win, rows taken out are gone (áp dụng chỗ sửa)."""
    if not corrections:
        return raw
    places = {
        (s, line): p for p, (s, line) in enumerate(zip(raw.source_of, raw.lines, strict=True))
    }
    texts = {name: list(column.texts) for name, column in raw.columns.items()}
    kinds = {name: list(column.kinds) for name, column in raw.columns.items()}
    gone: set[int] = set()
    for one in corrections:
        place = places.get((one.source, one.line))
        if place is None:
            continue
        if one.value is None:
            gone.add(place)
            continue
        if one.field not in texts:
            texts[one.field] = [""] * len(raw)
            kinds[one.field] = [Kind.EMPTY.value] * len(raw)
        texts[one.field][place] = one.value
        kinds[one.field][place] = (Kind.TEXT if one.value else Kind.EMPTY).value
    stay = [place for place in range(len(raw)) if place not in gone]
    return RawList(
        raw.sources,
        [raw.source_of[place] for place in stay],
        [raw.lines[place] for place in stay],
        {
            name: Column([texts[name][p] for p in stay], "".join(kinds[name][p] for p in stay))
            for name in texts
        },
    )
