"""A program hands an office on and takes it back; what the delegate does says for whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.program import Program

from .test_casework import handed_in

Known = Callable[[str], Program]
PATH = "/api/v1/delegations"


def a_delegation(**changes: object) -> dict[str, Any]:
    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    told = {
        "taker": "tham-dinh-2",
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=2)).isoformat(),
        "legal_reference": "12/QĐ-BHXH (giả lập)",
    }
    return {**told, **changes}


def test_an_office_is_handed_on_used_and_taken_back(program: Known) -> None:
    sent = handed_in(program, 70_000)
    path = f"/api/v1/appraisals/{sent['id']}"
    taken = program("tham-dinh").told("POST", f"{path}/assignment", {"seen": sent["version"]})
    made = program("tham-dinh").told("POST", PATH, a_delegation())
    assert made in program("ky").ask("GET", PATH).json()

    done = program("tham-dinh-2").told("POST", f"{path}/approval", {"seen": taken["version"]})

    assert done["status"] == "approved"
    end = f"{PATH}/{made['id']}/end"
    assert program("tham-dinh-2").ask("POST", end, {"seen": 1}).status_code == 403
    ended = program("tham-dinh").told("POST", end, {"seen": made["version"]})
    assert ended["ended_on"] == made["first_day"]
    again = program("tham-dinh").ask("POST", end, {"seen": made["version"]})
    assert again.json()["type"] == "urn:ntm-verify:stale_record"


def test_what_cannot_be_handed_on_is_refused_with_why(program: Known) -> None:
    for wrong in ({"taker": "khong-co"}, {"taker": "ky"}, {"legal_reference": " "}):
        answer = program("tham-dinh").ask("POST", PATH, a_delegation(**wrong))
        assert answer.status_code == 422, wrong
        assert answer.json()["type"] == "urn:ntm-verify:wrong_delegation"
    assert program("xa-an").ask("GET", PATH).status_code == 403
