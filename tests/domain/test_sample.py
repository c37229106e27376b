"""A sample is drawn the same way by anybody, and says no more of the list than it can."""

from fractions import Fraction
from hashlib import sha256
from math import comb

import pytest

from ntm_verify.domain.sample import (
    Finding,
    SamplingRule,
    WrongSample,
    draw,
    interval,
    read_sample,
)

SEED = "00112233445566778899aabbccddeeff"


def test_the_draw_is_what_its_description_says() -> None:
    by_hand = sorted(range(1, 101), key=lambda n: sha256(f"{SEED}:{n}".encode("ascii")).hexdigest())

    assert draw(SEED, 100, 7) == tuple(by_hand[:7])
    assert draw(SEED, 100, 100) == tuple(by_hand)
    assert draw(SEED, 100, 7) == (55, 11, 13, 85, 16, 91, 64)
    assert draw("f" * 32, 100, 7) != draw(SEED, 100, 7)


@pytest.mark.parametrize(("people", "size"), [(0, 0), (5, 6), (5, 0)])
def test_an_impossible_draw_is_refused(people: int, size: int) -> None:
    with pytest.raises(WrongSample):
        draw(SEED, people, size)


def tail(counts: range, size: int, share: int) -> Fraction:
    p = Fraction(share, 10_000)
    return sum((comb(size, k) * p**k * (1 - p) ** (size - k) for k in counts), Fraction(0))


@pytest.mark.parametrize(("wrong", "size"), [(0, 59), (1, 59), (2, 59), (30, 59), (59, 59), (1, 1)])
def test_the_interval_is_exact_to_a_hundredth_of_a_per_cent(wrong: int, size: int) -> None:
    low, high = interval(wrong, size)
    half = Fraction(25, 1000)

    assert (low == 0) is (wrong == 0)
    assert (high == 10_000) is (wrong == size)
    if wrong:
        assert tail(range(wrong, size + 1), size, low) <= half
        assert tail(range(wrong, size + 1), size, low + 1) > half
    if wrong < size:
        assert tail(range(wrong + 1), size, high) <= half
        assert tail(range(wrong + 1), size, high - 1) > half


def test_the_interval_is_that_of_the_tables() -> None:
    """Clopper and Pearson for 5 of 100 at 95 %: 1.64 % to 11.28 %."""
    assert interval(5, 100) == (164, 1129)
    with pytest.raises(WrongSample):
        interval(3, 2)
    with pytest.raises(WrongSample):
        interval(0, 0)


def test_nothing_is_inferred_before_everybody_was_asked() -> None:
    early = read_sample([Finding.WRONG], 3, 100)

    assert (early.asked, early.wrong) == (1, 1)
    assert "chưa suy ra được" in early.sentences[-1]


def test_the_reading_counts_those_not_found_apart_and_carefully() -> None:
    results = [Finding.CONFIRMED] * 56 + [Finding.WRONG] * 2 + [Finding.NOT_FOUND]
    told = read_sample(results, 59, 1564)

    assert (told.confirmed, told.not_found, told.wrong) == (56, 1, 2)
    assert "2 người không đúng như danh sách" in told.sentences[1]
    assert "thận trọng" in told.sentences[2]
    clean = read_sample([Finding.CONFIRMED] * 59, 59, 1564)
    assert "từ 0,00\u00a0% đến 6,07\u00a0%" in clean.sentences[1]


def test_a_rule_never_asks_more_than_there_are_or_than_its_bound() -> None:
    strict = SamplingRule(1, 1, 40, "x", "own")

    assert strict.size(5) == 5
    assert strict.size(10_000) == 40
