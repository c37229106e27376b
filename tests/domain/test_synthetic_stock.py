"""Names, ages and households are drawn by the weights of a data file."""

import pytest

from ntm_verify.domain.synthetic_stock import Folk, urn
from ntm_verify.regulations.synthetic import load_stock

EDE = {
    "name": "ê đê",
    "weight": 1,
    "male": "Y {given} {family}",
    "female": "H'{given} {family}",
    "family": {"Niê": 1},
    "middle_male": {"": 1},
    "middle_female": {"": 1},
    "given_male": {"Thịnh": 1},
    "given_female": {"Linh": 1},
}


def test_a_thing_stands_in_the_urn_as_often_as_it_weighs() -> None:
    assert urn({"Nguyễn": 40, "Trần": 10, "Lê": 0}) == (
        "Nguyễn",
        "Nguyễn",
        "Nguyễn",
        "Nguyễn",
        "Trần",
    )


@pytest.mark.parametrize("weights", [{"Nguyễn": 0}, {}])
def test_an_urn_without_weight_is_refused(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        urn(weights)


def test_names_keep_the_order_of_their_people() -> None:
    folk = Folk.of(EDE)

    assert folk.around("m", "Niê") == (("Y ",), " Niê")
    assert folk.around("f", "Niê") == (("H'",), " Niê")


def test_an_empty_middle_name_leaves_no_second_space() -> None:
    table = EDE | {"male": "{family} {middle} {given}", "middle_male": {"": 1, "Văn": 1}}

    assert Folk.of(table).around("m", "Lò") == (("Lò ", "Lò Văn "), "")


def test_a_name_of_one_word_stands_alone() -> None:
    assert Folk.of(EDE | {"male": "{given}"}).around("m", "") == (("",), "")


def test_communes_bear_invented_names_that_never_repeat() -> None:
    stock = load_stock()
    names = [stock.commune_name(ordinal) for ordinal in range(1, 1000)]

    assert names[0] == "Xã Mẫu An"
    assert names[len(stock.commune_words)] == "Xã Mẫu An 2"
    assert len(set(names)) == len(names)
    assert all(name.startswith("Xã Mẫu ") for name in names)
