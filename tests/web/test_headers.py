"""Every answer carries the security headers: pages, files, refusals, errors."""

import re
from collections.abc import Callable

import pytest

from ntm_verify.web.headers import HEADERS, HSTS, security_headers
from tests.support.site import EVERY_PAGE, Site, Visitor, filled

Known = Callable[[str], Visitor]
SCRIPTS_AND_STYLES = {"script-src 'self'", "style-src 'self'", "default-src 'none'"}


def test_the_policy_lets_in_our_own_files_and_nothing_else() -> None:
    parts = {part.strip() for part in HEADERS["content-security-policy"].split(";")}
    assert SCRIPTS_AND_STYLES | {"frame-ancestors 'none'", "base-uri 'none'"} <= parts
    assert "form-action 'self'" in parts
    assert "unsafe" not in HEADERS["content-security-policy"]
    assert HEADERS["cache-control"] == "no-store"
    assert HEADERS["referrer-policy"] == "same-origin"
    assert HEADERS["x-content-type-options"] == "nosniff"
    assert HEADERS["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(("who", "path"), EVERY_PAGE)
def test_every_page_has_them_and_is_not_kept(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    answer = visitor(who).get(filled(site, path))
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize(("who", "path"), EVERY_PAGE)
def test_no_page_needs_what_the_policy_forbids(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    text = visitor(who).get(filled(site, path)).text
    assert (
        re.findall(r"<style|\sstyle=|<script(?! src=\"/assets/)|\son\w+=|javascript:", text) == []
    )
    assert re.findall(r'(?:src|href)="(?!/|#|data:image/svg)[^"]*"', text) == []


def test_errors_files_and_redirects_have_them_too(visitor: Known) -> None:
    stranger = visitor("")
    style = re.findall(r'href="(/assets/[^"]+)"', stranger.get("/").text)[0]
    answers = [
        stranger.get("/no-such-page"),
        stranger.get("/assets/none.css"),
        stranger.get(style),
        stranger.get("/submissions"),
        stranger.post("/rules"),
        stranger.client.request("PUT", "/sign-in"),
        stranger.client.request("TRACE", "/"),
        stranger.get("/api/v1/none"),
    ]
    for answer in answers:
        assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert answers[2].headers["cache-control"].endswith("immutable")


async def test_browsers_are_held_to_https_only_where_people_come_by_https() -> None:
    for base, wanted in (("https://ntm.example", HSTS), ("http://127.0.0.1:8000", None)):
        message = {"type": "http.response.start", "status": 200, "headers": []}
        await security_headers(base)(message, {})  # type: ignore[arg-type]  # not looked at
        told = {name.decode(): value.decode() for name, value in message["headers"]}  # type: ignore[attr-defined]
        assert told.get("strict-transport-security") == wanted
