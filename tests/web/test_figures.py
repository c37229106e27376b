"""Figures on pages: the share is cut and never rounded, and always stands with people."""

from decimal import Decimal

import pytest

from ntm_verify.domain.appraisal import HamletCount, Status
from ntm_verify.domain.coverage import Assessment, Tally
from ntm_verify.domain.preparation import Confirmation, Preparation
from ntm_verify.web.figures import (
    MINI_WIDTH,
    STATUS_TAGS,
    WIDTH,
    gauge,
    hamlet_rows,
    population_view,
    rate,
    status_tag,
    threshold_text,
    verdict_words,
    where_missing,
)
from tests.support.builders import NOON, a_population, a_threshold

NBSP = "\u00a0"


def judged(insured: int, people: int, percent: str | None = "90") -> Assessment:
    threshold = None if percent is None else a_threshold(percent)
    return Assessment(Tally.of(insured), a_population(people), threshold)


def test_a_share_just_below_the_threshold_is_not_written_up() -> None:
    shown = rate(judged(9006, 10007))
    assert shown.percent == f"89,99{NBSP}%"
    assert shown.tag.text == "Chưa đạt: còn thiếu 1 người"
    assert shown.formula == f"9.006 ÷ 10.007 = 89,99{NBSP}%"
    assert shown.required == "9.007"


@pytest.mark.parametrize(
    ("insured", "words", "kind"),
    [
        (899, "Chưa đạt: còn thiếu 1 người", "warn"),
        (900, "Đạt: vừa đủ", "pass"),
        (1000, "Đạt: hơn mức cần có 100 người", "pass"),
        (1001, "Chưa đủ căn cứ", "info"),
    ],
)
def test_the_verdict_is_a_word_with_people(insured: int, words: str, kind: str) -> None:
    shown = rate(judged(insured, 1000))
    assert (shown.tag.text, shown.tag.kind) == (words, kind)


def test_without_a_threshold_nothing_is_drawn_and_the_reason_is_told() -> None:
    shown = rate(judged(900, 1000, None))
    assert shown.gauge is None
    assert shown.required == ""
    assert len(shown.doubts) == 1


def test_by_sex_the_missing_sex_is_named() -> None:
    people = a_population(200, male=100, female=100)
    tally = Tally(185, male=100, female=85)
    assessment = Assessment(tally, people, a_threshold("90", both_sexes=True))
    assert verdict_words(assessment) == "Chưa đạt theo giới: nữ thiếu 5"
    assert [row.is_met for row in rate(assessment).by_sex] == [True, False]


def test_rows_in_doubt_that_carry_the_verdict_are_pointed_out() -> None:
    tally = Tally(905, doubtful=10, unknown=905)
    assessment = Assessment(tally, a_population(1000), a_threshold("90"))
    assert "10 dòng" in rate(assessment).caution
    assert "895" in rate(assessment).caution


@pytest.mark.parametrize("insured", [0, 1, 500, 899, 900, 999, 1000])
def test_the_bar_stays_inside_and_the_tick_parts_met_from_not_met(insured: int) -> None:
    for width in (WIDTH, MINI_WIDTH):
        drawn = gauge(judged(insured, 1000), width)
        assert drawn is not None
        assert 0 <= drawn.value <= width
        assert 0 <= drawn.tick_x <= width - 2
        assert (drawn.value >= drawn.tick) is drawn.is_met


def test_a_threshold_is_written_without_empty_decimals() -> None:
    for percent, text in (("90", "90"), ("90.0", "90"), ("92.5", "92,5"), ("100", "100")):
        threshold = a_threshold(percent)
        assert threshold.percent == Decimal(percent)
        assert threshold_text(threshold) == f"{text}{NBSP}%"


def test_hamlets_with_rows_left_out_stand_first_and_are_named_while_people_are_missing() -> None:
    hamlets = (HamletCount("Thôn 1", 10, 10), HamletCount("", 5, 9), HamletCount("Thôn 2", 3, 5))
    assert [row.left_out for row in hamlet_rows(hamlets)] == ["4", "2", "0"]
    assert where_missing(judged(18, 100), hamlets) == (
        "Dòng chưa được tính nhiều nhất ở: không ghi thôn (4), Thôn 2 (2)."
    )
    assert where_missing(judged(95, 100), hamlets) == ""


def test_only_states_that_ask_for_somebody_have_a_colour() -> None:
    coloured = {status for status in Status if status_tag(status).kind}
    assert coloured == set(STATUS_TAGS)
    assert Status.CERTIFIED not in coloured


def test_a_second_source_stands_beside_the_first_with_its_distance() -> None:
    people = a_population(1564)
    assert population_view(people).second == ""
    answer = Confirmation("population_sources_differ", "file", "figures_of_other_day", 0, "u", NOON)
    made = Preparation(second_total=1600, second_source="Thống kê", confirmations=(answer,))
    view = population_view(people, made)
    assert view.second == "1.600 (Thống kê)"
    assert view.gap == (
        f"chênh 36 người (2,30{NBSP}%); xã xác nhận: Hai nguồn dân số khác ngày hoặc khác cách tính"
    )
    assert population_view(people, Preparation(second_total=1564)).gap == "bằng nhau"
