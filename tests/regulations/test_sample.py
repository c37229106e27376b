"""The shipped rule of the size of a sample says what it promises."""

from math import comb

from ntm_verify.regulations.sample import load_sampling


def test_of_a_list_that_is_wrong_by_the_share_the_sample_rarely_shows_nothing() -> None:
    rule = load_sampling()
    for people in (10, 60, 500, 1564, 31_930):
        size, wrong = rule.size(people), -(-people * rule.share // 10_000)
        assert 0 < size <= people
        assert comb(people - wrong, size) * 10_000 <= comb(people, size) * rule.risk
        assert comb(people - wrong, size - 1) * 10_000 > comb(people, size - 1) * rule.risk
    assert rule.size(31_930) == 59
    assert "5,00\u00a0%" in rule.sentence()
    assert rule.mark == "unconfirmed"
