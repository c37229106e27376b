"""What a waiver is about: a rule, some rows or all, until a day; and which rules have one."""

from datetime import date, timedelta

from ntm_verify.domain.findings import Check, Field, Severity
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.roster import make_roster
from ntm_verify.domain.waiver import WaiverState, rows_against, waived_places
from ntm_verify.regulations.catalogue import load_catalogue
from tests.support.lists import check, people
from tests.support.waivers import RULE, UNTIL, a_waiver

RAW = people(("Nguyễn @nh", "3823456701"), ("Lê Văn Mẫu", "3823456702"), ("B*nh", "3823456703"))
WEIGHTS = {c: load_catalogue().severity(c) for c in Check}
ROSTER = make_roster(RAW, check(RAW), WEIGHTS)
FOUND = check(RAW).findings


def test_without_rows_it_covers_every_row_and_with_rows_those_alone() -> None:
    both = [(0, 2), (0, 4)]
    assert rows_against(FOUND, ROSTER, RULE) == both
    everywhere = waived_places([a_waiver()], ROSTER)
    assert {(Check(RULE), 0), (Check(RULE), 2)} < everywhere
    assert waived_places([a_waiver(rows=((0, 4),))], ROSTER) == {(Check(RULE), 2)}


def test_only_a_granted_one_has_any_effect() -> None:
    for state in set(WaiverState) - {WaiverState.GRANTED}:
        assert waived_places([a_waiver(state=state)], ROSTER) == frozenset()


def test_a_row_counts_as_let_in_only_where_the_rule_had_spoken() -> None:
    assert [a_waiver().covers_row(row) for row in ROSTER.rows] == [True, False, True]


def test_its_last_day_is_still_a_day() -> None:
    assert not a_waiver().has_ended(UNTIL)
    assert a_waiver().has_ended(UNTIL + timedelta(days=1))
    assert not a_waiver(until=None).has_ended(date.max)


def test_the_log_and_the_paper_keep_none_of_the_words() -> None:
    told = str(a_waiver().state_of())
    printed = a_waiver(note="Ông Giả").printable()
    assert "Đã đối chiếu" not in told
    assert (printed.reason, printed.evidence, printed.note) == ("", "", "")


def test_no_rule_of_law_and_no_rule_on_numbers_can_be_waived() -> None:
    catalogue = load_catalogue()
    waivable = {code for code, entry in catalogue.entries.items() if entry.waivable}
    assert waivable == {"name_not_a_name", "name_invalid_characters", "two_people_in_cell"}
    assert {catalogue[code].severity for code in waivable} == {Severity.ERROR}


def test_rows_of_another_rule_are_not_against_this_one() -> None:
    other = Finding(Check.ID_LENGTH, Field.ID, place=1)
    assert rows_against([other], ROSTER, RULE) == []
