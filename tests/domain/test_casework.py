"""Points of a return hold for the list that answers them, and for no later one."""

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.casework import Comment, return_points
from ntm_verify.domain.people import Role
from tests.support.builders import APPRAISER, NOON, an_appraisal, an_id


def a_comment(number: int, round_: int, *, is_return: bool = True) -> Comment:
    about = an_appraisal().id, round_, APPRAISER.id, Role.APPRAISER, NOON
    return Comment(an_id(number), *about, f"điểm {number}", number, is_return=is_return)


SAID = (a_comment(1, 1), a_comment(2, 1, is_return=False), a_comment(3, 2))


def test_a_returned_list_has_its_own_points_and_the_next_one_has_them_to_answer() -> None:
    returned = an_appraisal(status=Status.RETURNED)
    mended = an_appraisal(status=Status.CHECKED, round=2)
    again = an_appraisal(status=Status.RETURNED, round=2)
    for dossier, points in ((returned, SAID[:1]), (mended, SAID[:1]), (again, SAID[2:])):
        assert return_points(dossier, SAID) == points


def test_what_was_answered_two_rounds_ago_is_over_and_a_first_list_has_none() -> None:
    assert return_points(an_appraisal(status=Status.CHECKED), SAID) == ()
    assert return_points(an_appraisal(status=Status.CHECKED, round=4), SAID) == ()
