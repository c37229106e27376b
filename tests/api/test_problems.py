"""A program hears refusals as problem documents, and learns nothing from them that it may not."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.support.program import Program
from tests.support.site import Site, sign_in

from .conftest import Journey

Known = Callable[[str], Program]
NOBODY = UUID("0192b1f0-0000-7000-8000-000000000001")


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Require a problem document of this status and code."""
    told: dict[str, Any] = answer.json()
    assert (answer.status_code, told["status"]) == (status, status), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert told["type"] == f"urn:ntm-verify:{code}"
    assert told["request"] == answer.headers["x-request-id"]
    assert told["saved"] is False
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize(
    "header",
    [{}, {"authorization": "Bearer gia-lap"}, {"authorization": "Basic eDp5"}],
    ids=["none", "unknown", "another kind"],
)
def test_without_a_living_token_nothing_is_told(program: Known, header: dict[str, str]) -> None:
    for path in ("/api/v1/submissions", "/api/v1/appraisals", "/api/v1/audit/entries"):
        answer = program("").ask("GET", path, headers=header)

        problem(answer, 401, "not_signed_in")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_the_cookie_of_the_pages_counts_for_nothing(service: Site, program: Known) -> None:
    visitor = sign_in(service, "xa-an")

    assert visitor.get("/submissions").status_code == 200
    answer = visitor.get("/api/v1/submissions")
    visitor.client.close()

    problem(answer, 401, "not_signed_in")
    bearing = {"authorization": f"Bearer {visitor.cookie}"}
    problem(program("").ask("GET", "/api/v1/submissions", headers=bearing), 401, "not_signed_in")


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("tham-dinh", "/api/v1/submissions"),
        ("xa-an", "/api/v1/appraisals"),
        ("xa-an", "/api/v1/audit/entries"),
        ("ky", "/api/v1/audit/verification"),
    ],
)
def test_another_office_is_refused(program: Known, username: str, path: str) -> None:
    problem(program(username).ask("GET", path), 403, "wrong_office")


def test_a_foreign_dossier_looks_exactly_like_one_that_is_not_there(
    program: Known, journey: Journey
) -> None:
    theirs = journey.checked["id"]
    for rest in ("", "/findings", "/comparison", "/duplicates", "/annotated.xlsx"):
        told = [
            problem(
                program("xa-hoa").ask("GET", f"/api/v1/submissions/{one}{rest}"), 404, "not_found"
            )
            for one in (theirs, NOBODY)
        ]
        bare = [
            {**one, "request": "", "detail": one["detail"].replace(str(key), "")}
            for one, key in zip(told, (theirs, NOBODY), strict=True)
        ]
        assert bare[0] == bare[1]


def test_a_decision_on_an_older_version_is_refused(program: Known) -> None:
    clerk = program("xa-an")
    checked = clerk.checked(clerk.upload())
    body = {"seen": checked["version"] - 1, "declared": True}

    answer = clerk.ask("POST", f"/api/v1/submissions/{checked['id']}/submission", body)

    problem(answer, 409, "stale_record")
    now = clerk.told("GET", f"/api/v1/submissions/{checked['id']}")
    assert now == checked


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("population", "chín nghìn"),
        ("population", "-5"),
        ("population", "٩٦٦٩"),
        ("population", "1" * 13),
        ("population_date", "31/12/2019"),
        ("population_male", "x"),
        ("population_female", "1,5"),
        ("as_of", "2019-02-30"),
        ("commune", "00002"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(program: Known, field: str, value: str) -> None:
    told = problem(program("xa-an").send(None, **{field: value}), 422, "wrong_field")

    assert field in told["detail"]


@pytest.mark.parametrize("body", [{"seen": 1, "x": 2}, {"seen": "một"}, {}, [], "seen"])
def test_json_of_another_shape_is_refused(program: Known, journey: Journey, body: object) -> None:
    problem(program("xa-an").ask("POST", f"{journey.path}/withdrawal", body), 400, "http_400")


def test_a_path_that_is_not_there_and_a_wrong_way_to_call_are_problems_too(
    program: Known,
) -> None:
    problem(program("xa-an").ask("GET", "/api/v1/khong-co"), 404, "http_404")
    problem(program("xa-an").ask("DELETE", "/api/v1/submissions"), 405, "http_405")
