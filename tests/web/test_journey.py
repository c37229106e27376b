"""The main job through the pages: from a commune's file to a paper that anybody can verify."""

import re
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import a_window
from tests.support.site import Site, a_list

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def enter(page: Page, site: Site, username: str) -> None:
    """Sign in by keyboard alone."""
    await page.goto("/sign-in")
    await page.get_by_label("Tên đăng nhập").focus()
    await page.keyboard.type(username)
    await page.keyboard.press("Tab")
    await page.keyboard.type(site.passwords[username])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


async def press(page: Page, name: str) -> None:
    """Put the focus on a button or link, and press Enter."""
    target = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first
    await target.focus()
    await page.keyboard.press("Enter")


async def upload(page: Page, file: Path) -> None:
    await page.goto("/submissions/new")
    for label, value in (
        ("Ngày chốt số liệu", "31/12/2019"),
        ("Tổng dân số", "20"),
        ("Nguồn của số dân số", "Công an xã (DỮ LIỆU GIẢ LẬP)"),
    ):
        await page.get_by_label(label, exact=True).fill(value)
    await page.get_by_label("Chọn tệp").set_input_files(file)
    await press(page, "Nộp tệp để kiểm tra")


async def submit(page: Page, site: Site, file: Path, username: str) -> str:
    """Hand a list in; give the dossier's id."""
    await enter(page, site, username)
    await upload(page, file)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Danh sách tham gia BHYT")
    await expect(page.get_by_text("Đạt: hơn mức cần có 3 người")).to_be_visible()
    await press(page, "Xem lại và nộp lên tỉnh")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("chưa gửi gì cho tỉnh")
    await press(page, "Nộp 20 người lên tỉnh")
    await expect(page.get_by_role("alert")).to_contain_text("Cần cam đoan")
    await page.get_by_label("Tôi cam đoan").focus()
    await page.keyboard.press("Space")
    await press(page, "Nộp 20 người lên tỉnh")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Biên nhận hồ sơ")
    found = re.search(r"/submissions/([0-9a-f-]{36})/receipt", page.url)
    assert found is not None
    return found[1]


async def approve(page: Page, site: Site, dossier: str) -> None:
    await enter(page, site, "tham-dinh")
    await page.goto(f"/appraisals/{dossier}")
    await press(page, "Nhận thẩm định hồ sơ này")
    await press(page, "Phê duyệt")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Phê duyệt kết quả")
    await press(page, "Phê duyệt kết quả")
    await expect(page.get_by_text("đã phê duyệt", exact=True)).to_be_visible()


async def issue(page: Page, site: Site, dossier: str) -> str:
    """Issue the paper; give the address of its verification page."""
    await enter(page, site, "ky")
    await page.goto(f"/signing/{dossier}")
    await press(page, "Ban hành văn bản cho Xã Mẫu Hòa")
    await expect(page.get_by_text("còn hiệu lực")).to_be_visible()
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Tải PDF").click()
    assert (await coming.value).suggested_filename.endswith(".pdf")
    address = await page.get_by_role("link", name="Trang xác minh").get_attribute("href")
    assert address is not None
    return address


async def recompute(page: Page, site: Site, dossier: str) -> None:
    await enter(page, site, "kiem-toan")
    await page.goto(f"/audit/appraisals/{dossier}")
    await press(page, "Tính lại và so sánh")
    await expect(page.get_by_text("Giống hệt kết quả đã ghi")).to_be_visible()
    await page.goto("/audit/chain")
    await press(page, "Đọc lại toàn bộ nhật ký")
    await expect(page.get_by_text("Toàn vẹn")).to_be_visible()


