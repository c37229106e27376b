"""Nothing overlapping, nothing silently missing: whatever is released, each day has one answer."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.regulation import CommuneGroup, LegalReferenceMissing, Rulebook
from ntm_verify.domain.rule_fitting import (
    OverlappingPeriods,
    SilentGap,
    Standing,
    effective,
    gaps,
    require_number,
    require_terms,
)
from ntm_verify.domain.rule_sets import Proposal, Terms, WrongTerms
from tests.support.builders import ADMINISTRATOR, NOON, PROVINCE, a_clause, a_figure, an_id

CLAUSE: Final = a_clause(None)
FIRST, LAST = CLAUSE.first_day, CLAUSE.last_day
GROUPS: Final = tuple(
    CommuneGroup("ANY-2019", code, f"Nhóm {code}", "giả lập", "press", "giả lập") for code in "12"
)
NOTHING: Final = Standing(CLAUSE, (), (), (), frozenset({"00001"}))
TERMS: Final = Terms(
    "ANY-2019", "1/QĐ-UBND", FIRST, LAST, (("", Decimal(90)),), both_sexes=False, gap_note="có"
)


def released(terms: Terms, number: int = 1) -> Proposal:
    return Proposal(an_id(number), PROVINCE, number, terms, "0" * 64, ADMINISTRATOR.id, NOON)


spans = st.tuples(st.integers(0, 364), st.integers(0, 364)).map(sorted)


@given(st.lists(st.tuples(spans, st.booleans()), max_size=6))
def test_without_replacing_no_day_has_two_figures_and_every_gap_is_named(
    wanted: list[tuple[list[int], bool]],
) -> None:
    standing = NOTHING
    for number, ((start, end), replaces) in enumerate(wanted, 1):
        terms = replace(
            TERMS,
            first_day=FIRST + timedelta(start),
            last_day=FIRST + timedelta(end),
            replaces=replaces,
        )
        try:
            require_terms(terms, standing)
        except OverlappingPeriods:
            assert not replaces
            continue
        standing = replace(standing, figures=(*standing.figures, *released(terms, number).figures))
    missing = gaps(standing, standing.figures)
    book = Rulebook((CLAUSE,))
    for day in (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)):
        named = any(gap.first_day <= day <= gap.last_day for gap in missing)
        threshold = book.ruling(PROVINCE, day, standing.figures).threshold
        assert named == (threshold is None)
        covering = [f for f in standing.figures if f.covers(day)]
        assert len(covering) <= 1 or any(replaces for _, replaces in wanted)
        if threshold:
            assert threshold.release == covering[-1].release


def test_groups_left_out_are_a_gap_told_once_for_all_communes() -> None:
    standing = replace(NOTHING, groups=GROUPS)
    one = replace(TERMS, shares=(("1", Decimal(90)),), gap_note="")

    with pytest.raises(SilentGap, match="nhóm 2, từ 01/01/2019 đến 31/12/2019"):
        require_terms(one, standing)
    late = replace(TERMS, first_day=date(2019, 6, 1), gap_note="")
    with pytest.raises(SilentGap, match="cho: từ 01/01/2019 đến 31/05/2019"):
        require_terms(late, standing)
    both = replace(one, shares=(("1", Decimal(90)), ("2", Decimal(80))))
    require_terms(both, standing)


def test_a_national_figure_leaves_no_gap_and_another_group_no_overlap() -> None:
    national = Standing(a_clause("85"), (), (), (), frozenset())
    require_terms(replace(TERMS, first_day=date(2019, 6, 1), gap_note=""), national)
    standing = replace(NOTHING, groups=GROUPS, figures=(a_figure("90", group="1"),))
    require_terms(replace(TERMS, shares=(("2", Decimal(90)),)), standing)
    with pytest.raises(OverlappingPeriods):
        require_terms(TERMS, standing)


def test_a_figure_replaced_on_all_its_days_is_no_longer_in_force() -> None:
    old, part, new = a_figure("85"), a_figure("86", first_day=LAST), a_figure("90")

    assert effective((old, part), CLAUSE) == (old, part)
    assert effective((old, part, new), CLAUSE) == (new,)
    assert effective((replace(new, rule_set="OTHER"),), CLAUSE) == ()


@pytest.mark.parametrize("text", ["5/QĐ-UBND", "02-NQ/TU", "Quyết định 12/2026/QĐ-UBND ngày 1/3"])
def test_a_number_with_its_symbol_is_a_document(text: str) -> None:
    require_number(text)


@pytest.mark.parametrize(
    "text", ["", "Quyết định của UBND tỉnh", "ngày 15/3", "số 12", "1/Q-" * 99]
)
def test_what_has_no_number_or_no_end_is_none(text: str) -> None:
    with pytest.raises(LegalReferenceMissing):
        require_number(text)


def test_days_run_forward() -> None:
    with pytest.raises(WrongTerms, match="Ngày cuối"):
        require_terms(replace(TERMS, first_day=LAST, last_day=FIRST), NOTHING)
    with pytest.raises(WrongTerms, match="Ghi ngưỡng"):
        require_terms(replace(TERMS, shares=()), NOTHING)
