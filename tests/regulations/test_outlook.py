"""The shipped windows and cliffs, and that each says where it comes from."""

from ntm_verify.regulations.outlook import load_outlook


def test_windows_and_cliffs_are_those_of_the_reference_and_none_is_claimed_as_law() -> None:
    rule = load_outlook()

    assert rule.windows == (30, 60, 90)
    assert [(one.month, one.day) for one in rule.cliffs] == [(9, 30), (12, 31)]
    assert rule.near_days == 15
    assert rule.source
    assert rule.mark == "own"
    assert all(one.who and one.source and one.mark == "unconfirmed" for one in rule.cliffs)
