"""Thirty thousand rows and two thousand findings stay calm, and the keyboard alone mends them."""

import sys
import time
from collections.abc import Callable
from typing import Final

import pytest
from playwright.async_api import Browser, Page

from tests.support.browser import a_window, violations
from tests.support.site import Site, Visitor, a_list
from tests.web.test_warnings import wait_for_result

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
Known = Callable[[str], Visitor]
ROWS: Final = 30_000
WRONG: Final = 1_200
LETTERS: Final = 800
MOST_SECONDS: Final = 20.0
"""Generous: the machine may be busy with other tests; printed, so that a person can compare."""
MOST_KIB: Final = 100
MOST_KEYS: Final = 80


def a_large_list() -> bytes:
    """Make up a list with 1,200 numbers too short and 800 with a letter for a digit."""
    lines = a_list(ROWS, first=400_000, wrong=WRONG).decode().split("\n")
    for place in range(WRONG + 1, WRONG + 1 + LETTERS):
        name, number, hamlet = lines[place].split(",")
        lines[place] = f"{name},{number[:9]}O,{hamlet}"
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def large(visitor: Known) -> str:
    clerk = visitor("xa-hoa")
    form = {"as_of": "31/12/2019", "total": "40000", "source": "Công an xã (DỮ LIỆU GIẢ LẬP)"}
    answer = clerk.post("/submissions", form, files=[("files", ("ds.csv", a_large_list()))])
    address: str = answer.headers["location"]
    wait_for_result(clerk, address)
    return address


PAGES: Final = (
    "",
    "?kind=error&page=20",
    "/mend",
    "/mend?group=id_length.id&page=1",
    "/mend?group=id_length.id&page=48",
    "/mend?group=id_letters_for_digits.id&page=1",
    "/rows?page=300",
    "/rows?row=29999",
    "/rows/0-29999",
    "/mended",
    "/columns",
)


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_is_there_soon_small_and_usable(
    browser: Browser, site: Site, visitor: Known, large: str, path: str
) -> None:
    async with a_window(browser, site.address, visitor("xa-hoa").cookie) as page:
        began = time.perf_counter()
        answer = await page.goto(f"{large}{path}", wait_until="load")
        took = time.perf_counter() - began
        assert answer is not None
        size = len(await answer.body()) / 1024
        sys.stdout.write(f"{path or '/'}: {took:.2f} s, {size:.0f} KiB\n")
        assert answer.status == 200
        assert took < MOST_SECONDS
        assert size < MOST_KIB
        assert await violations(page) == ""


async def tab_to(page: Page, wanted: str) -> None:
    """Go on with the Tab key until the focus is where it is wanted."""
    for _ in range(MOST_KEYS):
        if await page.evaluate("sel => document.activeElement.matches(sel)", wanted):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(wanted)


async def undone(page: Page) -> None:
    """Take the last mending back, and wait until nothing is mended any more."""
    await tab_to(page, "form[action$='/undo'] button")
    await page.keyboard.press("Enter")
    await page.wait_for_function(
        "() => !document.querySelector('[data-progress],form[action$=\"/undo\"]')", timeout=60_000
    )


async def test_the_keyboard_alone_mends_a_row_and_takes_it_back(
    browser: Browser, site: Site, visitor: Known, large: str
) -> None:
    clerk = visitor("xa-hoa")
    async with a_window(browser, site.address, clerk.cookie) as page:
        await page.goto(f"{large}/rows")
        await tab_to(page, "#row")
        await page.keyboard.type("1.201")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/rows?*#d0-1201")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/rows/0-1201")
        await tab_to(page, "input#id")
        await page.keyboard.press("Control+A")
        await page.keyboard.type("0000999001")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("text=Hoàn tác lần sửa cuối (1 chỗ)", timeout=60_000)
        assert page.url.endswith("/rows/0-1201")
        assert await page.input_value("input#id") == "0000999001"
        await undone(page)
        assert await page.input_value("input#id") != "0000999001"


async def test_the_keyboard_alone_mends_a_group_and_takes_it_back(
    browser: Browser, site: Site, visitor: Known, large: str
) -> None:
    clerk = visitor("xa-hoa")
    async with a_window(browser, site.address, clerk.cookie) as page:
        await page.goto(f"{large}/mend?group=id_letters_for_digits.id&page=1")
        await tab_to(page, "section.ask button")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("text=không còn dòng nào", timeout=60_000)
        assert "Lần sửa 1: 800 chỗ" in clerk.get(f"{large}/mended").text
        await undone(page)
        assert "Chưa sửa chỗ nào" in clerk.get(f"{large}/mended").text
