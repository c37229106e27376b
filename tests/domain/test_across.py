"""Whoever stands on two communes' lists is found from both sides, and nobody else."""

from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.across import (
    Twice,
    across_findings,
    counted_keys,
    listed_elsewhere,
    listed_twice,
)
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.list_rules import check_list
from ntm_verify.domain.participant_list import Finding
from tests.support.lists import CONTEXT, people

AN, BINH, CHI = "0000000001", "0000000002", "290085000003"
KEYS = st.lists(st.sampled_from(["", AN, BINH, CHI, "0000000004", "0000000005"]), max_size=8)
LISTS = st.lists(st.tuples(st.sampled_from(["00002", "00003", "00004"]), KEYS), max_size=4)


def test_every_place_is_found_with_each_commune_that_lists_its_person() -> None:
    others = [("00003", [BINH, AN]), ("00002", [AN, ""]), ("00004", [])]

    found = listed_elsewhere([AN, "", CHI, AN, BINH], others)

    assert found == (
        *((0, "00002"), (0, "00003")),
        *((3, "00002"), (3, "00003")),
        (4, "00003"),
    )


def test_rows_without_a_number_are_nobody() -> None:
    assert listed_elsewhere(["", ""], [("00002", ["", ""])]) == ()


def test_parts_of_one_communes_list_say_it_once() -> None:
    assert listed_elsewhere([AN], [("00002", [AN]), ("00002", [AN, AN])]) == ((0, "00002"),)


def test_a_province_is_seen_from_each_side_and_no_commune_meets_itself() -> None:
    lists = [("00002", [AN, BINH]), ("00003", [CHI]), ("00002", [AN]), ("00003", [BINH])]

    assert listed_twice(lists) == (Twice("00002", 1, "00003"), Twice("00003", 1, "00002"))


@given(KEYS, LISTS)
def test_who_is_found_stands_there(keys: list[str], others: list[tuple[str, list[str]]]) -> None:
    found = listed_elsewhere(keys, others)

    for place, commune in found:
        assert keys[place] != ""
        assert any(keys[place] in theirs for name, theirs in others if name == commune)
    missed = {
        (place, name)
        for place, key in enumerate(keys)
        for name, theirs in others
        if key and key in theirs
    }
    assert set(found) == missed


def test_only_rows_that_count_are_compared() -> None:
    checked = check_list(people(("Lê Văn An", AN), ("", BINH), ("Lê Thị Chi", CHI)), CONTEXT)

    assert counted_keys(checked) == [AN, "", CHI]


def test_what_is_found_names_the_other_commune() -> None:
    assert across_findings([(4, "00002")]) == [
        Finding(Check.DUPLICATE_OTHER_LIST, Field.ID, 4, detail="00002")
    ]
