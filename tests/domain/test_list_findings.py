"""A finding that comes later weighs as much as one the rules found."""

from ntm_verify.domain.corrections import Correction, apply
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.list_findings import add_findings, follow, take_over
from ntm_verify.domain.list_rules import check_list
from ntm_verify.domain.participant_list import CheckedList, Finding
from tests.support.lists import CONTEXT, people

LIST = people(("Lê Văn An", "0000000001"), ("", "0000000002"), ("Lê Thị Chi", "0000000003"))
ELSEWHERE, QUOTE = Check.DUPLICATE_OTHER_LIST, Check.CSV_QUOTE_UNBALANCED


def checked() -> CheckedList:
    return check_list(LIST, CONTEXT)


def added(*found: Finding) -> CheckedList:
    return add_findings(checked(), found, CONTEXT)


def test_nothing_added_changes_nothing() -> None:
    assert added() == checked()


def test_a_warning_leaves_a_doubt_in_a_row_that_counts() -> None:
    after = added(Finding(ELSEWHERE, Field.ID, 0), Finding(ELSEWHERE, Field.ID, 1))

    assert (list(after.counted), list(after.doubtful)) == ([1, 0, 1], [1, 0, 0])
    assert after.counts == {(Check.NAME_MISSING, Field.NAME): 1, (ELSEWHERE, Field.ID): 2}


def test_an_error_takes_the_row_out_and_its_doubt_with_it() -> None:
    after = added(Finding(QUOTE, Field.ROW, 2), Finding(ELSEWHERE, Field.ID, 2))

    assert (list(after.counted), list(after.doubtful)) == ([1, 0, 0], [0, 0, 0])


def test_findings_stay_in_the_order_of_rows_and_codes() -> None:
    after = added(Finding(QUOTE, Field.ROW, 1), Finding(ELSEWHERE, Field.ID, 0))

    assert [(one.place, one.check) for one in after.findings] == [
        (0, ELSEWHERE),
        (1, Check.NAME_MISSING),
        (1, QUOTE),
    ]
    assert list(after.counts) == [
        (Check.NAME_MISSING, Field.NAME),
        (ELSEWHERE, Field.ID),
        (QUOTE, Field.ROW),
    ]


def test_counts_of_one_code_are_added_up() -> None:
    once = added(Finding(ELSEWHERE, Field.ID, 0))

    twice = add_findings(once, [Finding(ELSEWHERE, Field.ID, 2)], CONTEXT)

    assert twice.counts[ELSEWHERE, Field.ID] == 2


def test_notes_of_rows_are_taken_over_and_notes_of_sheets_stay() -> None:
    sheet = Finding(Check.HIDDEN_SHEET, Field.FILE, source=0, detail="Nháp")
    row = Finding(QUOTE, Field.ROW, 2, source=0)

    left, after = take_over([sheet, row], checked(), CONTEXT)

    assert left == (sheet,)
    assert list(after.counted) == [1, 0, 0]
    assert Finding(QUOTE, Field.ROW, 2) in after.findings


def test_notes_follow_their_rows_when_others_are_taken_out() -> None:
    sheet = Finding(Check.HIDDEN_SHEET, Field.FILE)
    notes = [sheet, *(Finding(QUOTE, Field.ROW, place) for place in (0, 1, 2))]
    after = apply(LIST, [Correction(0, LIST.lines[1], Field.ROW, None)])

    assert follow(notes, LIST, LIST) == tuple(notes)
    assert follow(notes, LIST, after) == (
        sheet,
        Finding(QUOTE, Field.ROW, 0),
        Finding(QUOTE, Field.ROW, 1),
    )
