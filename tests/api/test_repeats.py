"""A write may be sent again: the same key gives the same answer, and another request is refused."""

from collections.abc import Callable
from typing import Any

import httpx

from tests.support.program import FORM, Program
from tests.support.site import a_list

from .test_problems import problem

Known = Callable[[str], Program]
PATH = "/api/v1/submissions"


def sent(program: Program, key: str, content: bytes, **fields: str) -> httpx.Response:
    return program.ask(
        "POST",
        PATH,
        files={"file": ("danh-sach.csv", content)},
        data={**FORM, **fields},
        headers={"idempotency-key": key},
    )


def test_a_list_sent_again_is_answered_as_the_first_time_whatever_became_of_it(
    program: Known,
) -> None:
    clerk, content = program("xa-an"), a_list(18, first=700)

    first = sent(clerk, "list-1", content)
    clerk.checked(first.json())
    again = sent(clerk, "list-1", content)

    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json() == first.json()
    assert again.json()["status"] == "checking"


def test_a_decision_sent_again_is_answered_as_the_first_time(program: Known) -> None:
    clerk = program("xa-an")
    checked = clerk.checked(clerk.upload(a_list(18, first=730)))
    path, body = f"{PATH}/{checked['id']}/withdrawal", {"seen": checked["version"]}

    def withdraw(key: str) -> httpx.Response:
        return clerk.ask("POST", path, body, headers={"idempotency-key": key})

    first = withdraw("withdrawal-1")

    assert first.json()["status"] == "withdrawn"
    assert withdraw("withdrawal-1").json() == first.json()
    problem(withdraw("withdrawal-2"), 409, "stale_record")
    problem(clerk.ask("POST", path, body), 409, "stale_record")


def test_a_key_serves_one_request_of_one_person(program: Known) -> None:
    clerk, content = program("xa-an"), a_list(18, first=760)
    first = sent(clerk, "list-2", content)

    for content_or_day, fields in (
        (a_list(17, first=760), {}),
        (content, {"as_of": "2019-12-30"}),
        (content, {"population": "21"}),
    ):
        told = problem(
            sent(clerk, "list-2", content_or_day, **fields), 422, "idempotency_key_reused"
        )
        assert "yêu cầu khác" in told["detail"]
    other = sent(program("xa-hoa"), "list-2", content)

    assert other.status_code == 202
    assert other.json()["id"] != first.json()["id"]


def test_a_key_that_cannot_be_kept_is_refused(program: Known) -> None:
    told = problem(sent(program("xa-an"), "hai tu", a_list(18)), 422, "idempotency_key_unusable")

    assert "1 đến 200 ký tự" in told["detail"]


def test_every_write_of_programs_but_sign_in_and_confirmation_takes_a_key(program: Known) -> None:
    described: dict[str, Any] = program("").told("GET", "/schema/openapi.json")

    without = [
        path
        for path, ways in described["paths"].items()
        if "post" in ways
        and "Idempotency-Key" not in {p["name"] for p in ways["post"].get("parameters", [])}
    ]

    looks = {"/api/v1/units/changes/preview"}
    assert [path for path in without if path not in looks] == [
        "/api/v1/session/confirmation",
        "/api/v1/session",
    ]


def test_a_returned_or_checked_list_is_replaced_by_the_version_that_was_seen(
    program: Known,
) -> None:
    clerk = program("xa-an")
    checked = clerk.checked(clerk.upload(a_list(15, first=800)))
    fields = {"submission": checked["id"], "seen": str(checked["version"])}

    replaced = clerk.upload(a_list(19, first=800), **fields)

    assert replaced["id"] == checked["id"]
    assert clerk.checked(replaced)["counts"]["counted"] == 19
    problem(clerk.send(a_list(18, first=800), **fields), 409, "stale_record")
    fields["submission"] = "khong phai ma"
    problem(clerk.send(a_list(18, first=800), **fields), 422, "wrong_field")


def test_what_is_wrong_with_a_request_is_named_field_by_field(program: Known) -> None:
    clerk = program("xa-an")
    unknown = problem(clerk.send(None, mau_sac="do"), 400, "http_400")
    missing = problem(
        clerk.ask("POST", PATH, files={"file": ("a.csv", b"x")}, data={"as_of": "2019-12-31"}),
        400,
        "http_400",
    )
    number = problem(clerk.ask("GET", f"{PATH}?limit=abc"), 400, "http_400")

    assert unknown["fields"] == [{"field": "mau_sac", "problem": "không có trường này"}]
    assert missing["fields"] == [{"field": "population", "problem": "thiếu trường này"}]
    assert [field["field"] for field in number["fields"]] == ["limit"]
    assert "Xem lại: mau_sac." in unknown["detail"]


def test_a_decimal_is_no_number_of_people_and_an_unknown_encoding_is_none(program: Known) -> None:
    clerk = program("xa-an")

    for text in ("12.34", "9.66", "1.2345", ".5", "1 2"):
        problem(clerk.send(None, population=text), 422, "wrong_field")
    assert clerk.send(None, population="9.669").status_code == 202
    problem(clerk.send(None, encoding="klingon"), 422, "unknown_encoding")
