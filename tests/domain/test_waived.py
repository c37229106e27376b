"""A list with waivers: exactly so many people more, their sex as far as it is known."""

from dataclasses import replace

from ntm_verify.domain.appraisal import Counts, HamletCount
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.domain.waived import apply_waivers
from tests.support.builders import an_outcome
from tests.support.waivers import RULE, a_waiver

ROWS = (
    RosterRow(0, 2, "Lê Văn Mẫu", "0090000001", "b", "Thôn 1", counted=True, codes=()),
    RosterRow(0, 3, "B*nh", "038085001231", "p", "Thôn 1", counted=False, codes=(RULE,)),
    RosterRow(0, 4, "@nh", "0090000003", "b", "Thôn 2", counted=False, codes=(RULE,)),
    RosterRow(0, 5, "@", "12", "-", "Thôn 2", counted=False, codes=(RULE, "id_length")),
)
BASE = an_outcome(
    counts=Counts(4, 4, 1, 3, 0),
    tally=Tally(1, 0, 0, 1, 0),
    hamlets=(HamletCount("Thôn 1", 1, 2), HamletCount("Thôn 2", 0, 2)),
)


def test_people_and_hamlets_are_counted_anew_and_a_sex_is_never_guessed() -> None:
    made = apply_waivers(BASE, Roster((), ROWS), [True, True, True, False], 1, [a_waiver()])

    assert made.outcome.tally == Tally(3, 1, 1, 1, 1)
    assert made.outcome.counts == Counts(4, 4, 3, 1, 1)
    assert [(h.hamlet, h.counted) for h in made.outcome.hamlets] == [("Thôn 1", 2), ("Thôn 2", 1)]
    assert [row.counted for row in made.roster.rows] == [True, True, True, False]
    assert [waiver.people for waiver in made.waivers] == [2]


def test_without_a_change_everything_is_as_it_was() -> None:
    counted = [row.counted for row in ROWS]
    made = apply_waivers(BASE, Roster((), ROWS), counted, 0, [])
    assert (made.outcome, made.roster.rows) == (BASE, ROWS)


def test_a_list_that_named_no_hamlet_still_names_none() -> None:
    made = apply_waivers(replace(BASE, hamlets=()), Roster((), ROWS), [True] * 4, 0, [])
    assert made.outcome.hamlets == ()
