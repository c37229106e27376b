"""A session is made here, belongs to one browser, and no other site can write through it."""

import re
from collections.abc import Callable

import pytest

from ntm_verify.web.session import is_own, mask
from tests.support.site import Site, Visitor, filled, sign_in, web_handlers

Known = Callable[[str], Visitor]
NOBODY = "01890000-0000-7000-8000-000000000000"
"""An id of nothing that is there."""
WRITES = (
    ("xa-an", "/submissions"),
    ("xa-an", "/submissions/{short}/files"),
    ("xa-an", "/submissions/{short}/submission"),
    ("xa-an", "/submissions/{short}/warnings"),
    ("xa-an", "/submissions/{waiting}/withdrawal"),
    ("tham-dinh", "/appraisals/{waiting}/assignment"),
    ("tham-dinh", "/appraisals/{taken}/approval"),
    ("tham-dinh", "/appraisals/{taken}/return"),
    ("tham-dinh", "/appraisals/{taken}/refusal"),
    ("ky", "/signing/{approved}/certificate"),
    ("ky", "/signing/{certified}/revocation"),
    ("kiem-toan", "/audit/appraisals/{certified}/recomputation"),
    *(("kiem-toan", f"/audit/appraisals/{{certified}}/{act}") for act in ("bundle", "people")),
    ("kiem-toan", "/audit/appraisals/{certified}/today"),
    ("kiem-toan", "/audit/reviews/t-0"),
    *(("ky", path) for path in ("/signing/orders", "/signing/{certified}/correction")),
    *(("quan-tri", f"/province/{noun}") for noun in ("paper", "targets", "targets/due", "units")),
    *(("quan-tri", f"/province/{noun}/preview") for noun in ("paper", "units")),
    ("quan-tri", "/province/accounts/u-0/identity"),
    ("kiem-toan", "/audit/recomputation"),
    ("kiem-toan", "/audit/chain"),
    *(("quan-tri", f"/province/rules/NTM-2026/{noun}") for noun in ("figure", "groups")),
    ("quan-tri-2", f"/province/proposals/{NOBODY}/review"),
    ("quan-tri", "/sign-out"),
    ("quan-tri", "/province/accounts/new"),
    ("quan-tri", "/province/accounts/import"),
    ("quan-tri", "/province/accounts/u-0/office"),
    ("quan-tri", "/province/accounts/u-0/reset"),
    ("quan-tri", "/province/accounts/u-0/deactivation"),
    ("quan-tri", "/province/accounts/u-0/reactivation"),
    ("ky", "/account/sessions"),
    ("ky", "/account/confirmation"),
    ("ky", "/account/password"),
    ("ky", "/account/second-factor"),
    ("ky", "/account/second-factor/removal"),
    ("ky", "/account/tokens"),
    ("ky", "/account/tokens/t-0/end"),
    ("xa-an", "/verify"),
    *(("tham-dinh", path) for path in ("/appraisals/bulk", "/appraisals/filters", "/delegations")),
    *(
        ("tham-dinh", f"/appraisals/{{taken}}/{act}")
        for act in ("deadline", "sample", "sample/results", "takeover")
    ),
    *(("tham-dinh", path) for path in ("/comments/{taken}", "/duplicate-reviews/{taken}")),
    ("tham-dinh", f"/delegations/{NOBODY}/end"),
    ("tham-dinh", "/notices/address"),
    ("tham-dinh", "/notices/address/t-0"),
    ("tham-dinh", "/notices/following/{taken}"),
    ("quan-tri", f"/notices/letters/{NOBODY}/replay"),
    ("quan-tri", "/notices/webhooks"),
    ("quan-tri", f"/notices/webhooks/{NOBODY}/state"),
    *(("xa-an", path) for path in ("/practice", "/typed", "/typed/draft")),
    *(
        ("xa-an", f"/submissions/{{short}}/{act}")
        for act in (
            *("call-list", "columns", "font", "mend"),
            *("removals", "rows/0-1", "undo", "waivers"),
        )
    ),
    ("ky", "/waivers/{approved}"),
    *(("quan-tri", f"/province/retention{act}") for act in ("", "/purge")),
)
BEFORE = {
    *("/sign-in", "/sign-in/code"),
    *("/invitation/{token:str}", "/invitation/{token:str}/provider"),
}
"""Writes of somebody who has no session yet: their own page and their own secret are the proof."""
everywhere = pytest.mark.parametrize(("who", "path"), WRITES)


