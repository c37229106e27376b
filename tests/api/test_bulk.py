"""A program approves many green dossiers, and reads which were refused and why."""

from collections.abc import Callable

from tests.support.program import Program
from tests.support.site import a_list

from .test_casework import handed_in

Known = Callable[[str], Program]


def test_green_ones_are_done_others_refused_and_put_back_untouched(program: Known) -> None:
    green, late = handed_in(program, 60_000), handed_in(program, 60_100)
    short = program("xa-an").checked(program("xa-an").upload(a_list(16, first=60_200)))
    declared = {"seen": short["version"], "declared": True}
    below = program("xa-an").told("POST", f"/api/v1/submissions/{short['id']}/submission", declared)
    path = f"/api/v1/appraisals/{late['id']}/assignment"
    program("tham-dinh-2").told("POST", path, {"seen": late["version"]})
    nobody = "01890000-0000-7000-8000-000000000000"
    picked = [{"id": one["id"], "seen": one["version"]} for one in (green, late, below)]
    picked.append({"id": nobody, "seen": 1})

    told = program("tham-dinh").told("POST", "/api/v1/appraisals/bulk", {"dossiers": picked})

    assert [one["id"] for one in told["done"]] == [green["id"]]
    refused = {one["id"]: one["code"] for one in told["refused"]}
    assert refused == {
        late["id"]: "stale_record",
        below["id"]: "not_green",
        nobody: "not_found",
    }
    assert all(one["detail"] for one in told["refused"])
    now = program("tham-dinh").told("GET", f"/api/v1/appraisals/{below['id']}")
    assert now["status"] == "submitted"


def test_more_than_a_hundred_at_once_are_refused_as_a_whole(program: Known) -> None:
    one = {"id": "01890000-0000-7000-8000-000000000000", "seen": 1}
    body = {"dossiers": [one] * 101}
    answer = program("tham-dinh").ask("POST", "/api/v1/appraisals/bulk", body)
    assert answer.status_code == 400
    assert program("ky").ask("POST", "/api/v1/appraisals/bulk", body).status_code == 403
