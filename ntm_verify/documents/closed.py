"""A renderer that reaches neither network nor disk (đóng kín khi lập văn bản).

WeasyPrint's own fetcher asks any host and puts local files into the PDF. Here everything comes
from a table in memory, and whatever the renderer merely logs ends the paper.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from weasyprint.logger import LOGGER  # type: ignore[import-untyped] # ships no types
from weasyprint.urls import (  # type: ignore[import-untyped] # ships no types
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

SCHEME = "asset:"


class UnusablePage(RuntimeError):
    """The page asked for something it may not have, or could not be drawn in full (lỗi lập)."""


class AssetFetcher(URLFetcher):  # type: ignore[misc] # the library ships no types
    """Gives `asset:NAME` from memory; anything else ends the rendering.

    `FatalURLFetchingError` is a BaseException: WeasyPrint logs and swallows every other kind.
    """

    def __init__(self, assets: Mapping[str, tuple[bytes, str]]) -> None:
        """Take the whole table: name → (content, media type)."""
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Look the name up; there is no path, no query, no redirect.

        Raises:
            FatalURLFetchingError: the address is not in the table.

        """
        del headers
        found = self.assets.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if found is None:
            raise FatalURLFetchingError(f"not an asset of the paper: {url[:80]}")
        content, media_type = found
        return URLFetcherResponse(url, content, {"Content-Type": media_type})


@contextmanager
def no_complaints() -> Iterator[None]:
    """Turn what WeasyPrint only logs (broken SVG, missing image, bad CSS) into a failure.

    Raises:
        UnusablePage: something was logged at WARNING or above, or an address was refused.

    """
    said: list[str] = []
    handler = _Listener(said)
    LOGGER.addHandler(handler)
    try:
        yield
    except FatalURLFetchingError as refused:
        raise UnusablePage(str(refused)) from None
    finally:
        LOGGER.removeHandler(handler)
    if said:
        raise UnusablePage("; ".join(said)[:500])


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
