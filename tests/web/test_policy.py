"""Every office has a way in, and no way on that is shut (all rights: `tests/test_rights.py`)."""

import re
from collections.abc import Callable
from typing import Final
from uuid import UUID

from ntm_verify.domain.people import Role
from ntm_verify.web.policy import HOME, PUBLIC, SIGNED_IN
from ntm_verify.web.render import NAVIGATION
from tests.support.site import Visitor

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


def concrete(path: str) -> str:
    """Fill a route's path with an id and names that nobody has."""
    path = re.sub(r"\{\w+:uuid\}", str(NOBODY), path)
    path = path.replace("{kind:str}", "return").replace("{rule_set:str}", "NTM-0000")
    return re.sub(r"\{\w+:str\}", "00-0000-0000.pdf", path)


def test_every_office_has_a_first_page_that_it_may_open(visitor: Known) -> None:
    for role in SIGNED_IN:
        assert visitor(WHO[role]).get(HOME[role]).status_code == 200, role


def test_navigation_leads_nowhere_that_is_shut(visitor: Known) -> None:
    for role, entries in NAVIGATION.items():
        known = visitor(WHO.get(role, ""))
        assert {known.get(address).status_code for address, _ in entries} == {200}, role
    assert PUBLIC.isdisjoint(SIGNED_IN)
