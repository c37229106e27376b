"""Two lists are compared person by person: kept, new, gone, changed, in the right direction."""

from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.domain.roster_changes import compare, missing_hamlets


def row(
    number: str, name: str = "Bùi Giả", hamlet: str = "Thôn 1", *, counts: bool = True
) -> RosterRow:
    return RosterRow(0, int(number[-4:]) + 1, name, number, "b", hamlet, counts, ())


def roster(*rows: RosterRow) -> Roster:
    return Roster((), rows)


def wrong(name: str) -> RosterRow:
    return RosterRow(0, 9, name, "12x", "-", "Thôn 1", counted=False, codes=("id_format",))


OLD = roster(row("0090000001"), row("0090000002"), row("0090000003", hamlet="Thôn 2"))


def test_every_person_is_kept_new_gone_or_changed() -> None:
    new = roster(row("0090000001"), row("0090000003", "Bùi Lập", "Thôn 2"), row("0090000004"))

    found = compare(OLD, new)

    assert (found.before, found.after, found.kept) == (3, 3, 1)
    assert [one.number for one in found.new] == ["0090000004"]
    assert [one.number for one in found.gone] == ["0090000002"]
    assert [(a.name, b.name) for a, b in found.changed] == [("Bùi Giả", "Bùi Lập")]


def test_spelling_of_the_tone_is_no_change() -> None:
    found = compare(roster(row("0090000001", "Lê Hoà")), roster(row("0090000001", "Lê Hòa")))

    assert (found.kept, found.changed) == (1, ())


def test_rows_that_do_not_count_are_nobody() -> None:
    found = compare(OLD, roster(row("0090000001", counts=False)))

    assert (found.after, len(found.gone)) == (0, 3)


def test_a_row_that_did_not_count_before_is_told_from_a_new_person() -> None:
    old = roster(row("0090000001"), row("0090000008", counts=False), wrong("Lê Lập"))
    new = roster(
        row("0090000001"), row("0090000008"), row("0090000005", "Lê Lập"), row("0090000006", "Vũ")
    )

    found = compare(old, new)

    assert [one.number for one in found.new] == ["0090000008", "0090000005", "0090000006"]
    assert found.mended == {"0090000008", "0090000005"}
    assert found.left_out == frozenset()


def test_somebody_who_stands_there_without_counting_is_told_from_somebody_gone() -> None:
    new = roster(row("0090000001"), row("0090000002", counts=False))

    found = compare(OLD, new)

    assert [one.number for one in found.gone] == ["0090000002", "0090000003"]
    assert found.left_out == {"0090000002"}


def test_a_new_number_under_the_same_name_and_hamlet_is_only_hinted_at() -> None:
    old = roster(row("0090000001", "Lê Lập"), row("0090000002", "Vũ Giả"), row("0090000003", "Hồ"))
    new = roster(row("0090000011", "Lê Lập"), row("0090000012", "Hồ"), row("0090000013", "Hồ"))

    found = compare(old, new)

    assert found.renumbered == (("0090000001", "0090000011"),)
    assert (len(found.new), len(found.gone), found.changed) == (3, 3, ())


def test_a_hamlet_that_is_not_named_any_more_is_missing() -> None:
    assert missing_hamlets(OLD, roster(row("0090000001"))) == ("Thôn 2",)
    assert missing_hamlets(OLD, OLD) == ()


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_the_figures_add_up(before: set[int], after: set[int]) -> None:
    old, new = (roster(*(row(f"00900{n:05d}") for n in who)) for who in (before, after))

    found = compare(old, new)

    assert found.kept + len(found.new) + len(found.changed) == found.after == len(after)
    assert found.kept + len(found.gone) + len(found.changed) == found.before == len(before)
    assert {one.number for one in found.new} == {f"00900{n:05d}" for n in after - before}
