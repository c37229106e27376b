"""Every code speaks: both languages, a reason, a way to mend; every table says where it is from."""

import re
import tomllib
import unicodedata
from datetime import date
from importlib.resources import files

import pytest

from ntm_verify.domain.findings import Check, Refused, Severity
from ntm_verify.regulations import catalogue
from ntm_verify.regulations.catalogue import (
    checks_digest,
    load_catalogue,
    load_codes,
    read_catalogue,
)

CATALOGUE, CODES = load_catalogue(), load_codes()
CODE_NAMES = [code.value for code in (*Check, *Refused)]
BLANKS = {
    *("value", "repaired", "suggestion", "detail", "first", "first_value"),
    *("sheet", "row", "cell"),
}
MARKS = {"official", "press", "unconfirmed", "own"}


BY_BENEFIT = """
CC TE CK CB KC HN DT DK XD BT TS HT TC CN DN HX CH NN TK HC XK TB NO CT XB TN CS XN MS HD TQ TA TY
HG LS PV HS SV GB GD QN CA CY
"""
LATER = "AK LH TG DS HK ND TH TV TD TU BA TR"


def shipped(name: str) -> dict[str, object]:
    return tomllib.loads(files(catalogue.__package__).joinpath(name).read_text("utf-8"))


def test_no_code_is_without_words_and_no_words_without_a_code() -> None:
    assert sorted(CATALOGUE.entries) == sorted(CODE_NAMES)


@pytest.mark.parametrize("code", CODE_NAMES)
def test_a_code_says_what_why_and_how_to_mend_it(code: str) -> None:
    wording = CATALOGUE[code]

    assert all([wording.message, wording.hint, wording.message_en, wording.hint_en])
    assert wording.reason
    assert wording.source
    assert wording.example
    assert wording.version >= 1
    assert wording.mark in MARKS


@pytest.mark.parametrize("code", CODE_NAMES)
def test_vietnamese_is_composed_and_ends_its_sentences(code: str) -> None:
    wording = CATALOGUE[code]

    for text in (wording.message, wording.hint, wording.reason):
        assert unicodedata.is_normalized("NFC", text)
        assert text.endswith((".", "}"))
        assert "  " not in text
        assert "!" not in text


@pytest.mark.parametrize("code", CODE_NAMES)
def test_both_languages_fill_the_same_blanks(code: str) -> None:
    wording = CATALOGUE[code]
    blanks = set(re.findall(r"\{(\w+)\}", wording.message))

    assert blanks <= BLANKS
    assert blanks == set(re.findall(r"\{(\w+)\}", wording.message_en))


@pytest.mark.parametrize("refused", Refused)
def test_a_refusal_weighs_as_an_error(refused: Refused) -> None:
    assert CATALOGUE[refused.value].severity is Severity.ERROR


ENTRY = """
[check.id_missing]
severity = "error"
periods = [{ first_day = 2030-01-01, last_day = 2030-12-31, severity = "warning" }]
message = "a"
hint = "b"
message_en = "c"
hint_en = "d"
reason = "e"
source = "f"
version = 2
[refused]
"""


@pytest.mark.parametrize(
    ("day", "severity"),
    [
        (None, Severity.ERROR),
        (date(2029, 12, 31), Severity.ERROR),
        (date(2030, 1, 1), Severity.WARNING),
        (date(2030, 12, 31), Severity.WARNING),
        (date(2031, 1, 1), Severity.ERROR),
    ],
)
def test_a_rule_may_weigh_differently_in_a_period(day: date | None, severity: Severity) -> None:
    assert read_catalogue(ENTRY, day)["id_missing"].severity is severity


def test_the_tables_hold_what_the_templates_of_offices_hold() -> None:
    official = {code.code for code in CODES.groups.values() if code.mark == "official"}

    assert len(CODES.card_provinces) == 65
    assert official == set(BY_BENEFIT.split())
    assert set(CODES.groups) - official == set(LATER.split())
    assert list(CODES.countries) == list(range(101, 296))
    assert CODES.card_provinces["38"].meaning == "Thanh Hóa"


def test_the_forces_have_cards_and_register_nobody() -> None:
    day = date(2026, 1, 1)

    assert {"97", "98"} <= CODES.card_province_digits(day)
    assert not {"097", "098"} & CODES.personal_prefixes(day)
    assert len(CODES.personal_prefixes(day)) == 63 + 195


def test_every_code_names_a_source_that_is_listed_and_its_mark() -> None:
    listed = {source["id"] for source in shipped("codes.toml")["source"]}  # type: ignore[attr-defined]  # TOML has no types

    for code in (*CODES.groups.values(), *CODES.card_provinces.values()):
        assert code.source in listed
        assert code.mark in MARKS


def test_a_code_holds_only_on_its_days() -> None:
    text = '{ code = "ZZ", meaning = "", source = "s", mark = "own", first_day = 2026-01-01 }'
    table = catalogue.read_table(tomllib.loads(f"rows = [{text}]")["rows"])

    assert [code.code for code in table.values() if code.holds_on(date(2025, 12, 31))] == []
    assert [code.code for code in table.values() if code.holds_on(date(2026, 1, 1))] == ["ZZ"]


def test_one_digit_repeated_is_nobody() -> None:
    assert {"0000000000", "777777777777", "1234567890"} <= CODES.placeholders


def test_the_digest_names_both_files() -> None:
    assert re.fullmatch("[0-9a-f]{64}", checks_digest())
