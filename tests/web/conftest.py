"""One service and one browser for all tests of the pages."""

from collections.abc import AsyncIterator, Callable, Iterator
from time import monotonic
from typing import Final

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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Start one browser."""
    async with open_browser() as browser:
        yield browser
