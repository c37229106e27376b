"""Tokens of programs open what they were made for; decisions ask who is there."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

import httpx
import pytest

from tests.support.access import totp
from tests.support.program import Program, open_program
from tests.support.site import Site, Visitor, open_site, sign_in

Known = Callable[[str], Program]
NOBODY: Final = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a province whose deciding offices need a second factor, and that asks each time."""
    folder = tmp_path_factory.mktemp("strict")
    with open_site(
        folder, dossiers=False, NTM_SECOND_FACTOR="required", NTM_CONFIRM_MINUTES="0"
    ) as site:
        yield site


def a_token(site: Site, who: str, *scopes: str) -> httpx.Client:
    """Make a token on the page, and give a client that sends it."""
    visitor = sign_in(site, who)
    form = {"label": "Thử (GIẢ LẬP)", "days": "7", **{f"scope-{s}": "yes" for s in scopes}}
    text = visitor.post("/account/tokens", form).text
    visitor.client.close()
    secret = text.split('id="secret">')[1].partition("<")[0]
    bearer = {"authorization": f"Bearer {secret}"}
    return httpx.Client(base_url=site.address, headers=bearer, timeout=60)


@pytest.mark.parametrize(
    ("who", "scope", "method", "path", "status"),
    [
        ("xa-an", "read", "GET", "/api/v1/submissions", 200),
        ("xa-an", "read", "POST", f"/api/v1/submissions/{NOBODY}/withdrawal", 403),
        ("xa-an", "submit", "GET", "/api/v1/submissions", 403),
        ("xa-an", "submit", "POST", f"/api/v1/submissions/{NOBODY}/withdrawal", 404),
        ("tham-dinh", "read", "GET", "/api/v1/appraisals", 200),
        ("tham-dinh", "read", "POST", f"/api/v1/appraisals/{NOBODY}/assignment", 403),
        ("tham-dinh", "decide", "POST", f"/api/v1/appraisals/{NOBODY}/assignment", 404),
        ("tham-dinh", "audit", "POST", f"/api/v1/appraisals/{NOBODY}/reappraisal", 404),
        ("kiem-toan", "read", "GET", "/api/v1/audit/entries", 403),
        ("kiem-toan", "audit", "GET", "/api/v1/audit/entries", 200),
        ("kiem-toan", "audit", "GET", "/api/v1/appraisals", 403),
    ],
)
def test_a_token_opens_what_it_was_made_for(
    service: Site, who: str, scope: str, method: str, path: str, status: int
) -> None:
    with a_token(service, who, scope) as client:
        body = {"seen": 1} if method == "POST" else None
        answer = client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    if status == 403:
        assert answer.json()["type"] == "urn:ntm-verify:out_of_scope"


def test_a_token_decides_only_after_its_owner_showed_who_they_are(service: Site) -> None:
    path, body = f"/api/v1/appraisals/{NOBODY}/approval", {"seen": 1}
    with a_token(service, "tham-dinh", "decide") as client:
        asked = client.post(path, json=body)
        assert asked.status_code == 401
        assert asked.json()["type"] == "urn:ntm-verify:reauthentication_required"
        assert asked.json()["saved"] is False
        assert "insufficient_user_authentication" in asked.headers["www-authenticate"]
        confirm = "/api/v1/session/confirmation"
        wrong = client.post(confirm, json={"secret": "sai-mat-khau-123"})
        assert (wrong.status_code, wrong.json()["type"]) == (
            401,
            "urn:ntm-verify:confirmation_wrong",
        )
        assert client.post(path, json=body).status_code == 401
        right = client.post(confirm, json={"secret": service.passwords["tham-dinh"]})
        assert right.status_code == 200
        assert right.json()["seconds"] == 3600
        assert client.post(path, json=body).status_code == 404


def test_a_token_ends_with_the_account(service: Site) -> None:
    with a_token(service, "xa-hoa", "read") as client:
        assert client.get("/api/v1/submissions").status_code == 200
        administrator = sign_in(service, "quan-tri")
        one = f"/province/accounts/{service.accounts['xa-hoa']}"
        seen = administrator.get(one).text.split('name="seen" value="')[1].partition('"')[0]
        assert administrator.post(f"{one}/deactivation", {"seen": seen}).status_code == 303
        administrator.client.close()
        gone = client.get("/api/v1/submissions")
    assert gone.status_code == 401
    assert gone.json()["type"] == "urn:ntm-verify:not_signed_in"


def test_a_session_decides_for_a_while(program: Known) -> None:
    answer = program("tham-dinh").ask("POST", f"/api/v1/appraisals/{NOBODY}/approval", {"seen": 1})
    assert answer.status_code == 404


def test_where_it_is_required_nothing_is_done_before_a_second_factor(strict: Site) -> None:
    program = open_program(strict, "ky")
    shut = program.ask("GET", "/api/v1/appraisals")
    assert (shut.status_code, shut.json()["type"]) == (403, "urn:ntm-verify:second_factor_missing")
    program.client.close()
    visitor = sign_in(strict, "ky")
    sent = visitor.get("/signing")
    assert (sent.status_code, sent.headers["location"]) == (303, "/account/second-factor")
    assert visitor.get("/account/tokens").status_code == 303
    assert visitor.post("/signing/x/certificate").status_code in {403, 404}
    visitor.client.close()
    clerk = open_program(strict, "xa-an")
    assert clerk.ask("GET", "/api/v1/submissions").status_code == 200
    clerk.client.close()


def test_a_program_signs_in_with_its_code_and_each_code_serves_once(strict: Site) -> None:
    visitor = sign_in(strict, "tham-dinh")
    key = visitor.get("/account/second-factor").text.split('id="key">')[1].partition("<")[0]
    secret = {"_secret": strict.passwords["tham-dinh"]}
    done = visitor.post("/account/second-factor", {"code": _code(key), **secret})
    assert done.status_code == 200, done.text
    visitor.client.close()
    asked = {"username": "tham-dinh", "password": strict.passwords["tham-dinh"]}
    with httpx.Client(base_url=strict.address, timeout=60) as client:
        bare = client.post("/api/v1/session", json=asked)
        assert (bare.status_code, bare.json()["type"]) == (
            401,
            "urn:ntm-verify:second_factor_required",
        )
        code = _code(key, 1)
        first = client.post("/api/v1/session", json={**asked, "code": code})
        assert first.status_code == 201
        again = client.post("/api/v1/session", json={**asked, "code": code})
        assert (again.status_code, again.json()["type"]) == (401, "urn:ntm-verify:wrong_code")
        bearer = {"authorization": f"Bearer {first.json()['token']}"}
        assert client.get("/api/v1/appraisals", headers=bearer).status_code == 200


def _code(key: str, steps: int = 0) -> str:
    return totp(key.replace(" ", ""), datetime.now(UTC), steps)


async def test_twenty_right_codes_at_once_open_one_session(strict: Site) -> None:
    visitor: Visitor = sign_in(strict, "quan-tri")
    key = visitor.get("/account/second-factor").text.split('id="key">')[1].partition("<")[0]
    form = {"code": _code(key, -1), "_secret": strict.passwords["quan-tri"]}
    assert visitor.post("/account/second-factor", form).status_code == 200
    visitor.client.close()
    asked = {
        "username": "quan-tri",
        "password": strict.passwords["quan-tri"],
        "code": _code(key, 1),
    }
    async with httpx.AsyncClient(base_url=strict.address, timeout=60) as client:
        answers = await asyncio.gather(
            *(client.post("/api/v1/session", json=asked) for _ in range(20))
        )
    assert [a.status_code for a in answers].count(201) == 1
