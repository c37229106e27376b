"""The queue counts what it lists, keeps order and filters in its address, and moves by keys."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Browser, expect

from ntm_verify.domain.queue import Sort, View
from ntm_verify.regulations.working_days import load_calendar
from ntm_verify.web.queue import Asked, due_words
from tests.support.browser import a_window
from tests.support.site import Site, Visitor

Known = Callable[[str], Visitor]


def test_the_counts_of_the_page_are_those_of_its_lists(site: Site, visitor: Known) -> None:
    assert site.dossiers
    page = visitor("tham-dinh").get("/appraisals").text
    links = re.findall(r'<a href="(/appraisals\?view=[^"]+)"[^>]*>[^<]+<span>(\d+)</span>', page)
    assert len(links) == len(View)
    for address, count in links:
        listed = visitor("tham-dinh").get(address.replace("&amp;", "&")).text
        assert listed.count('<a class="open"') == int(count), address


def test_a_search_needs_no_accents(visitor: Known) -> None:
    assert "Xã Mẫu An" in visitor("tham-dinh").get("/appraisals?view=all&q=mau%20an").text
    nothing = visitor("tham-dinh").get("/appraisals?view=all&q=khong-co").text
    assert "Không có hồ sơ nào khớp" in nothing


def test_an_address_says_view_order_and_page_and_nonsense_is_as_if_unsaid() -> None:
    assert Asked.read({"view": "late", "sort": "rate", "page": "2", "q": " xã "}) == Asked(
        View.LATE, "xã", Sort.RATE, 2
    )
    assert Asked.read({"view": "x", "sort": "y", "page": "-1"}) == Asked()
    assert Asked(View.LATE, "xã", Sort.RATE).query() == "view=late&q=x%C3%A3&sort=rate"


def test_a_filter_is_saved_opened_and_dropped(visitor: Known) -> None:
    known = visitor("tham-dinh-2")
    form = {"name": "Quá hạn của tỉnh", "query": "view=late&sort=rate&evil=1"}
    answer = known.post("/appraisals/filters", form)
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {
        "view": ["late"], "sort": ["rate"],
    }  # fmt: skip
    page = known.get(answer.headers["location"]).text
    assert "Quá hạn của tỉnh" in page
    assert "Bỏ bộ lọc" in page
    assert "Quá hạn của tỉnh" not in visitor("tham-dinh").get("/appraisals").text
    known.post("/appraisals/filters", {**form, "drop": "yes"})
    assert "Quá hạn của tỉnh" not in known.get("/appraisals").text
    assert known.post("/appraisals/filters", {"query": "view=late"}).status_code == 422


def test_the_distance_to_a_deadline_is_in_working_days() -> None:
    calendar, friday = load_calendar(), date(2026, 3, 6)
    assert due_words(date(2026, 3, 9), friday, calendar) == "còn 1 ngày"
    assert due_words(friday, friday, calendar) == "hạn hôm nay"
    assert due_words(date(2026, 3, 3), friday, calendar) == "quá hạn 3 ngày"


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="session")
async def test_keys_move_and_open_in_the_table_and_nowhere_else(
    browser: Browser, site: Site, visitor: Known
) -> None:
    async with a_window(browser, site.address, visitor("tham-dinh").cookie) as page:
        await page.goto("/appraisals?view=all")
        rows = page.locator("table.keys tbody tr")
        await rows.first.focus()
        await page.keyboard.press("j")
        await expect(rows.nth(1)).to_be_focused()
        await expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("k")
        await expect(rows.nth(1)).to_be_focused()
        search = page.get_by_role("searchbox")
        await search.focus()
        await page.keyboard.type("jk")
        await expect(search).to_have_value("jk")
        await expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
        await rows.nth(1).focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Xã Mẫu An")
