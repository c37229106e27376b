"""Joins find the people of two lists that the plain loops find."""

from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.checking import across
from ntm_verify.domain import across as plain

KEYS = st.lists(
    st.sampled_from(["", "0000000001", "0000000002", "290085000003", "0000000004", "1"]),
    max_size=10,
)
LISTS = st.lists(st.tuples(st.sampled_from(["00002", "00003", "00010", "9"]), KEYS), max_size=6)


@given(KEYS, LISTS)
def test_one_list_against_others(keys: list[str], others: list[tuple[str, list[str]]]) -> None:
    assert across.listed_elsewhere(keys, others) == plain.listed_elsewhere(keys, others)


@given(LISTS)
def test_a_whole_province(lists: list[tuple[str, list[str]]]) -> None:
    assert across.listed_twice(lists) == plain.listed_twice(lists)


def test_thousands_of_people_in_many_communes() -> None:
    lists = [
        (f"{commune:05d}", [f"{commune * 900 + place:010d}" for place in range(1_000)])
        for commune in range(1, 20)
    ]

    found = across.listed_twice(lists)

    assert len(found) == 2 * 100 * 18
    assert found == plain.listed_twice(lists)
    assert across.listed_elsewhere(lists[4][1], lists[5:]) == tuple(
        (place, "00006") for place in range(900, 1_000)
    )
