"""Auditors' programs ask for signs and samples, and sign for a week with a word."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.support.program import Program

from .conftest import Journey
from .test_problems import problem

Known = Callable[[str], Program]
TODAY = datetime.now(UTC).date()
SPAN = f"first_day={TODAY - timedelta(7)}&last_day={TODAY + timedelta(1)}"
REVIEWS = "/api/v1/audit/reviews"


def test_signs_and_samples_are_those_of_the_pages(program: Known, journey: Journey) -> None:
    auditor = program("kiem-toan")

    signs = auditor.told("GET", f"/api/v1/audit/patterns?{SPAN}")
    drawn = auditor.told("GET", "/api/v1/audit/sample?seed=gia-lap-1&count=50")
    again = auditor.told("GET", "/api/v1/audit/sample?seed=gia-lap-1&count=50")

    assert signs["count"] == len(signs["signs"])
    assert signs["acts"] >= 1
    assert drawn["items"] == again["items"]
    assert journey.checked["id"] in {one["id"] for one in drawn["items"]}
    problem(auditor.ask("GET", "/api/v1/audit/sample?seed=&count=5"), 422, "wrong_seed")
    assert program("tham-dinh").ask("GET", f"/api/v1/audit/patterns?{SPAN}").status_code == 403


def test_a_week_is_signed_for_with_a_word_and_when_it_is_over(program: Known) -> None:
    auditor = program("kiem-toan")
    old = TODAY - timedelta(21)
    words = {"note": "Đã đọc tóm tắt, không có gì lạ (giả lập)."}

    weeks = auditor.ask("GET", REVIEWS).json()
    assert weeks[0]["is_over"] is False
    problem(auditor.ask("POST", f"{REVIEWS}/{old}", {"note": " "}), 422, "review_note_missing")
    problem(auditor.ask("POST", f"{REVIEWS}/{TODAY}", words), 409, "week_not_over")
    signed = auditor.told("POST", f"{REVIEWS}/{old}", words)

    assert signed["week"]["by"]
    seen = auditor.told("GET", f"{REVIEWS}/{old}")
    assert seen["week"]["by"] == signed["week"]["by"]
