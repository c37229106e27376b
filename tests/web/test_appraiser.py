"""The queue counts what it lists, keys act in the table alone, each decision has its own page."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from ntm_verify.domain.appraisal import Status
from ntm_verify.web.appraiser import DECISIONS, FILTERS, queue_view
from tests.support.browser import a_window
from tests.support.builders import APPRAISER, an_appraisal, an_id
from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]
UNDECIDED = (Status.SUBMITTED, Status.UNDER_APPRAISAL, Status.RETURNED, Status.APPROVED)


def test_every_filter_counts_exactly_what_it_lists() -> None:
    dossiers = tuple(
        replace(an_appraisal(insured, status=status), id=an_id(n * 10 + m), round=1 + m)
        for n, status in enumerate(UNDECIDED)
        for m, insured in enumerate((1000, 1500))
    )
    for view in FILTERS:
        if view != "done":
            shown = queue_view(dossiers, APPRAISER, view, "")
            told = {c.text: c.count for c in shown.choices}
            assert told[FILTERS[view]] == str(len(shown.rows)) == shown.total
            assert [c.text for c in shown.choices if c.current] == [FILTERS[view]]


def test_the_counts_of_the_page_are_those_of_its_lists(site: Site, visitor: Known) -> None:
    assert site.dossiers
    page = visitor("tham-dinh").get("/appraisals").text
    links = re.findall(r'<a href="(/appraisals\?view=[^"]+)"[^>]*>[^<]+<span>(\d+)</span>', page)
    assert len(links) == len(FILTERS) - 1
    for address, count in links:
        listed = visitor("tham-dinh").get(address.replace("&amp;", "&")).text
        assert listed.count('<a class="open"') == int(count), address


def test_a_search_needs_no_accents(visitor: Known) -> None:
    assert "Xã Mẫu An" in visitor("tham-dinh").get("/appraisals?view=all&q=mau%20an").text
    nothing = visitor("tham-dinh").get("/appraisals?view=all&q=khong-co").text
    assert "Không có hồ sơ nào khớp" in nothing


def test_a_dossier_of_somebody_else_offers_no_decision(site: Site, visitor: Known) -> None:
    path = filled(site, "/appraisals/{taken_2}")
    text = visitor("tham-dinh").get(path).text
    assert "cán bộ khác" in text
    for kind in DECISIONS:
        assert f"{path}/{kind}" not in text
        answer = visitor("tham-dinh").get(f"{path}/{kind}")
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        form = {"seen": str(site.dossiers["taken_2"].version), "reason": "other", "note": "x"}
        assert visitor("tham-dinh").post(f"{path}/{kind}", form).status_code == 403


def test_a_list_below_its_threshold_can_be_asked_for_and_is_refused_in_words(
    site: Site, visitor: Known
) -> None:
    path = filled(site, "/appraisals/{short_waiting}")
    seen = site.dossiers["short_waiting"].version
    taken = visitor("tham-dinh").post(f"{path}/assignment", {"seen": str(seen)})
    assert taken.status_code == 303
    answer = visitor("tham-dinh").post(f"{path}/approval", {"seen": str(seen + 1)})
    assert answer.status_code == 409
    assert "Còn thiếu 1 người" in answer.text
    back = {"seen": str(seen + 1), "release": "yes"}
    assert visitor("tham-dinh").post(f"{path}/assignment", back).status_code == 303


@pytest.mark.parametrize("kind", ["return", "refusal"])
def test_a_reason_is_needed_as_code_and_in_words(site: Site, visitor: Known, kind: str) -> None:
    path = filled(site, f"/appraisals/{{taken}}/{kind}")
    seen = str(site.dossiers["taken"].version)
    for form in ({}, {"reason": "other"}, {"note": "x"}, {"reason": "made-up", "note": "x"}):
        answer = visitor("tham-dinh").post(path, {"seen": seen, **form})
        assert answer.status_code == 422, form
        assert 'id="es"' in answer.text


def test_a_preview_decides_nothing_and_keeps_what_was_typed(site: Site, visitor: Known) -> None:
    path = filled(site, "/appraisals/{taken}/return")
    form = {
        "seen": str(site.dossiers["taken"].version),
        "reason": "expired_cards",
        "note": "Dòng 7 <hết hạn>",
        "preview": "yes",
    }
    answer = visitor("tham-dinh").post(path, form)
    assert answer.status_code == 200
    assert "Có thẻ đã hết hạn tại ngày chốt số liệu. Dòng 7 &lt;hết hạn&gt;" in answer.text
    assert "Bạn đang thẩm định" in visitor("tham-dinh").get(path.removesuffix("/return")).text


def test_there_are_three_decisions_and_no_fourth(site: Site, visitor: Known) -> None:
    path = filled(site, "/appraisals/{taken}/promotion")
    assert visitor("tham-dinh").get(path).status_code == 404
    assert visitor("tham-dinh").post(path).status_code == 404


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
