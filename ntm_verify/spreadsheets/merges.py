"""Merged cells (ô gộp): one value that stands for several rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.cell_shapes import column_number

_RANGE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range (vùng gộp): columns and rows, first and last."""

    left: int
    top: int
    right: int
    bottom: int


def read_merges(ranges: Iterable[str]) -> Sequence[Merge]:
    """Read ranges such as "A1:C3"; what is no range is left out."""
    found = (_RANGE.fullmatch(text) for text in ranges)
    return [
        Merge(column_number(m[1]), int(m[2]), column_number(m[3]), int(m[4])) for m in found if m
    ]
