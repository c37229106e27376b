"""Debian's Chromium, driven as people drive it, and what accessibility asks of every page."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

CHROMIUM: Final = "/usr/bin/chromium"
ARGUMENTS: Final = (
    "--no-sandbox",  # only needed where tests run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SIZES: Final = ((1366, 768), (820, 1180), (390, 844))
WIDE: Final = """document.documentElement.scrollWidth - document.documentElement.clientWidth"""
SMALL: Final = """[...document.querySelectorAll(
    'button,input,select,textarea,a.btn,a.chip,nav:not(.crumb) a')]
  .filter(e => e.offsetParent && e.type !== 'hidden')
  .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90)])
  .filter(([r]) => r.width > 1 && (r.height < 24 || r.width < 24)).map(x => x[1])"""
CLIPPED: Final = """[...document.querySelectorAll('button,a,.tag,h1,h2,h3,td,th,label,p')]
  .filter(e => !e.closest('.vh') && !e.classList.contains('vh'))
  .filter(e => getComputedStyle(e).overflow !== 'visible' && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 90))"""
SPACED: Final = (
    "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
    "p{margin-bottom:2em!important}"
)
REACHABLE: Final = """[...document.querySelectorAll(
    'a[href],button,input,select,textarea,[tabindex="0"]')]
  .filter(e => e.offsetParent && e.tabIndex >= 0 && e.type !== 'hidden')
  .filter(e => e.type !== 'radio' || e === document.getElementsByName(e.name)[0]).length"""
FOCUSED: Final = """() => { const e = document.activeElement; if (e === document.body) return null;
  const s = getComputedStyle(e);
  return [[...document.querySelectorAll('*')].indexOf(e),
    s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, e.outerHTML.slice(0, 90)] }"""

expect.set_options(timeout=30_000)
"""Milliseconds; a busy machine is no fault of a page."""


@asynccontextmanager
async def open_browser() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(ARGUMENTS), headless=True
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def a_window(
    browser: Browser,
    address: str,
    cookie: str = "",
    **options: Any,  # noqa: ANN401 - the browser's own options
) -> AsyncGenerator[Page]:
    """Open a window of its own, signed in by a cookie if there is one; its console stays empty."""
    wanted = {"viewport": {"width": 1366, "height": 768}, "locale": "vi-VN", **options}
    context: BrowserContext = await browser.new_context(base_url=address, **wanted)
    if cookie:
        # A "__Host-" cookie belongs to https; browsers send it to loopback all the same.
        url = address.replace("http://", "https://")
        await context.add_cookies([{"name": "__Host-ntm", "value": cookie, "url": url}])
    page = await context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    try:
        yield page
    finally:
        await context.close()
    told_by_status = "Failed to load resource: the server responded"
    assert [c for c in complaints if not c.startswith(told_by_status)] == []


async def violations(page: Page, *, forced: bool = False) -> str:
    """Ask axe; in forced colours it still reads the author's, so contrast is left out there."""
    if not await page.evaluate("'axe' in window"):  # stays until another page is opened
        await page.evaluate(AXE)  # evaluated, not added as a script: works under the strict policy
    run = """([tags, forced]) => axe.run(document, {runOnly: {type: 'tag', values: tags},
        resultTypes: ['violations'], rules: forced ? {'color-contrast': {enabled: false}} : {}})"""
    found = (await page.evaluate(run, [list(TAGS), forced]))["violations"]
    return "\n".join(
        f"{v['id']} [{v['impact']}] {v['help']}: "
        + "; ".join(str(node["target"]) for node in v["nodes"][:4])
        for v in found
    )
