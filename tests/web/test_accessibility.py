"""Every page can be used by everybody: WCAG 2.2 AA, keyboard alone, 320 px, enlarged spacing."""

import html
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from tests.support.browser import (
    CLIPPED,
    FOCUSED,
    REACHABLE,
    SIZES,
    SMALL,
    SPACED,
    WIDE,
    a_window,
    violations,
)
from tests.support.site import EVERY_PAGE, Site, Visitor, filled

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
everywhere = pytest.mark.parametrize(("who", "path"), EVERY_PAGE)
Known = Callable[[str], Visitor]


async def opened(page: Page, path: str) -> None:
    """Open a page, and make sure that it is the one that was meant."""
    await page.goto(path)
    assert urlsplit(page.url)._replace(scheme="", netloc="").geturl() == path


@everywhere
async def test_everybody_can_use_it(
    browser: Browser, site: Site, visitor: Known, who: str, path: str
) -> None:
    async with a_window(browser, site.address, visitor(who).cookie, has_touch=True) as page:
        # With an address inside the page the summary of errors does not take the focus.
        await opened(page, f"{filled(site, path)}#-")
        await require_keyboard(page)
        await require_axe(page)
        await require_narrow(page)


async def require_keyboard(page: Page) -> None:
    """Reach everything by keyboard, and see at any time where it is."""
    wanted = await page.evaluate(REACHABLE)
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    seen: set[int] = set()
    for _ in range(wanted + 3):
        focused = await page.evaluate(FOCUSED)
        if focused is None:
            break
        assert focused[1], f"no visible focus: {focused[2]}"
        seen.add(focused[0])
        await page.keyboard.press("Tab")
    assert len(seen) >= wanted


async def require_axe(page: Page) -> None:
    """Let axe find nothing at any size, nor in forced colours."""
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        assert await violations(page) == "", width
    await page.emulate_media(forced_colors="active")
    assert await violations(page, forced=True) == ""
    await page.emulate_media(forced_colors="none")


async def require_narrow(page: Page) -> None:
    """Lose nothing on a narrow screen nor in wide spacing; hit everything with a finger."""
    await page.set_viewport_size({"width": 390, "height": 844})
    assert await page.evaluate(SMALL) == []
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate(WIDE) <= 0
    # The policy refuses styles from elsewhere; a sheet that a script constructs lies over the page.
    await page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
        " document.adoptedStyleSheets = [s]; }",
        SPACED,
    )
    assert await page.evaluate("getComputedStyle(document.body).letterSpacing") != "normal"
    assert await page.evaluate(CLIPPED) == []


@everywhere
async def test_language_title_heading_landmarks_and_words_are_in_order(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    text = visitor(who).get(filled(site, path)).text
    spoken = "en" if "lang=en" in path else "vi"
    assert f'<html lang="{spoken}">' in text
    assert re.findall(r"<title>\s*[^<]*\w[^<]* – [^<]+</title>", text)
    for tag in ("h1", "main", "footer"):
        assert len(re.findall(f"<{tag}[ >]", text)) == 1, tag
    assert text.count('<header class="bar">') == 1
    read = html.unescape(re.sub(r"<[^>]+>", " ", text))
    assert read == unicodedata.normalize("NFC", read)
    assert re.findall(r"\d+\.\d{1,2}\s?%|\d%", read) == []
