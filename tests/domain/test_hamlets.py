"""Hamlets of two lists stand side by side; what no list tells stays unknown."""

from ntm_verify.domain.appraisal import HamletCount
from ntm_verify.domain.hamlets import survey


def test_hamlets_are_told_apart_as_missing_new_and_both() -> None:
    before = (HamletCount("Thôn 10", 5), HamletCount("Thôn 2", 7))
    now = (HamletCount("Thôn 2", 9), HamletCount("Thôn 1", 4))

    lines = survey(now, before)

    told = [(line.name, line.now, line.before, line.difference) for line in lines]
    assert told == [("Thôn 1", 4, None, None), ("Thôn 2", 9, 7, 2), ("Thôn 10", None, 5, None)]
    assert [line.name for line in lines if line.is_missing] == ["Thôn 10"]


def test_a_name_is_the_same_however_it_is_written_and_parts_are_added_up() -> None:
    now = (HamletCount("xóm  hoà bình", 3), HamletCount("Xóm Hòa Bình", 4), HamletCount("", 9))

    (line,) = survey(now, (HamletCount("XÓM HÒA BÌNH", 6),))

    assert (line.now, line.before, line.is_missing) == (7, 6, False)


def test_without_a_list_before_nothing_is_missing() -> None:
    assert [line.is_missing for line in survey((HamletCount("Thôn 1", 1),))] == [False]
