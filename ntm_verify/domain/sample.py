"""A random sample of a list that anybody can draw again (mẫu ngẫu nhiên kiểm tra thực tế).

How a sample is drawn, for ever: the counted people of the kept list are numbered from 1 in its
order. For each number the SHA-256 of the text "seed:number" is taken (UTF-8, the number without
leading zeros). The people are ordered by that digest; the first n of them are the sample. Who has
the list and the printed seed draws the same people with any other program.

What a sample says of the whole list is the exact interval of Clopper and Pearson (1934): with k
wrong among n, the shares p for which neither P(X ≤ k) nor P(X ≥ k) falls below half the risk.
It is computed with whole numbers and widened outwards to hundredths of a per cent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import comb
from typing import Final

from .errors import InvalidInput
from .wording import NBSP, number, percent

SEED_ALPHABET: Final = "0123456789abcdef"
SEED_LENGTH: Final = 32
WHOLE: Final = 10_000
"""Shares are told in hundredths of a per cent."""


class WrongSample(InvalidInput):
    """A sample that cannot be drawn, or a result that belongs to none (mẫu không hợp lệ)."""

    code = "wrong_sample"


class Finding(StrEnum):
    """What came of asking a person; values are stored and never change (kết quả kiểm tra)."""

    CONFIRMED = "confirmed"
    NOT_FOUND = "not_found"
    WRONG = "wrong"


FINDING_LABELS: Final = {
    Finding.CONFIRMED: "xác nhận đúng",
    Finding.NOT_FOUND: "không gặp, không liên lạc được",
    Finding.WRONG: "không đúng như danh sách",
}


@dataclass(frozen=True, slots=True)
class SamplingRule:
    """How many people are asked (quy tắc cỡ mẫu).

    Enough that, were `share` hundredths of a per cent of the list wrong, the sample would show
    none of them with a chance of at most `risk` hundredths of a per cent. `most` bounds it.
    """

    share: int
    risk: int
    most: int
    source: str
    mark: str

    def size(self, people: int) -> int:
        """Give the size of the sample for a list of so many people, at most all of them."""
        wrong = max(1, -(-people * self.share // WHOLE))
        for size in range(1, min(people, self.most) + 1):
            if comb(people - wrong, size) * WHOLE <= comb(people, size) * self.risk:
                return size
        return min(people, self.most)

    def sentence(self) -> str:
        """Say the rule in words."""
        return (
            f"Cỡ mẫu đủ lớn để nếu từ {_share(self.share)} danh sách trở lên bị sai thì khả năng "
            f"không gặp người nào sai trong mẫu không quá {_share(self.risk)} "
            f"(tối đa {number(self.most)} người)."
        )


def draw(seed: str, people: int, size: int) -> tuple[int, ...]:
    """Draw `size` of `people`, by number from 1, in the order of the draw (rút mẫu).

    Raises:
        WrongSample: nobody to draw from, or more wanted than there are.

    """
    if not 0 < size <= people:
        raise WrongSample(f"Không rút được {size} người từ danh sách {people} người.")
    return tuple(sorted(range(1, people + 1), key=lambda place: _digest(seed, place))[:size])


def _digest(seed: str, place: int) -> bytes:
    return sha256(f"{seed}:{place}".encode()).digest()


def interval(wrong: int, size: int, risk: int = 500) -> tuple[int, int]:
    """Give the exact interval (Clopper-Pearson) for k wrong of n, in hundredths of a per cent.

    `risk` is that of being outside, both sides together: 500 for 95 %.

    Raises:
        WrongSample: no sample, or more wrong than asked.

    """
    if not 0 <= wrong <= size or not size:
        raise WrongSample(f"Kết quả {wrong} trên {size} không hợp lệ.")
    # The tail P(X ≥ k) grows with p: the last p at which it is still small enough.
    low = 0 if wrong == 0 else _last(lambda p: _tail(range(wrong, size + 1), size, p, risk))
    rest = range(wrong + 1)
    high = WHOLE
    if wrong < size:  # the tail P(X ≤ k) falls with p: mirrored, it grows
        high = WHOLE - _last(lambda q: _tail(rest, size, WHOLE - q, risk))
    return low, high


def _tail(counts: Sequence[int], size: int, share: int, risk: int) -> bool:
    """Say whether P(X in counts) is at most half the risk, at p = share / 10,000."""
    weight = sum(comb(size, k) * share**k * (WHOLE - share) ** (size - k) for k in counts)
    return bool(2 * WHOLE * weight <= risk * WHOLE**size)


def _last(holds: Callable[[int], bool]) -> int:
    """Find the last share at which a condition holds that holds up to some share."""
    low, high = 0, WHOLE
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _share(hundredths: int) -> str:
    return percent(f"{hundredths // 100}.{hundredths % 100:02d}")


@dataclass(frozen=True, slots=True)
class SampleReading:
    """What the results of a sample say (kết quả mẫu): counts, interval, sentences."""

    asked: int
    confirmed: int
    not_found: int
    wrong: int
    sentences: tuple[str, ...]


def read_sample(results: Sequence[Finding], size: int, people: int) -> SampleReading:
    """Say in plain words what is known after so many results (diễn giải kết quả)."""
    counts = {one: results.count(one) for one in Finding}
    wrong, lost = counts[Finding.WRONG], counts[Finding.NOT_FOUND]
    asked, left = len(results), size - len(results)
    told = [f"Đã ghi kết quả {number(asked)} trên {number(size)} người của mẫu."]
    if left:
        told.append(f"Còn {number(left)} người chưa ghi kết quả: chưa suy ra được cho danh sách.")
        return SampleReading(asked, counts[Finding.CONFIRMED], lost, wrong, tuple(told))
    told.append(_inferred("không đúng như danh sách", wrong, size, people))
    if lost:
        told.append(
            _inferred("không đúng hoặc không xác minh được", wrong + lost, size, people)
            + " Đây là cách tính thận trọng: ai không liên lạc được cũng coi như chưa xác nhận."
        )
    return SampleReading(asked, counts[Finding.CONFIRMED], lost, wrong, tuple(told))


def _inferred(what: str, found: int, size: int, people: int) -> str:
    low, high = interval(found, size)
    first, last = max(found, low * people // WHOLE), -(-high * people // WHOLE)
    return (
        f"Trong {number(size)} người có {number(found)} người {what}. Với độ tin cậy 95{NBSP}%, "
        f"tỷ lệ này trong cả danh sách {number(people)} người nằm từ {_share(low)} đến "
        f"{_share(high)}, tức khoảng {number(first)} đến {number(last)} người."
    )
