"""Codes are compared as people mean them and printed so that they can be read."""

from ntm_verify.domain.second_factor import (
    CODE_SIGNS,
    FactorInUse,
    SecondFactorMissing,
    SecondFactorNeeded,
    WrongCode,
    bare_code,
    printed,
)


def test_a_printed_code_is_read_back_however_it_is_typed() -> None:
    assert printed("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"
    for typed in ("ABCD-EFGH-JKMN", " abcd efgh jkmn ", "ABCDEFGHJKMN"):
        assert bare_code(typed) == "ABCDEFGHJKMN"


def test_no_sign_is_taken_for_another() -> None:
    assert len(CODE_SIGNS) == len(set(CODE_SIGNS)) == 31
    assert set(CODE_SIGNS).isdisjoint("OIL01")


def test_every_refusal_says_what_to_do() -> None:
    for refusal in (SecondFactorNeeded, SecondFactorMissing, WrongCode, FactorInUse):
        assert str(refusal()).count(".") >= 2 or "Muốn" in str(refusal())