def test_a_form_token_looks_different_each_time_and_fits_one_session_only() -> None:
    first, second = mask("a" * 43), mask("a" * 43)
    assert first != second
    assert is_own(first, "a" * 43)
    assert is_own(second, "a" * 43)
    assert not is_own(first, "b" * 43)
    assert not is_own(first, "")
    assert not is_own("", "a" * 43)


@everywhere
def test_a_write_without_the_sessions_token_is_refused(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    for csrf in ("", "wrong.token", mask("x" * 43)):
        answer = visitor(who).post(filled(site, path), {"seen": "1"}, csrf=csrf)
        assert answer.status_code == 403, (csrf, answer.status_code)
        assert "Chưa có gì được lưu" in answer.text


@everywhere
def test_a_write_from_another_site_is_refused_even_with_the_token(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    for origin in ("https://elsewhere.example", "null", ""):
        answer = visitor(who).post(filled(site, path), {"seen": "1"}, origin=origin)
        assert answer.status_code == 403, origin


def test_the_list_of_writes_is_complete() -> None:
    shapes = {shape_of(path) for _, path in WRITES}
    posts = {path for method, path, _ in web_handlers() if method not in {"GET", "HEAD"}}
    assert {shape_of(re.sub(r":\w+\}", "}", path)) for path in posts - BEFORE} == shapes


def shape_of(path: str) -> str:
    """Leave out which record is meant."""
    path = re.sub(r"(approval|return|refusal)$", "{kind}", path)
    return re.sub(rf"\{{\w+\}}|{NOBODY}|NTM-2026|u-0|t-0|0-1", "{}", path)


def test_signing_in_needs_our_own_page(site: Site) -> None:
    form = {"username": "xa-an", "password": site.passwords["xa-an"]}
    visitor = Visitor(site.address)
    assert visitor.post("/sign-in", form, origin="https://elsewhere.example").status_code == 403
    visitor.client.close()


def test_the_cookie_is_one_that_no_neighbour_can_plant_or_read(site: Site) -> None:
    visitor = Visitor(site.address, "A" * 43)
    form = {"username": "xa-an", "password": site.passwords["xa-an"]}
    answer = visitor.post("/sign-in", form, csrf="")
    told = answer.headers["set-cookie"]
    visitor.client.close()
    assert told.startswith("__Host-ntm=")
    parts = {part.strip().lower() for part in told.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)
    assert "A" * 43 not in told


def test_a_planted_session_is_worth_nothing_and_an_old_one_ends_at_sign_in(site: Site) -> None:
    planted = Visitor(site.address, "B" * 43)
    assert planted.get("/submissions").status_code == 303
    old = sign_in(site, "chu-tich-an")
    form = {"username": "chu-tich-an", "password": site.passwords["chu-tich-an"]}
    assert old.post("/sign-in", form, csrf="").status_code == 303
    assert old.get("/submissions").status_code == 303
    for visitor in (planted, old):
        visitor.client.close()


def test_signing_out_ends_the_session_and_clears_the_browser(site: Site) -> None:
    visitor = sign_in(site, "chu-tich-an")
    assert visitor.get("/submissions").status_code == 200
    answer = visitor.post("/sign-out")
    assert answer.status_code == 303
    assert "storage" in answer.headers["clear-site-data"]
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert visitor.get("/submissions").status_code == 303
    visitor.client.close()


def test_the_cookie_opens_no_program_s_door(visitor: Known) -> None:
    answer = visitor("xa-an").get("/api/v1/submissions")
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_a_file_is_not_read_before_its_sender_is_known(site: Site) -> None:
    stranger = Visitor(site.address)
    answer = stranger.post("/submissions", files=[("files", ("a.csv", b"x" * 2**20))])
    stranger.client.close()
    assert answer.status_code == 401
