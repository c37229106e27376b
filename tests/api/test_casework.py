"""Programs comment, extend, draw samples and take over as people do, and are told when not."""

from collections.abc import Callable
from datetime import date, timedelta

from ntm_verify.domain.sample import draw
from tests.support.program import Answer, Program
from tests.support.site import a_list

Known = Callable[[str], Program]


def handed_in(program: Known, first: int, wrong: int = 0) -> Answer:
    clerk = program("xa-an")
    checked = clerk.checked(clerk.upload(a_list(first=first, wrong=wrong)))
    declared = {"seen": checked["version"], "declared": True}
    return clerk.told("POST", f"/api/v1/submissions/{checked['id']}/submission", declared)


def test_both_sides_comment_and_read_the_same(program: Known) -> None:
    sent = handed_in(program, 50_000)
    own, theirs = (f"/api/v1/{side}/{sent['id']}" for side in ("submissions", "appraisals"))
    said = program("xa-an").told("POST", f"{own}/comments", {"text": "Đã đối chiếu", "row": 2})
    answer = {"text": "Đã rõ", "code": "name_too_long"}
    program("tham-dinh").told("POST", f"{theirs}/comments", answer)

    told = program("xa-an").told("GET", f"{own}/casework")

    assert [(c["by"], c["row"], c["text"]) for c in told["comments"]] == [
        ("commune", 2, "Đã đối chiếu"),
        ("appraiser", None, "Đã rõ"),
    ]
    assert told["comments"][0] == said
    assert told == program("tham-dinh").told("GET", f"{theirs}/casework")
    assert program("ky").told("GET", f"{theirs}/casework") == told
    refused = program("xa-an").ask("POST", f"{own}/comments", {"text": "x", "row": 999})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:ntm-verify:nothing_said")
    assert program("xa-hoa").ask("GET", f"{own}/casework").status_code == 404


def test_a_deadline_is_put_off_and_both_sides_read_why(program: Known) -> None:
    sent = handed_in(program, 51_000)
    own, theirs = (f"/api/v1/{side}/{sent['id']}" for side in ("submissions", "appraisals"))
    due = date.fromisoformat(program("xa-an").told("GET", f"{own}/casework")["due"])
    later = (due + timedelta(days=9)).isoformat()
    body = {"seen": sent["version"], "until": later, "reason_code": "field_check", "note": "Xa"}
    made = program("tham-dinh").told("POST", f"{theirs}/extension", body)

    told = program("xa-an").told("GET", f"{own}/casework")

    assert (told["due"], told["extensions"]) == (later, [made])
    again = program("tham-dinh").ask("POST", f"{theirs}/extension", body)
    assert (again.status_code, again.json()["type"]) == (422, "urn:ntm-verify:wrong_extension")
    assert program("ky").ask("POST", f"{theirs}/extension", body).status_code == 403


def test_a_case_is_taken_over_with_a_reason_only(program: Known) -> None:
    sent = handed_in(program, 52_000)
    path = f"/api/v1/appraisals/{sent['id']}/assignment"
    taken = program("tham-dinh").told("POST", path, {"seen": sent["version"]})
    bare = {"seen": taken["version"]}
    refused = program("tham-dinh-2").ask("POST", path, bare)
    assert refused.json()["type"] == "urn:ntm-verify:reason_missing"
    reason = {"reason_code": "holder_absent", "note": "Nghỉ ốm (DỮ LIỆU GIẢ LẬP)"}
    over = program("tham-dinh-2").told("POST", path, {**bare, **reason})
    assert over["version"] == taken["version"] + 1
    body = {"seen": over["version"], "reason_code": "list_errors", "note": "x"}
    lost = program("tham-dinh").ask("POST", path.replace("assignment", "return"), body)
    assert lost.json()["type"] == "urn:ntm-verify:not_your_step"


def test_a_sample_is_drawn_once_can_be_drawn_again_and_takes_results(program: Known) -> None:
    sent = handed_in(program, 53_000)
    path = f"/api/v1/appraisals/{sent['id']}"
    taken = program("tham-dinh").told("POST", f"{path}/assignment", {"seen": sent["version"]})
    assert program("tham-dinh").told("GET", f"{path}/sample")["sample"] is None
    seen = {"seen": taken["version"]}
    drawn = program("tham-dinh").told("POST", f"{path}/sample", seen)
    assert program("tham-dinh").told("POST", f"{path}/sample", seen) == drawn
    numbers = drawn["numbers"]
    assert tuple(numbers) == draw(drawn["seed"], drawn["people"], len(numbers))

    results = [{"number": numbers[0], "finding": "confirmed"}]
    kept = {"seed": drawn["seed"], "results": results}
    results_path = f"{path}/sample/results"
    assert program("tham-dinh").told("POST", results_path, kept) == {"recorded": 1}
    assert program("tham-dinh").told("POST", results_path, kept) == {"recorded": 0}
    sheet = program("tham-dinh").told("GET", f"{path}/sample")
    assert [p["number"] for p in sheet["people"] if p["finding"]] == numbers[:1]
    assert sheet["reading"]
    stale = program("tham-dinh").ask("POST", results_path, {**kept, "seed": "0" * 32})
    assert (stale.status_code, stale.json()["type"]) == (422, "urn:ntm-verify:wrong_sample")
    assert program("tham-dinh-2").ask("GET", f"{path}/sample").status_code == 403


def test_points_of_a_return_are_pinned_to_rows(program: Known) -> None:
    sent = handed_in(program, 54_000)
    path = f"/api/v1/appraisals/{sent['id']}"
    taken = program("tham-dinh").told("POST", f"{path}/assignment", {"seen": sent["version"]})
    body = {
        "seen": taken["version"],
        "reason_code": "list_errors",
        "note": "Sửa dòng nêu dưới đây.",
        "points": [{"row": 3, "text": "Đã chuyển đi"}],
    }
    program("tham-dinh").told("POST", f"{path}/return", body)
    told = program("xa-an").told("GET", f"/api/v1/submissions/{sent['id']}/casework")
    (point,) = told["comments"]
    assert (point["row"], point["is_return"], told["due"]) == (3, True, None)
