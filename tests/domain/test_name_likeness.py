"""Names are ranked by how alike they are, the same either way round; nothing is merged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.name_likeness import LIKENESS_LABELS, Likeness, match_names

CASES = [
    ("Lê Văn Giả", "LÊ VĂN GIẢ", Likeness.SAME),
    ("Trần Thị Hoà", "Trần Thị Hòa", Likeness.TONES),
    ("Phạm Thúy Mẫu", "Phạm Thúi Mẫu", Likeness.TONES),
    ("Lê Văn Giả", "Lê Văn  Giả", Likeness.SAME),
    ("Lê Văn Giả", "LêVăn Giả", Likeness.TONES),
    ("Đỗ Thị Lập", "Do Thi Lap", Likeness.ACCENTS),
    ("Nguyễn Văn Mẫu", "Mẫu Nguyễn Văn", Likeness.ORDER),
    ("Nguyễn Thị Thử Mẫu", "Nguyễn Thị Thu Mâus", Likeness.CLOSE),
    ("Nguyễn Văn Mẫu", "Bùi Thị Giả", Likeness.APART),
]


@pytest.mark.parametrize(("one", "other", "likeness"), CASES)
def test_names_differ_in_one_named_way(one: str, other: str, likeness: Likeness) -> None:
    assert match_names(one, other).likeness is likeness
    assert LIKENESS_LABELS[likeness]


def test_composed_and_decomposed_letters_are_the_same_name() -> None:
    assert match_names("Đỗ Thị Lập", "Đỗ Thị Lập").likeness is Likeness.SAME


def test_the_more_alike_the_higher_the_score() -> None:
    scores = [match_names(one, other).score for one, other, _ in CASES]
    ranked = sorted(zip(scores, CASES, strict=True), key=lambda pair: -pair[0])
    order = list(Likeness)
    kinds = [order.index(case[2]) for _, case in ranked]
    assert kinds == sorted(kinds)


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparing_is_fair_to_both(one: str, other: str) -> None:
    match = match_names(one, other)
    assert match == match_names(other, one)
    assert 0 <= match.score <= 100
