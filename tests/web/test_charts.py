"""Marks of pictures stand where people put them: the break of colour is the threshold."""

from datetime import date
from decimal import Decimal

import pytest

from ntm_verify.domain.ratios import Base
from ntm_verify.domain.rollup import Around, overview, trend
from ntm_verify.domain.steps import Status
from ntm_verify.domain.targets import Actual, Citation, Measure, Target
from ntm_verify.web.charts import dots, path_lines, tile_class, tiles, trend_lines
from tests.domain.test_rollup import DAY, a_fact, a_unit

UNITS = [a_unit("a"), a_unit("b"), a_unit("p", "ward")]
PAPER = Citation("Nghị quyết", "02-NQ/TU", date(2021, 1, 1), "Tỉnh ủy")


@pytest.mark.parametrize(
    ("insured", "css"),
    [(900, "m1"), (920, "m2"), (949, "m3"), (950, "m4"), (965, "m5"), (990, "m6"), (1000, "m6")],
)
def test_colours_break_at_the_threshold_and_nowhere_else(insured: int, css: str) -> None:
    found = overview(UNITS, [a_fact("a", Status.CERTIFIED, insured)], DAY)

    assert [tile_class(line) for line in found.lines] == [css, "mx", "m0"]


def test_without_a_threshold_there_is_no_side() -> None:
    found = overview(UNITS, [a_fact("a", Status.CERTIFIED, 900, required=None)], DAY)

    assert tile_class(found.lines[0]) == "mn"
    assert dots(found.lines).marks == ()


def test_every_unit_has_a_tile_and_every_known_commune_a_dot_on_its_side() -> None:
    facts = [a_fact("a", Status.CERTIFIED, 949), a_fact("b", Status.CERTIFIED, 950)]
    found = overview(UNITS, facts, DAY)

    assert len({(mark.x, mark.y) for mark in tiles(found.lines).marks}) == 3
    left, right = (mark.x for mark in dots(found.lines).marks)
    assert left < 316 < right


def test_a_figure_that_no_dossier_states_is_drawn_smaller_and_says_its_source() -> None:
    reports = tuple(
        Actual("a", measure, DAY, total, "Báo cáo")
        for measure, total in ((Measure.HEALTH, 949), (Measure.POPULATION, 1_000))
    )
    around = Around(reports=reports, percent=Decimal(95))

    found = overview(UNITS, [a_fact("b", Status.CERTIFIED, 950)], DAY, around)

    small, full, _ = tiles(found.lines).marks
    assert (small.size, full.size, small.css, full.css) == (24, 34, "m3", "m4")
    assert small.text == "94,90\u00a0%, số liệu nhập từ bảng"
    assert [mark.size for mark in dots(found.lines).marks] == [3, 4]


def test_lines_have_a_point_for_every_known_value_and_write_the_last() -> None:
    facts = [
        a_fact("a", Status.CERTIFIED, 900, as_of=date(2025, 10, 31)),
        a_fact("a", Status.CERTIFIED, 960),
    ]
    years = trend(UNITS, facts, (date(2024, 11, 20), date(2025, 11, 20), DAY))
    path = [
        Target("38", Measure.HEALTH, year, Base.POPULATION, PAPER, PAPER.day, percent=Decimal(93))
        for year in (2024, 2025)
    ]

    drawn = path_lines(path, years)

    assert [tick.text for tick in drawn.ticks] == ["2024", "2025", "2026"]
    assert (len(drawn.real.split()), len(drawn.plan.split())) == (2, 2)
    assert drawn.last is not None
    assert drawn.last.text == "96,00\u00a0%"
    empty = trend_lines(trend(UNITS, [], (DAY,)))
    assert (empty.real, empty.last) == ("", None)
