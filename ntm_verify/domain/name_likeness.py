"""How alike two names are (so sánh họ tên, F31): an order for people to look, never a merger.

Vietnamese names of one person differ by where tones stand (Hoà, Hòa), by i and y, by lost accents,
by spaces, by the order of their words. Everything else is a share of common letters.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from .person_name import clean_name, exact_key, fold_key, tone_key


class Likeness(StrEnum):
    """In what two names still differ (mức giống nhau); the most alike first."""

    SAME = "same"
    TONES = "tones"
    ACCENTS = "accents"
    ORDER = "order"
    CLOSE = "close"
    APART = "apart"


LIKENESS_LABELS: Final = {
    Likeness.SAME: "Họ tên giống hệt nhau",
    Likeness.TONES: "Họ tên chỉ khác cách đặt dấu thanh, i và y hoặc dấu cách",
    Likeness.ACCENTS: "Họ tên chỉ khác dấu",
    Likeness.ORDER: "Họ tên cùng các chữ, khác thứ tự",
    Likeness.CLOSE: "Họ tên gần giống nhau",
    Likeness.APART: "Họ tên khác nhau",
}
_CLOSE: Final = 80
_IN_FULL: Final = 100
_FIXED: Final = {
    Likeness.SAME: _IN_FULL,
    Likeness.TONES: 98,
    Likeness.ACCENTS: 95,
    Likeness.ORDER: 90,
}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How alike two names are (kết quả so sánh): what kind, and a score from 0 to 100."""

    likeness: Likeness
    score: int


def match_names(one: str, other: str) -> NameMatch:
    """Compare two names; the same either way round (so sánh hai họ tên)."""
    a, b = clean_name(one), clean_name(other)
    kind = _kind(a, b)
    if kind in _FIXED:
        return NameMatch(kind, _FIXED[kind])
    first, second = sorted((_plain(a), _plain(b)))
    share = int(SequenceMatcher(None, first, second, autojunk=False).ratio() * 100)
    return NameMatch(Likeness.CLOSE if share >= _CLOSE else Likeness.APART, min(share, 89))


def _kind(a: str, b: str) -> Likeness:
    if exact_key(a) == exact_key(b):
        return Likeness.SAME
    if _toned(a) == _toned(b):
        return Likeness.TONES
    if _plain(a) == _plain(b):
        return Likeness.ACCENTS
    if sorted(fold_key(a).split()) == sorted(fold_key(b).split()):
        return Likeness.ORDER
    return Likeness.APART


def _toned(name: str) -> str:
    return tone_key(name).replace(" ", "").replace("y", "i")


def _plain(name: str) -> str:
    return fold_key(name).replace(" ", "").replace("y", "i")
