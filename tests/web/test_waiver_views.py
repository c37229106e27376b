"""What pages say of waivers: rows, officials, ground, and the result with and without."""

from dataclasses import replace

from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.waiver import WaiverState
from ntm_verify.web.waiver_views import effect, waiver_case, waiver_row
from tests.support.builders import an_appraisal, an_outcome
from tests.support.waivers import a_waiver


def test_the_effect_is_told_with_both_results() -> None:
    with_it = an_appraisal(1500, waivers=(a_waiver(),))
    assert effect(with_it) == ""
    without = replace(an_outcome(1400), tally=Tally.of(1400))
    told = effect(replace(with_it, unwaived=without))
    assert told.startswith("Không có miễn áp dụng thì 1.400 người được tính")
    assert "chưa đạt, còn thiếu 86 người. Có miễn áp dụng: 1.500 người" in told


def test_a_request_is_shown_with_its_rows_and_state() -> None:
    row = waiver_row(a_waiver(rows=((0, 1200), (0, 7))))
    assert (row.rows, row.is_open, row.is_alive, row.until) == (
        "dòng 1.200, 7",
        False,
        True,
        "30/06/2020",
    )
    asked = waiver_row(a_waiver(state=WaiverState.ASKED, decided_at=None, decided_name=""))
    assert (asked.is_open, asked.decided) == (True, "")


def test_a_dossier_says_how_many_requests_wait() -> None:
    open_one = an_appraisal(waivers=(a_waiver(state=WaiverState.ASKED),))
    assert waiver_case(open_one).open == "1 đề nghị chờ quyết định"
    assert waiver_case(an_appraisal(waivers=(a_waiver(),))).open == "đã quyết định"
