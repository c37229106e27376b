"""Codes are the contract: they never change, and every one has words and a weight."""

import pytest

from ntm_verify.domain.findings import Catalogue, Check, Field, Refused, Severity, Wording

WORDS = Wording("id_length", Severity.ERROR, "a", "b", "c", "d", "e", "f")
CONTRACT_FIELDS = {
    *("name", "id", "birth", "valid_from", "valid_to", "sex", "hamlet", "note", "row", "file"),
    *("commune", "card", "personal"),
}


def test_a_catalogue_gives_words_and_weight_of_a_code() -> None:
    catalogue = Catalogue({"id_length": WORDS})

    assert catalogue["id_length"] is WORDS
    assert catalogue.severity(Check.ID_LENGTH) is Severity.ERROR


def test_fields_are_those_of_the_contract() -> None:
    assert {field.value for field in Field} == CONTRACT_FIELDS


@pytest.mark.parametrize("code", [*Check, *Refused])
def test_a_code_is_its_name_in_small_letters(code: Check | Refused) -> None:
    assert code.value == code.name.lower()
