"""Every page says who may use it, and nobody else gets in: every route tried as every office."""

import re
from collections.abc import Callable
from typing import Final
from uuid import UUID

import pytest

from ntm_verify.domain.people import Role
from ntm_verify.web.policy import HOME, PUBLIC, SIGNED_IN
from ntm_verify.web.render import NAVIGATION
from tests.support.site import Site, Visitor, filled, web_handlers

Known = Callable[[str], Visitor]
WHO: Final = {
    Role.COMMUNE: "xa-an",
    Role.CHAIR: "chu-tich-an",
    Role.APPRAISER: "tham-dinh",
    Role.SIGNER: "ky",
    Role.AUDITOR: "kiem-toan",
    Role.ADMINISTRATOR: "quan-tri",
    Role.OPERATOR: "van-hanh",
}
NOBODY: Final = UUID("01890000-0000-7000-8000-000000000000")
HANDLERS: Final = web_handlers()
CLOSED: Final = [h for h in HANDLERS if Role.PUBLIC not in h[2] and h[1] != "/sign-out"]


def concrete(path: str) -> str:
    """Fill a route's path with an id and names that nobody has."""
    path = re.sub(r"\{\w+:uuid\}", str(NOBODY), path)
    path = path.replace("{kind:str}", "return").replace("{rule_set:str}", "NTM-0000")
    return re.sub(r"\{\w+:str\}", "00-0000-0000.pdf", path)


COMMUNES: Final = {Role.COMMUNE, Role.CHAIR}
READERS: Final = {Role.AUDITOR, Role.ADMINISTRATOR}
EVERYBODY: Final = set(WHO)
OFFICES: Final = (
    ("/submissions", COMMUNES),
    ("/workbooks", COMMUNES | {Role.APPRAISER}),
    ("/duplicates", COMMUNES | READERS | {Role.APPRAISER, Role.SIGNER}),
    ("/duplicate-reviews", {Role.APPRAISER}),
    ("/templates", COMMUNES),
    ("/practice", COMMUNES),
    ("/typed", COMMUNES),
    ("/comparisons", COMMUNES | READERS | {Role.APPRAISER, Role.SIGNER}),
    ("/appraisals", {Role.APPRAISER}),
    ("/comments", COMMUNES | {Role.APPRAISER, Role.SIGNER}),
    ("/delegations", {Role.APPRAISER, Role.SIGNER, Role.ADMINISTRATOR}),
    ("/signing", {Role.SIGNER}),
    ("/certificates", EVERYBODY - {Role.OPERATOR}),
    ("/audit/log", READERS | {Role.OPERATOR}),
    ("/audit/chain", READERS | {Role.OPERATOR}),
    ("/audit", READERS),
    ("/province", {Role.ADMINISTRATOR}),
    ("/waivers", {Role.SIGNER, Role.ADMINISTRATOR}),
    ("/notices/following", EVERYBODY - {Role.OPERATOR}),
    ("/notices/letters", {Role.ADMINISTRATOR}),
    ("/notices/webhooks", {Role.ADMINISTRATOR}),
    ("/notices", EVERYBODY),
    ("/operations", {Role.ADMINISTRATOR, Role.OPERATOR}),
    ("/sign-out", EVERYBODY),
    ("/account", EVERYBODY),
    ("/", {Role.PUBLIC}),
)
"""Who may use which part of the house, said a second time."""


def test_every_page_belongs_to_the_offices_that_it_should() -> None:
    for method, path, policy in HANDLERS:
        wanted = next(roles for begin, roles in OFFICES if path.startswith(begin))
        assert set(policy) == wanted, (method, path)


@pytest.mark.parametrize("role", WHO)
def test_an_office_opens_its_own_pages_and_no_others(visitor: Known, role: Role) -> None:
    wrong = []
    for method, path, policy in CLOSED:
        known = visitor(WHO[role])
        answer = known.get(concrete(path)) if method == "GET" else known.post(concrete(path))
        is_shut = answer.status_code == 403
        if is_shut is (role in policy) or answer.status_code >= 500:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_somebody_who_has_not_signed_in_is_asked_to(visitor: Known) -> None:
    for method, path, _ in CLOSED:
        stranger = visitor("")
        if method == "GET":
            answer = stranger.get(concrete(path))
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/sign-in?next=")
        else:
            answer = stranger.post(concrete(path))
            assert answer.status_code == 401, path
            assert "Đăng nhập lại" in answer.text


def test_every_office_has_a_first_page_that_it_may_open(visitor: Known) -> None:
    for role in SIGNED_IN:
        assert visitor(WHO[role]).get(HOME[role]).status_code == 200, role


def test_navigation_leads_nowhere_that_is_shut(visitor: Known) -> None:
    for role, entries in NAVIGATION.items():
        known = visitor(WHO.get(role, ""))
        assert {known.get(address).status_code for address, _ in entries} == {200}, role
    assert PUBLIC.isdisjoint(SIGNED_IN)


FOREIGN: Final = (
    ("xa-an", "/submissions/{foreign}"),
    ("xa-an", "/submissions/{foreign}/review"),
    ("xa-an", "/submissions/{foreign}/progress"),
    ("xa-an", "/submissions/{foreign}/receipt"),
    ("xa-an", "/submissions/{foreign}/replace"),
    ("xa-an", "/submissions/{foreign}/withdrawal"),
    ("tham-dinh", "/appraisals/{checked}"),
    ("tham-dinh", "/appraisals/{checked}/approval"),
    ("ky", "/signing/{checked}"),
    ("kiem-toan", "/audit/appraisals/{checked}"),
    ("xa-an", "/comparisons/{foreign}"),
    ("xa-an", "/duplicates/{foreign}"),
    ("tham-dinh", "/duplicates/{checked}"),
    ("tham-dinh", "/comparisons/{checked}"),
)


def bare(text: str) -> str:
    """Take out what differs between any two answers: request, form token, session."""
    text = re.sub(r'name="_csrf" value="[^"]+"', "", text)
    return re.sub(r'<span class="code">[0-9a-f]{16}</span>', "", text)


@pytest.mark.parametrize(("who", "path"), FOREIGN)
def test_a_foreign_dossier_looks_exactly_like_a_missing_one(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    missing = re.sub(r"\{\w+\}", str(NOBODY), path)
    theirs, nothing = visitor(who).get(filled(site, path)), visitor(who).get(missing)
    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert bare(theirs.text) == bare(nothing.text)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("xa-an", "/submissions/{foreign}/submission"),
        ("xa-an", "/submissions/{foreign}/withdrawal"),
        ("tham-dinh", "/appraisals/{checked}/assignment"),
        ("tham-dinh", "/appraisals/{checked}/approval"),
        ("ky", "/signing/{checked}/certificate"),
    ],
)
def test_a_write_to_a_foreign_dossier_is_one_to_a_missing_dossier(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    form = {"seen": "1", "declared": "yes"}
    missing = re.sub(r"\{\w+\}", str(NOBODY), path)
    theirs = visitor(who).post(filled(site, path), form)
    nothing = visitor(who).post(missing, form)
    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert bare(theirs.text) == bare(nothing.text)
