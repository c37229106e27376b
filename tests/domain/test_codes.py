"""A code is known on its days and no others."""

from dataclasses import replace
from datetime import date

from tests.support.lists import CODES

DAY = date(2026, 6, 30)
YESTERDAY = date(2026, 6, 29)


def test_tables_and_single_questions_agree() -> None:
    pairs = [f"{n:02d}" for n in range(100)]
    triples = [f"{n:03d}" for n in range(1000)]
    letters = [a + b for a in "ABCDGHKTZ" for b in "ABCDNST"]

    assert {p for p in pairs if CODES.knows_card_province(p, DAY)} == CODES.card_province_digits(
        DAY
    )
    assert {p for p in triples if CODES.knows_prefix(p, DAY)} == CODES.personal_prefixes(DAY)
    assert {p for p in letters if CODES.knows_group(p, DAY)} == CODES.group_letters(DAY) & {
        *letters
    }


def test_a_code_that_begins_today_was_unknown_yesterday() -> None:
    new = replace(CODES.card_provinces["38"], first_day=DAY)
    codes = replace(CODES, card_provinces={"38": new}, groups={"GD": replace(new, code="GD")})

    assert [codes.knows_prefix("038", day) for day in (YESTERDAY, DAY)] == [False, True]
    assert [codes.knows_card_province("38", day) for day in (YESTERDAY, DAY)] == [False, True]
    assert [codes.knows_group("GD", day) for day in (YESTERDAY, DAY)] == [False, True]
    assert [len(codes.personal_prefixes(day)) for day in (YESTERDAY, DAY)] == [195, 196]
    assert [len(codes.card_province_digits(day)) for day in (YESTERDAY, DAY)] == [0, 1]
    assert [len(codes.group_letters(day)) for day in (YESTERDAY, DAY)] == [0, 1]
