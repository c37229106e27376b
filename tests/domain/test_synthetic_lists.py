"""Lists of made-up communes: their size, their labels, and who counts."""

from collections import Counter
from datetime import date
from typing import Final

import pytest

from ntm_verify.domain.synthetic import MARK, Recipe, make_people
from ntm_verify.domain.synthetic_faults import FAULTS
from ntm_verify.domain.synthetic_lists import (
    FIRST_ROW,
    HEADER,
    PLAIN_MARK,
    MadeList,
    Order,
    card_group,
    choose,
    make_list,
)
from ntm_verify.regulations.synthetic import load_stock

ON: Final = date(2026, 6, 30)
RECIPE: Final = Recipe(load_stock(), 7, ON)
CLEAN: Final = make_list(RECIPE, "00002", Order(600))
DIRTY: Final = make_list(RECIPE, "00002", Order(2_000, faults=100))


def cells_of(made: MadeList, rows: range) -> list[object]:
    return [made.rows[row - FIRST_ROW] for row in rows]


def test_a_list_has_as_many_rows_as_were_ordered() -> None:
    assert (len(CLEAN.rows), len(DIRTY.rows)) == (600, 2_000)


def test_everybody_on_a_clean_list_counts_once() -> None:
    numbers = [str(row[1])[-10:] for row in CLEAN.rows]

    assert CLEAN.counted == 600 == len(set(numbers))
    assert CLEAN.labels == ()


def test_the_population_is_larger_and_parted_by_sex() -> None:
    assert CLEAN.male + CLEAN.female == CLEAN.population
    assert 600 / 0.99 <= CLEAN.population <= 600 / 0.82 + 1


def test_the_mark_stands_above_every_list() -> None:
    assert CLEAN.banner.startswith(MARK)
    assert CLEAN.header == HEADER


def test_as_many_faults_are_planted_as_were_ordered() -> None:
    changed = Counter(label.row for label in DIRTY.labels)
    second = sum(FAULTS[label.fault].labelled == 2 for label in DIRTY.labels) // 2

    claimed = len(DIRTY.to_next) + len(DIRTY.from_previous)
    assert len(changed) - second == (2_000 - claimed) * 100 // 1000


def test_a_label_tells_the_row_of_the_file_and_the_code() -> None:
    missing = [label for label in DIRTY.labels if label.fault == "number_missing"]

    assert missing
    assert {label.code for label in missing} == {"id_missing"}
    assert all(DIRTY.rows[label.row - FIRST_ROW][1] == "" for label in missing)


def test_rows_that_merely_look_odd_bear_a_label_without_a_code() -> None:
    harmless = {label.fault for label in DIRTY.labels if not label.code}

    assert {"name_capitals", "number_decimal"} <= harmless


def test_two_names_of_one_number_are_labelled_on_both_rows() -> None:
    rows = [label.row for label in DIRTY.labels if label.fault == "row_other_name"]
    pairs = [DIRTY.rows[row - FIRST_ROW] for row in rows]

    assert rows
    for one, other in zip(pairs[::2], pairs[1::2], strict=True):
        assert (one[1], one[0] != other[0]) == (other[1], True)


def test_the_lost_no_longer_count() -> None:
    lost = Counter(label.fault for label in DIRTY.labels)
    rows = sum(FAULTS[name].lost * times // FAULTS[name].labelled for name, times in lost.items())

    assert DIRTY.counted == 2_000 - rows


def test_neighbouring_communes_claim_the_same_people() -> None:
    after = make_list(RECIPE, "00003", Order(2_000, faults=100))

    assert len(DIRTY.to_next) == 10
    assert cells_of(DIRTY, DIRTY.to_next) == cells_of(after, after.from_previous)


def test_the_first_commune_has_nobody_before_it() -> None:
    first = make_list(RECIPE, "00001", Order(2_000, faults=100))

    assert (len(first.from_previous), len(first.rows)) == (0, 2_000)


def test_no_person_is_on_two_lists_otherwise() -> None:
    after = make_list(RECIPE, "00003", Order(600))

    assert not {row[1] for row in CLEAN.rows} & {row[1] for row in after.rows}


def test_more_columns_tell_birth_sex_and_validity() -> None:
    made = make_list(RECIPE, "00002", Order(100, more_columns=True))

    assert len(made.header) == 8 == len(made.rows[0])
    for row in made.rows:
        assert row[4] in {"Nam", "Nữ"}
        day, month, year = map(int, str(row[6]).split("/"))
        assert (date(year, month, day) - ON).days >= 90


def test_every_third_kind_of_number_is_there() -> None:
    kinds = Counter(len(str(row[1])) for row in CLEAN.rows)

    assert set(kinds) == {10, 12, 15}
    assert kinds.most_common(1)[0][0] == 10


def test_groups_of_cards_fit_the_age() -> None:
    people = make_people(RECIPE, "00002", 2_000)
    youngest = max(range(2_000), key=people.years.__getitem__)
    groups = {people.years[at]: card_group(RECIPE, people, at) for at in range(2_000)}

    assert card_group(RECIPE, people, youngest) == "TE1"
    assert {groups[year][:2] for year in groups if year > ON.year - 6} == {"TE"}
    assert {groups[year][:2] for year in groups if year < ON.year - 59} <= {
        *("HT", "GD", "BT", "CC", "KC", "CB", "CT")
    }


def test_an_old_font_is_written_throughout_and_the_mark_stays_readable() -> None:
    made = make_list(RECIPE, "00002", Order(50, faults=100, font="vni"))

    assert made.banner.startswith(PLAIN_MARK)
    assert made.header[0] == "Hoï vaø teân"
    assert any("ã" in str(row[0]) for row in made.rows)


def test_number_cells_stay_numbers_in_an_old_font() -> None:
    made = make_list(RECIPE, "00002", Order(4_000, faults=300, font="tcvn3"))

    assert any(isinstance(row[1], int) for row in made.rows)


def test_text_files_hold_no_number_cells() -> None:
    made = make_list(RECIPE, "00002", Order(4_000, faults=300, number_cells=False))

    assert all(isinstance(cell, str) for row in made.rows for cell in row)


def test_an_order_reserves_enough_numbers() -> None:
    assert (Order(10_000).block(333), Order(200_000).block(1)) == (100_000, 1_000_000)


def test_a_second_number_in_a_cell_is_nobodys() -> None:
    made = make_list(RECIPE, "00002", Order(6_000, faults=300))
    rows = [label.row for label in made.labels if label.fault == "number_two_in_cell"]
    second = {str(made.rows[row - FIRST_ROW][1])[-10:] for row in rows}
    people = make_people(RECIPE, "00002", made.population)

    assert len(second) == len(rows) > 10
    assert not second & {*people.numbers}


def test_people_are_chosen_in_their_order_and_by_sex() -> None:
    people = make_people(RECIPE, "00002", 500)
    women = choose(people, 100, RECIPE.random("00002", "test"), "f")

    assert women == sorted(women)
    assert len(set(women)) == 100
    assert {people.sexes[place] for place in women} == {"f"}


def test_more_than_there_are_cannot_be_chosen() -> None:
    with pytest.raises(ValueError, match="501 people wanted, 500 there"):
        choose(make_people(RECIPE, "00002", 500), 501, RECIPE.random("00002", "test"))
