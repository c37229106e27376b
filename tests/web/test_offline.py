"""One page from disk checks papers in a real browser that has no network."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Browser, Page

from ntm_verify.domain.certificate import Standing
from ntm_verify.domain.status_list import status_payload, write_status
from ntm_verify.web.offline import OfflinePage
from tests.signatures.making import (
    a_setup,
    add_a_page,
    appended,
    draw_another_page,
    keys,
    swap_the_attachment,
    the_certificate,
    the_page,
    the_paper,
)
from tests.signatures.test_examination import (
    a_dictionary_over_nothing,
    a_flipped_byte,
    a_mixed_pair,
    another_authority,
    only_the_signer,
)
from tests.support.browser import a_window, open_browser, violations
from tests.support.files import ROOT
from tests.support.site import Site, Visitor

FOLDER: Final = ROOT / "templates" / "offline"
HOLDS: Final = "Văn bản do hệ thống cấp, không bị sửa"
FAILS: Final = "KHÔNG đứng vững"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save the page as a visitor does; make the paper that all look at."""
    the_paper()
    trust = {"keys": keys().published(), "roots": a_setup().published()}
    made = {**trust, "made": "2026-01-05T02:40:00+00:00"}
    file = tmp_path_factory.mktemp("offline") / "kiem-tra-van-ban.html"
    file.write_bytes(OfflinePage.read(FOLDER).write("https://ntm.example", made))
    return file


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest.fixture
async def page(browser: Browser, saved: Path) -> AsyncIterator[Page]:
    """Open the page from disk, with the network off."""
    async with a_window(browser, "", offline=True) as window:
        await window.goto(saved.as_uri())
        yield window


async def given(page: Page, content: bytes, name: str = "van-ban.pdf") -> str:
    """Hand a file over, and read what the page says."""
    await page.evaluate("document.getElementById('out').replaceChildren()")
    kind = "application/json" if name.endswith(".json") else "application/pdf"
    told: Any = {"name": name, "mimeType": kind, "buffer": content}
    await page.set_input_files("#file", told)
    where = "#list:not(:empty)" if name.endswith(".json") else "#out h2"
    await page.wait_for_selector(where)
    return await page.inner_text("main")


async def scanned(page: Page, text: str) -> str:
    await page.evaluate("document.getElementById('out').replaceChildren()")
    await page.fill("#code", text)
    await page.click("button")
    await page.wait_for_selector("#out h2")
    return await page.inner_text("#out")


def test_the_script_is_short_and_asks_nobody() -> None:
    script = (FOLDER / "offline.js").read_text("utf-8")

    assert len(script.splitlines()) < 300
    for word in ("fetch(", "XMLHttpRequest", "import(", "WebSocket", "http://", "https://", "eval"):
        assert word not in script


async def test_a_genuine_file_and_code_hold_with_the_network_off(page: Page) -> None:
    said = await given(page, the_paper())

    assert HOLDS in said
    assert "không đúng" not in said
    assert "Xã Hiệp Thành" in said
    assert "1500 người tham gia trên 1564 người" in said
    paper = the_certificate()
    assert HOLDS in await scanned(page, f"{paper.address}#{paper.vouched}")
    assert await violations(page) == ""


FORGED: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "a byte flipped": (a_flipped_byte, "đã bị sửa"),
    "nothing signed": (the_page, "không có chữ ký số"),
    "a dictionary over nothing": (a_dictionary_over_nothing, FAILS),
    "the seal cut off": (only_the_signer, "thiếu chữ ký"),
    "another page drawn": (lambda: appended(draw_another_page, the_paper()), "bị thay"),
    "a page added": (lambda: appended(add_a_page, the_paper()), "bị thay"),
    "the statement swapped": (lambda: appended(swap_the_attachment, the_paper()), "bị thay"),
    "bytes appended": (lambda: the_paper() + b"\n% x", "không chữ ký nào phủ"),
    "another authority": (another_authority, "không được tin cậy"),
    "a foreign seal": (a_mixed_pair, "không được tin cậy"),
}


async def test_forged_files_are_found(page: Page) -> None:
    for name, (forge, words) in FORGED.items():
        said = await given(page, await asyncio.to_thread(forge))

        assert FAILS in said, name
        assert words in said, name


async def test_a_changed_or_foreign_code_does_not_hold(page: Page) -> None:
    text = the_certificate().vouched
    key, message, signature = text.split(".")
    other = keys().vouch(b"[]").split(".")[2]

    for forged in (f"{key}.{message}.{other}", f"{key}.{message[:-8]}AAAAAAAA.{signature}", "x"):
        assert FAILS in await scanned(page, forged)
    assert "không có khóa đã ký" in await scanned(page, f"00000000.{message}.{signature}")


async def test_a_status_list_tells_of_a_revoked_paper(page: Page) -> None:
    revoked = replace(the_certificate(), standing=Standing.REVOKED)
    at = datetime(2026, 1, 6, tzinfo=UTC)

    def listed(*papers: Any) -> bytes:  # noqa: ANN401 - papers
        payload = status_payload(papers, origin="https://ntm.example", at=at)
        return write_status(payload, keys().vouch(payload)).encode()

    assert "Đã nhận danh sách" in await given(page, listed(), "hieu-luc.json")
    assert "không bị thu hồi hay thay thế" in await given(page, the_paper())
    await page.evaluate("document.getElementById('list').textContent = ''")
    await given(page, listed(revoked), "hieu-luc.json")
    said = await given(page, the_paper())
    assert FAILS in said
    assert "đã thu hồi" in said
    await page.evaluate("document.getElementById('list').textContent = ''")
    forged = {**json.loads(listed()), "payload": "{}"}
    told = await given(page, json.dumps(forged).encode(), "hieu-luc.json")
    assert "không có chữ ký đúng" in told


async def test_the_page_and_a_paper_of_the_real_service_agree_off_line(
    site: Site, visitor: Callable[[str], Visitor], browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "tai-ve.html"
    answer = visitor("").get("/offline.html")
    file.write_bytes(answer.content)
    status = visitor("").get("/status.json").content
    papers = {
        name: visitor("ky").get(f"/certificates/{site.references[name]}.pdf").content
        for name in ("certified", "revoked")
    }
    assert answer.headers["content-disposition"].startswith("attachment")

    async with a_window(browser, "", offline=True) as window:
        await window.goto(file.as_uri())
        await given(window, status, "danh-sach-hieu-luc.json")
        valid = await given(window, papers["certified"])
        revoked = await given(window, papers["revoked"])

    assert HOLDS in valid
    assert "không bị thu hồi hay thay thế" in valid
    assert "DỮ LIỆU GIẢ LẬP" in valid
    assert FAILS in revoked
    assert "đã thu hồi" in revoked


async def test_a_signed_document_of_others_is_examined_on_the_drop_page(
    visitor: Callable[[str], Visitor],
) -> None:
    def dropped(content: bytes) -> str:
        return visitor("").post("/verify", files=[("paper", ("a.pdf", content))]).text

    foreign = await asyncio.to_thread(the_paper)
    hollow = await asyncio.to_thread(a_dictionary_over_nothing)

    assert "Chữ ký số của tệp không đứng vững" in dropped(hollow)
    told = dropped(foreign)
    assert "không do tổ chức được tin cậy cấp" in told
    assert "Chữ ký số của tệp không đứng vững" in told
