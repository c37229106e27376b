"""Programs enter, review and compare as people do; a correction is noted for a paper in force."""

from collections.abc import Callable

from tests.api.conftest import Journey
from tests.support.program import Program

from .test_problems import problem

Known = Callable[[str], Program]
BASE = "/api/v1/rules"
FIGURE = {
    "percent": "96",
    "legal_reference": "Quyết định 00/QĐ-UBND (DỮ LIỆU GIẢ LẬP)",
    "both_sexes": False,
}


def test_a_figure_is_entered_by_one_program_and_released_by_another(program: Known) -> None:
    author, reviewer = program("quan-tri"), program("quan-tri-2")
    entered = author.told("POST", f"{BASE}/KM-2018/figures", FIGURE)
    path, body = f"{BASE}/proposals/{entered['id']}", {"seen": entered["sha256"], "release": True}

    assert (entered["state"], entered["shares"]) == ("waiting", {"": "96"})
    problem(author.ask("POST", f"{path}/review", body), 403, "own_review")
    problem(reviewer.ask("POST", f"{path}/review", {**body, "seen": "0"}), 409, "stale_record")
    done = reviewer.told("POST", f"{path}/review", body)

    assert (done["state"], done["lone"], done["release"]) == ("released", False, "KM-2018/00/1")
    assert author.told("GET", path) == done
    assert done in reviewer.ask("GET", f"{BASE}/proposals").json()
    again = author.ask("POST", f"{BASE}/KM-2018/figures", FIGURE)
    problem(again, 409, "overlapping_periods")
    lower = author.ask("POST", f"{BASE}/NTM-2021/figures", {**FIGURE, "percent": "80"})
    problem(lower, 422, "wrong_threshold")
    gap = {**FIGURE, "first_day": "2026-06-01"}
    problem(author.ask("POST", f"{BASE}/NTM-2026/figures", gap), 409, "silent_gap")


def test_groups_comparison_and_todays_verdicts_are_there_for_programs(
    program: Known, journey: Journey
) -> None:
    author, appraiser = program("quan-tri"), program("tham-dinh")
    body = {
        "legal_reference": "Quyết định 00/QĐ-UBND (DỮ LIỆU GIẢ LẬP)",
        "first_day": "2026-03-01",
        "communes": [{"commune": "00001", "group": "3"}],
    }
    grouped = author.told("POST", f"{BASE}/NTM-2026/groups", body)
    assert (grouped["state"], grouped["communes"]) == ("waiting", {"00001": "3"})

    found = appraiser.told("GET", f"{BASE}/comparison?first=NTM-2016&second=NTM-2021")
    told = {one["key"]: one for one in found["aspects"]}
    assert (told["percent"]["first"], told["percent"]["differs"]) == ("85\u00a0%", True)
    problem(appraiser.ask("GET", f"{BASE}/comparison?first=X"), 422, "unknown_rule_set")

    today = appraiser.told("GET", f"{BASE}/today?rule_set=NTM-2013")
    mine = next(one for one in today["communes"] if one["certificate"])
    assert (today["rule_set"], mine["assessment"]) == ("NTM-2013", "met")
    one = appraiser.told(
        "GET", f"/api/v1/appraisals/{journey.checked['id']}/today?rule_set=NTM-2026"
    )
    assert (one["rule_set"], one["then"], one["now"]) == ("NTM-2026", "met", "undetermined")


def test_a_correction_is_noted_by_a_signer(program: Known, journey: Journey) -> None:
    path = f"/api/v1/certificates/{journey.paper['reference']}"
    body = {"part": "layout", "document": "Công văn số 15/BHXH-GĐ ngày 20/11/2026"}
    before = program("ky").told("GET", path)

    noted = program("ky").told("POST", f"{path}/correction", body)

    assert (noted["part"], noted["document"]) == (body["part"], body["document"])
    assert program("ky").told("GET", path) == before
    wrong = program("ky").ask("POST", f"{path}/correction", {**body, "document": "công văn"})
    problem(wrong, 422, "wrong_document")
    problem(program("tham-dinh").ask("POST", f"{path}/correction", body), 403, "wrong_office")
