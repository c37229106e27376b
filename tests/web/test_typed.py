"""A list is typed or pasted, goes on anywhere, and is checked like any file."""

import re
from collections.abc import Callable

import pytest
from playwright.async_api import Browser, expect

from tests.support.browser import a_window
from tests.support.site import Site, Visitor

Known = Callable[[str], Visitor]
FIGURES = {"as_of": "31/12/2019", "total": "2", "source": "Công an xã (DỮ LIỆU GIẢ LẬP)"}
ROWS = "Bùi Văn Mẫu - 0000270001 - Thôn 1\r\nĐỗ Thị Lập - 0000270002 - Thôn 2\r\n"


def seen(text: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', text)
    assert found is not None
    return found[1]


def save(clerk: Visitor, rows: str) -> None:
    form = {"rows": rows, "seen": seen(clerk.get("/typed").text), "act": "save", **FIGURES}
    assert clerk.post("/typed", form).status_code == 303


def test_a_draft_is_kept_without_script_and_found_by_a_colleague(visitor: Known) -> None:
    save(visitor("xa-an"), ROWS)
    text = visitor("chu-tich-an").get("/typed").text
    assert "Bùi Văn Mẫu - 0000270001 - Thôn 1" in text
    assert 'value="31/12/2019"' in text
    assert ": 2 người." in text
    assert "0000270001" not in visitor("xa-hoa").get("/typed").text


def test_a_second_device_is_told_instead_of_overwriting(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    save(clerk, ROWS)
    old = str(int(seen(clerk.get("/typed").text)) - 1)
    form = {"rows": "Hồ Văn Thử 0000270009", "seen": old, **FIGURES}
    refused = clerk.post("/typed", {**form, "act": "save"})
    assert refused.status_code == 409
    assert "Hồ Văn Thử 0000270009" in refused.text
    assert clerk.post("/typed/draft", form).status_code == 409
    assert "Hồ Văn Thử" not in clerk.get("/typed").text


def test_a_practice_run_of_a_draft_keeps_the_draft_and_makes_no_dossier(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    save(clerk, ROWS)
    answer = clerk.post("/typed", {"rows": ROWS, "seen": "1", "act": "practise", **FIGURES})
    assert answer.status_code == 200
    assert "CHẠY THỬ" in answer.text
    assert "100,00" in answer.text
    assert "0000270001" in clerk.get("/typed").text


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    empty = clerk.post("/typed", {"rows": " ", "seen": "0", "act": "check", **FIGURES})
    assert empty.status_code == 422
    assert 'href="#rows"' in empty.text
    form = {**FIGURES, "total": "nhiều", "rows": ROWS, "seen": "0", "act": "check"}
    faulty = clerk.post("/typed", form)
    assert faulty.status_code == 422
    assert 'href="#total"' in faulty.text
    assert "0000270002" in faulty.text


def test_a_typed_list_becomes_a_dossier_and_the_draft_is_gone(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    save(clerk, ROWS)
    form = {"rows": ROWS, "seen": "1", "act": "check", **FIGURES}
    answer = clerk.post("/typed", form)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    assert "event: done" in clerk.get(f"{address}/progress").text
    text = clerk.get(address).text
    assert "danh-sach-go-tren-man-hinh.tsv" in text
    assert "100,00" in text
    assert "0000270001" not in clerk.get("/typed").text


def test_a_draft_can_be_thrown_away(visitor: Known) -> None:
    clerk = visitor("xa-hoa")
    save(clerk, ROWS)
    assert clerk.post("/typed", {"act": "drop"}).status_code == 303
    assert "0000270001" not in clerk.get("/typed").text


@pytest.mark.asyncio(loop_scope="session")
async def test_what_is_typed_is_kept_by_itself(
    site: Site, visitor: Known, browser: Browser
) -> None:
    clerk = visitor("xa-hoa")
    async with a_window(browser, site.address, clerk.cookie) as page:
        await page.goto("/typed")
        await page.fill("#rows", "Lê Văn Giả\t0000270003\tThôn 3")
        await page.get_by_text("Đã lưu nháp lúc").wait_for()
        await page.fill("#rows", "Lê Văn Giả\t0000270004\tThôn 3")
        await expect(page.locator("[name=seen]")).to_have_value("2", timeout=15_000)
    assert "0000270004" in clerk.get("/typed").text