async def correct(page: Page, site: Site, dossier: str) -> None:
    """Note a công văn; the public page tells of it and the paper stands."""
    await enter(page, site, "ky")
    await page.goto(f"/signing/{dossier}/correction")
    await press(page, "Ghi đính chính văn bản")
    await expect(page.get_by_role("alert")).to_contain_text("Ghi văn bản làm căn cứ")
    await page.get_by_label("Phần được đính chính").select_option("recipients")
    await page.get_by_label("Công văn đính chính").fill("Công văn số 15/BHXH ngày 20/11/2026")
    await press(page, "Ghi đính chính văn bản")
    await expect(page.get_by_text("Nơi nhận: Công văn số 15/BHXH")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Văn bản còn hiệu lực")


async def revoke(page: Page, dossier: str) -> None:
    await page.goto(f"/signing/{dossier}/revocation")
    await press(page, "Thu hồi văn bản")
    await expect(page.get_by_role("alert")).to_contain_text("Chọn một lý do")
    await page.get_by_label("Lý do thu hồi").select_option("wrong_figures")
    await page.get_by_label("Ghi rõ bằng chữ").fill("Số liệu sai (DỮ LIỆU GIẢ LẬP)")
    await page.get_by_label("Căn cứ thu hồi").fill("Kết luận số 7/KL-BHXH ngày 01/12/2026")
    await press(page, "Thu hồi văn bản")
    await expect(page.get_by_text("đã thu hồi").first).to_be_visible()


async def stands(page: Page, address: str, words: str) -> None:
    """Look the paper up as anybody would; no name of a person is on the page."""
    await page.goto(address)
    await expect(page.get_by_role("heading", level=1)).to_have_text(words)
    await expect(page.get_by_text("100,00\u00a0% / 85\u00a0%")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_a_list_becomes_a_paper_that_anybody_can_verify(
    browser: Browser, site: Site, tmp_path: Path, *, scripts: bool
) -> None:
    file = tmp_path / "danh-sach.csv"
    file.write_bytes(a_list(first=50_000 if scripts else 60_000))

    def window() -> AbstractAsyncContextManager[Page]:
        return a_window(browser, site.address, java_script_enabled=scripts)

    async with window() as page:
        dossier = await submit(page, site, file, "xa-hoa")
    async with window() as page:
        await approve(page, site, dossier)
    async with window() as page:
        address = await issue(page, site, dossier)
    async with window() as page:
        await stands(page, address, "Văn bản còn hiệu lực")
        await recompute(page, site, dossier)
    async with window() as page:
        await correct(page, site, dossier)
        await revoke(page, dossier)
        await stands(page, address, "Văn bản đã bị thu hồi")


async def give_back(page: Page, dossier: str) -> None:
    await page.goto(f"/appraisals/{dossier}")
    await press(page, "Nhận thẩm định hồ sơ này")
    await press(page, "Trả lại để bổ sung")
    await press(page, "Trả lại hồ sơ cho xã")
    await expect(page.get_by_role("alert")).to_contain_text("Chọn một lý do")
    await page.get_by_label("Lý do", exact=True).select_option("population_evidence")
    await page.get_by_label("Ghi rõ bằng chữ").fill("Thiếu văn bản dân số")
    await press(page, "Xem trước điều xã sẽ đọc")
    await expect(page.get_by_label("Điều xã sẽ đọc")).to_contain_text("Thiếu văn bản dân số")
    await press(page, "Trả lại hồ sơ cho xã")
    await expect(page.get_by_text("trả lại để bổ sung", exact=True)).to_be_visible()


async def hand_in_again(page: Page, dossier: str, file: Path, mended: Path) -> None:
    await page.goto("/submissions")
    await expect(page.get_by_label("Hồ sơ bị trả lại").last).to_be_visible()
    await page.goto(f"/submissions/{dossier}/replace")
    await expect(page.get_by_label("Lý do trả lại")).to_contain_text("Thiếu văn bản dân số")
    assert await page.get_by_label("Tổng dân số").input_value() == "20"
    await page.get_by_label("Chọn tệp").set_input_files(file)
    await press(page, "Nộp tệp để kiểm tra")
    await expect(page.get_by_role("alert")).to_contain_text("giống hệt lần đã bị trả lại")
    await page.get_by_label("Chọn tệp").set_input_files(mended)
    await press(page, "Nộp tệp để kiểm tra")
    await expect(page.get_by_text("Đạt: hơn mức cần có 2 người")).to_be_visible()


async def test_a_returned_list_comes_back_with_its_reason_on_top(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    file, mended = tmp_path / "danh-sach.csv", tmp_path / "da-sua.csv"
    file.write_bytes(a_list(first=70_000))
    mended.write_bytes(a_list(19, first=70_000))
    async with a_window(browser, site.address) as page:
        dossier = await submit(page, site, file, "xa-hoa")
    async with a_window(browser, site.address) as page:
        await enter(page, site, "tham-dinh-2")
        await give_back(page, dossier)
    async with a_window(browser, site.address) as page:
        await enter(page, site, "xa-hoa")
        await hand_in_again(page, dossier, file, mended)
