"""One service and one browser for all tests of the pages."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from sqlite3 import connect
from time import monotonic
from typing import Final
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.support.browser import open_browser
from tests.support.site import Site, Visitor, open_site, sign_in

LONGEST_SESSION: Final = 600.0
"""Seconds; a session that nobody used for fifteen minutes would be over."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a seeded province on loopback."""
    with open_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def visitor(site: Site) -> Iterator[Callable[[str], Visitor]]:
    """Give somebody who has signed in, or nobody for the name ""."""
    met: dict[str, tuple[float, Visitor]] = {}

    def known(username: str) -> Visitor:
        since, visitor = met.get(username, (0.0, None))
        if visitor is None or monotonic() - since > LONGEST_SESSION:
            visitor = sign_in(site, username) if username else Visitor(site.address)
            opened.append(visitor)
            met[username] = monotonic(), visitor
        return visitor

    opened: list[Visitor] = []
    yield known
    for visitor in opened:
        visitor.client.close()


@pytest.fixture(autouse=True)
def _nobody_changes_what_others_read(request: pytest.FixtureRequest) -> Iterator[None]:
    """Find a test that changes a seeded dossier, paper or account of the shared site."""
    site = request.getfixturevalue("site") if "site" in request.fixturenames else None
    before, signed_in = standing(site), sessions(site)
    yield
    assert standing(site) == before, "make the dossier of the test's own: site.own(state)"
    assert signed_in <= sessions(site), "sign out somebody of the test's own: site.newcomer(name)"


def sessions(site: Site | None) -> set[str]:
    """Read whose sessions stand open: other tests go on with them."""
    if site is None:
        return set()
    with closing(connect(site.folder / "data" / "ntm.db")) as database:
        return {str(row[0]) for row in database.execute("SELECT token_sha256 FROM session")}


def standing(site: Site | None) -> list[tuple[object, ...]]:
    """Read the versions of everything that was seeded."""
    if site is None:
        return []
    with closing(connect(site.folder / "data" / "ntm.db")) as database:
        seeded = {str(dossier.id) for dossier in site.dossiers.values()}
        dossiers = database.execute("SELECT id, version FROM appraisal ORDER BY id")
        papers = database.execute("SELECT appraisal_id, version FROM certificate ORDER BY 1")
        kept = [row for rows in (dossiers, papers) for row in rows if str(UUID(row[0])) in seeded]
        people = database.execute("SELECT username, password_hash, active FROM account")
        return kept + [row for row in people if row[0] in site.passwords]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Start one browser."""
    async with open_browser() as browser:
        yield browser
