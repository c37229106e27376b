"""A program of the province reads pairs of rows and decides; a commune's learns its own part."""

from collections.abc import Callable

from tests.support.program import Answer, Program
from tests.support.site import a_list

Known = Callable[[str], Program]


def submitted(clerk: Program, first: int) -> Answer:
    checked = clerk.checked(clerk.upload(a_list(first=first)))
    declared = {"seen": checked["version"], "declared": True}
    return clerk.told("POST", f"/api/v1/submissions/{checked['id']}/submission", declared)


def test_pairs_are_read_and_decided_and_the_commune_learns_its_part(program: Known) -> None:
    mine = submitted(program("xa-lam"), 85_000)
    theirs = submitted(program("xa-hoa"), 85_019)
    appraiser = program("tham-dinh")
    path = f"/api/v1/appraisals/{mine['id']}/duplicates"

    found = appraiser.told("GET", path)
    (pair,) = found["items"]
    assert (found["total"], found["next"], pair["standing"]) == (1, None, "open")
    assert pair["other_submission"] == theirs["id"]
    assert pair["own"]["number"] == pair["other"]["number"] == "0000285019"
    assert pair["name_score"] < 90

    decision = {"decision": "remove_here", "reason_code": "lives_elsewhere"}
    asked = {"pair": pair["pair"], "seen": 0, **decision}
    kept = appraiser.told("POST", f"{path}/reviews", asked)
    assert (kept["version"], kept["decision"]) == (1, "remove_here")
    stale = appraiser.ask("POST", f"{path}/reviews", asked)
    assert stale.status_code == 409
    unknown = appraiser.ask("POST", f"{path}/reviews", {**asked, "decision": "merge"})
    assert unknown.status_code == 422

    (own,) = program("xa-lam").ask("GET", f"/api/v1/submissions/{mine['id']}/duplicates").json()
    (other,) = program("xa-hoa").ask("GET", f"/api/v1/submissions/{theirs['id']}/duplicates").json()
    assert (own["standing"], set(own)) == ("remove", {"source", "row", "standing"})
    assert other["standing"] == "keep"


def test_a_commune_s_program_decides_nothing(program: Known) -> None:
    mine = submitted(program("xa-lam"), 86_000)
    path = f"/api/v1/appraisals/{mine['id']}/duplicates"
    assert program("xa-lam").ask("GET", path).status_code == 403
    assert program("ky").ask("GET", path).status_code == 403
