"""Last days are counted for those who count, and what cannot be read is nobody's day."""

from dataclasses import replace
from datetime import date

from ntm_verify.domain.endings import Ending, endings, fitted, known_and_ended
from ntm_verify.domain.findings import Field
from ntm_verify.domain.outcome import HamletCount
from ntm_verify.domain.participant_list import Kind, RawList
from tests.support.builders import an_outcome
from tests.support.lists import check, lay_out

NAMES = ["Nguyễn Văn Giả", "Trần Thị Lập", "Lê Văn Mẫu", "Phạm Thị Thử", "Bùi Văn Giả"]
YEAR_END = date(2026, 12, 31)


def a_list(ends: list[str], hamlets: list[str], field: Field = Field.VALID_TO) -> RawList:
    size = len(ends)
    numbers = [f"38990{place:05d}" for place in range(size)]
    return lay_out(
        {
            Field.NAME: NAMES[:size],
            Field.ID: numbers,
            field: ends,
            Field.HAMLET: hamlets,
        }
    )


def test_only_people_who_count_are_in_the_counts_and_hamlets_are_named_once() -> None:
    ends = ["31/12/2026", "31/12/2026", "30/09/2026", "01/01/2026", "31/12/2026"]
    raw = a_list(ends, ["Thôn Hòa", "thôn hoà", "Thôn 2", "Thôn 2", ""])

    found = endings(raw, check(raw))

    assert found == (
        Ending("", YEAR_END, 1),
        Ending("Thôn 2", date(2026, 9, 30), 1),
        Ending("Thôn Hòa", YEAR_END, 2),
    )


def test_an_empty_unreadable_or_twofold_cell_gives_no_day() -> None:
    raw = a_list(["", "31/13/2026", "31122026", "x", "12/2026"], ["Thôn 1"] * 5)

    found = endings(raw, check(raw))

    assert found == (Ending("Thôn 1", YEAR_END, 1),)


def test_a_span_in_the_first_column_ends_where_it_says() -> None:
    raw = a_list(["01/01/2026 - 31/12/2026"], ["Thôn 1"], Field.VALID_FROM)

    assert endings(raw, check(raw)) == (Ending("Thôn 1", YEAR_END, 1),)


def test_a_list_without_dates_has_no_endings() -> None:
    raw = lay_out({Field.NAME: NAMES[:1], Field.ID: ["3899000001"]})

    assert endings(raw, check(raw)) == ()
    spreadsheet = lay_out(
        {
            Field.NAME: NAMES[:1],
            Field.ID: ["3899000001"],
            Field.VALID_TO: [("46387", Kind.NUMBER)],
        }
    )
    assert endings(spreadsheet, check(spreadsheet)) == (Ending("", YEAR_END, 1),)


def test_a_card_valid_to_a_day_covers_on_that_day_and_not_on_the_next() -> None:
    kept = [Ending("Thôn 1", YEAR_END, 3), Ending("Thôn 2", date(2027, 1, 1), 2)]

    days = [YEAR_END, date(2027, 1, 1), date(2027, 1, 2)]
    assert known_and_ended(kept, days) == (5, 0, 3, 5)


def test_more_days_than_people_of_a_hamlet_are_taken_for_none() -> None:
    kept = [Ending("Thôn 1", YEAR_END, 3), Ending("Thôn 2", YEAR_END, 2)]
    parts = (HamletCount("Thôn 1", 2), HamletCount("Thôn 2", 2))
    outcome = replace(an_outcome(4), hamlets=parts)

    assert fitted(kept, outcome) == (kept[1],)
    assert fitted(kept, an_outcome(9)) == (kept[0],)
