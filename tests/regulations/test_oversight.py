"""Thresholds of oversight are data: dated, in order, marked as experience."""

from ntm_verify.regulations.oversight import load_oversight


def test_thresholds_are_read_in_the_order_of_their_days() -> None:
    rules = load_oversight()
    days = [one.first_day for one in rules.thresholds]
    assert days == sorted(set(days))
    assert (rules.mark, rules.review_days) == ("experience", 7)
    assert "không phải quy định" in rules.source
