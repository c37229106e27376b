"""A draft holds what a screen can, and says what to do with more."""

import pytest

from ntm_verify.domain.draft import LONGEST, Draft, DraftTooLong


def test_a_draft_holds_five_thousand_people_and_no_book() -> None:
    row = "Nguyễn Phước Bảo Quỳnh Mẫu\t0123456789\tThôn Hòa Bình\n"
    assert Draft("14866", row * 5000).version == 0
    with pytest.raises(DraftTooLong, match="nộp tệp"):
        Draft("14866", "x" * (LONGEST + 1))
