"""What is put forward for a row is what the checks read in it, and nothing takes itself."""

from ntm_verify.domain import mending
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.participant_list import Finding, Source
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.regulations.catalogue import load_catalogue

CATALOGUE = load_catalogue()


def a_row(line: int, number: str = "0090000001", kind: str = "b", hamlet: str = "") -> RosterRow:
    return RosterRow(0, line, "Bùi Giả", number, kind, hamlet, counted=True, codes=())


def a_roster(*rows: RosterRow) -> Roster:
    return Roster((Source("a.xlsx", "DS", 1, {}, len(rows)),), rows)


def test_a_number_read_with_a_letter_for_a_digit_is_put_forward() -> None:
    finding = Finding(Check.ID_LETTERS_FOR_DIGITS, Field.ID, 0, detail="0090000001")

    assert mending.proposal(finding, a_row(2, "O090000001", "-")) == "0090000001"


def test_of_a_card_with_unknown_letters_the_ten_digits_are_put_forward() -> None:
    finding = Finding(Check.ID_GROUP_UNKNOWN, Field.ID, 0)

    assert mending.proposal(finding, a_row(2, kind="c")) == "0090000001"
    assert mending.proposal(finding, a_row(2, kind="p")) == ""


def test_a_detail_that_is_no_number_is_not_put_forward() -> None:
    count = Finding(Check.ID_LENGTH, Field.ID, 0, detail="9")
    odd = Finding(Check.ID_EXTRA_TEXT, Field.ID, 0, detail="=1+1")

    assert mending.proposal(count, a_row(2)) == mending.proposal(odd, a_row(2)) == ""


def test_a_group_puts_forward_only_what_its_rows_have() -> None:
    roster = a_roster(a_row(2), a_row(3))
    found = (
        Finding(Check.ID_EXTRA_TEXT, Field.ID, 0, detail="0090000002"),
        Finding(Check.ID_EXTRA_TEXT, Field.ID, 1),
    )

    assert mending.propose(found, roster) == (Correction(0, 2, Field.ID, "0090000002"),)


def test_groups_stand_by_gravity_then_by_size_and_rows_by_their_numbers() -> None:
    found = [
        Finding(Check.NAME_SUSPICIOUS, Field.NAME, 2),
        Finding(Check.ID_LENGTH, Field.ID, 2),
        Finding(Check.ID_LENGTH, Field.ID, 10),
        Finding(Check.ID_LENGTH, Field.ID, 9),
        Finding(Check.ID_MISSING, Field.ID, 1),
        Finding(Check.HIDDEN_SHEET, Field.FILE, None),
    ]

    groups = mending.mend_groups(found, CATALOGUE)

    assert [(g.check, [f.place for f in g.findings]) for g in groups] == [
        (Check.ID_LENGTH, [2, 9, 10]),
        (Check.ID_MISSING, [1]),
        (Check.NAME_SUSPICIOUS, [2]),
    ]


def test_like_texts_are_replaced_in_all_rows_and_in_no_other() -> None:
    roster = a_roster(*(a_row(n + 2, hamlet=h) for n, h in enumerate(("Th.1", "Thôn 2", "Th.1"))))

    made = mending.replace_alike(roster, 2, Field.HAMLET, "Thôn 1")

    assert [(one.line, one.value) for one in made] == [(2, "Thôn 1"), (4, "Thôn 1")]
    assert mending.alike(roster, Field.HAMLET) == {"Th.1": (0, 2)}


def test_a_row_with_two_findings_is_left_out_once() -> None:
    found = [Finding(Check.ID_LENGTH, Field.ID, 0), Finding(Check.ID_LENGTH, Field.CARD, 0)]

    assert mending.leave_out(found, a_roster(a_row(7))) == (Correction(0, 7, Field.ROW, None),)


def test_batches_stand_newest_first() -> None:
    kept = [Correction(0, 2, Field.ID, "1", 1), Correction(0, 3, Field.ID, "2", 2)]

    assert [(b.number, len(b.corrections)) for b in mending.batches(kept)] == [(2, 1), (1, 1)]
