"""Whoever holds a paper can compute its verdict anew, and nothing on it can be changed alone."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.appraisal import HamletCount
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.statement import statement_digest
from ntm_verify.domain.verification import CheckResult, Result, VerificationReport, recomputed
from tests.support.builders import a_certificate, a_population, a_threshold, an_outcome

Path = tuple[str | int, ...]
ISSUED: Final = a_certificate(
    population=a_population(20_000, male=9_900, female=10_100),
    outcome=an_outcome(
        19_000,
        threshold=a_threshold("92.5", both_sexes=True),
        tally=Tally(19_000, male=9_300, female=9_600, unknown=100),
        hamlets=(HamletCount("Thôn 1", 12_000, 12_500), HamletCount("Thôn 2", 7_000, 7_100)),
    ),
)
STATEMENT: Final[dict[str, Any]] = json.loads(json.dumps(ISSUED.statement()))
FIGURES: Final[tuple[Path, ...]] = (
    ("participants",),
    ("population", "total"),
    ("population", "male"),
    ("population", "female"),
    ("required",),
    ("percent_truncated",),
    *(("by_sex", n, name) for n in (0, 1) for name in ("participants", "population", "required")),
    ("sex_unknown",),
    ("by_hamlet", 0, "counted"),
    ("by_hamlet", 1, "counted"),
    ("assessment",),
    ("roster", "rows"),
    ("roster", "not_counted"),
)
"""What takes part in the verdict, and is held against the other figures, digest or no digest."""


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def at(statement: Any, path: Path) -> Any:  # noqa: ANN401 - any JSON
    for step in path:
        statement = statement[step]
    return statement


def changed(path: Path, value: object) -> dict[str, Any]:
    told = deepcopy(STATEMENT)
    at(told, path[:-1])[path[-1]] = value
    return told


def resealed(statement: dict[str, Any]) -> dict[str, Any]:
    return {**statement, "sha256": statement_digest(statement)}


def test_a_true_statement_holds() -> None:
    assert recomputed(STATEMENT) == CheckResult(
        "verdict", "Kết luận tính lại từ số liệu trên văn bản", Result.HOLDS
    )


@pytest.mark.parametrize(
    "others",
    [
        {"population": a_population(1564)},
        {"outcome": an_outcome(hamlets=())},
        {"outcome": an_outcome(1485)},
        {"outcome": an_outcome(threshold=a_threshold("90", both_sexes=True))},
        {"outcome": an_outcome(threshold=a_threshold("90", both_sexes=None))},
    ],
)
def test_a_statement_holds_whatever_it_concludes(others: dict[str, Any]) -> None:
    assert recomputed(a_certificate(**others).statement()).result is Result.HOLDS


@given(st.sampled_from(list(leaves(STATEMENT))), st.data())
def test_no_single_field_can_be_changed_unseen(path: Path, data: st.DataObject) -> None:
    was = at(STATEMENT, path)
    to = data.draw(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)).filter(
            lambda value: json.dumps(value) != json.dumps(was)
        )
    )

    assert recomputed(changed(path, to)).result is Result.FAILS


@given(st.sampled_from(FIGURES), st.integers(-40, 40).filter(bool))
def test_no_figure_can_be_changed_alone_even_where_the_digest_is_made_anew(
    path: Path, by: int
) -> None:
    was = at(STATEMENT, path)
    told = resealed(changed(path, was + by if isinstance(was, int) else f"{was}{by}"))

    assert recomputed(told).result is Result.FAILS


def test_what_differs_is_named_with_both_figures() -> None:
    check = recomputed(resealed(changed(("required",), 18_499)))

    assert check.detail == "số người cần có: văn bản ghi 18499, tính lại 18500"


@pytest.mark.parametrize("path", [("sha256",), ("rule",), ("population",), ("roster",)])
def test_a_statement_that_lacks_something_does_not_hold(path: Path) -> None:
    told = {name: value for name, value in STATEMENT.items() if name != path[0]}

    assert recomputed(told).result is Result.FAILS


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("participants",), "19000"),
        (("participants",), True),
        (("participants",), 1.5),
        (("participants",), -1),
        (("population", "total"), 10**30),
        (("population",), "nobody"),
        (("rule",), None),
        (("rule",), []),
        (("rule", "threshold"), "NaN"),
        (("rule", "threshold"), "1e-99999999"),
        (("rule", "threshold"), "ninety"),
        (("by_sex",), {"sex": 1}),
        (("by_sex",), [1]),
        (("by_sex",), 5),
        (("by_hamlet",), [{}]),
        (("by_hamlet",), "x"),
        (("number",), "\ud800"),
    ],
)
def test_nonsense_in_a_statement_is_a_failed_check_and_no_fault(path: Path, value: object) -> None:
    check = recomputed(changed(path, value))

    assert check.result is Result.FAILS
    assert check.detail


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ((), Result.HOLDS),
        ((Result.HOLDS, Result.HOLDS), Result.HOLDS),
        ((Result.HOLDS, Result.UNKNOWN), Result.UNKNOWN),
        ((Result.UNKNOWN, Result.FAILS), Result.FAILS),
        ((Result.FAILS, Result.HOLDS), Result.FAILS),
    ],
)
def test_one_failure_is_enough_against_a_paper_and_an_unknown_leaves_it_open(
    results: tuple[Result, ...], verdict: Result
) -> None:
    checks = tuple(CheckResult("x", "x", result) for result in results)

    assert VerificationReport(checks, None, None).result is verdict
