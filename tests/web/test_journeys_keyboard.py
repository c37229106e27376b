"""Every office does its work from sign-in to end with the keyboard alone (DỮ LIỆU GIẢ LẬP)."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import a_window
from tests.support.keyboard import Keyboard
from tests.support.site import LONGER, WORST, Site, a_list, filled, open_site, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
WRONG_ROW: Final = 4
"""Its number lacks the last digit."""


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a province that asks who somebody is at each decision."""
    with open_site(tmp_path_factory.mktemp("keys"), NTM_CONFIRM_MINUTES="0") as site:
        yield site


@pytest.fixture(scope="module")
def paper(strict: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a paper, as somebody may have received it."""
    clerk = sign_in(strict, "xa-an")
    file = tmp_path_factory.mktemp("paper") / "van-ban.pdf"
    file.write_bytes(clerk.get(f"/certificates/{strict.references['certified']}.pdf").content)
    clerk.client.close()
    return file


async def entered(page: Page, site: Site, username: str) -> Keyboard:
    keys = Keyboard(page)
    await keys.sign_in(username, site.passwords[username])
    return keys


async def confirmed(keys: Keyboard, site: Site, username: str) -> None:
    """Show again who is there, and go on."""
    await keys.arrives("Xác nhận lại trước khi thực hiện")
    await keys.type("Mật khẩu đang dùng", site.passwords[username])
    await keys.key("Enter")


def told(who: str, keys: Keyboard) -> None:
    sys.stdout.write(f"{who}: {keys.pressed} phím ngoài chữ gõ\n")


def a_faulty_file(folder: Path) -> tuple[Path, str]:
    """Write a list with one number too short and one name to answer for; give the right number."""
    lines = a_list(first=80_000).decode().replace(WORST, LONGER).split("\n")
    right = lines[WRONG_ROW - 1].split(",")[1]
    lines[WRONG_ROW - 1] = lines[WRONG_ROW - 1].replace(right, right[:-1])
    file = folder / "danh-sach.csv"
    file.write_bytes("\n".join(lines).encode())
    return file, right


async def hand_in(keys: Keyboard, file: Path) -> None:
    await keys.arrives("Việc cần làm")
    await keys.press("Nộp danh sách mới")
    await keys.type("Ngày chốt số liệu", "31/12/2019")
    await keys.type("Tổng dân số", "20")
    await keys.type("Nguồn của số dân số", "Công an xã (DỮ LIỆU GIẢ LẬP)")
    await keys.choose_file("Chọn tệp", file)
    await keys.press("Nộp tệp để kiểm tra")
    await keys.arrives("Danh sách tham gia BHYT")


async def mend(keys: Keyboard, number: str) -> None:
    """Go from the finding to its row, put the number right, and come back."""
    await keys.sees("1 lỗi phải sửa")
    await keys.press("sửa dòng này")
    await keys.arrives(f"Sửa dòng {WRONG_ROW}")
    await keys.type("Mã số", number)
    await keys.key("Enter")
    await keys.sees("Hoàn tác lần sửa cuối (1 chỗ)")
    await keys.press("Hồ sơ chốt ngày")
    await keys.arrives("Danh sách tham gia BHYT")


async def answer_for_warnings(keys: Keyboard) -> None:
    await keys.press("Xác nhận 1 dòng cảnh báo")
    await keys.arrives("Xác nhận cảnh báo")
    await keys.choose("Lý do xác nhận", "Ghi đúng")
    await keys.press("Xác nhận 1 dòng")
    await keys.sees("Mọi nhóm đã được xác nhận")


async def test_a_commune_prepares_mends_confirms_declares_and_follows(
    browser: Browser, strict: Site, tmp_path: Path
) -> None:
    file, number = a_faulty_file(tmp_path)
    async with a_window(browser, strict.address) as page:
        keys = await entered(page, strict, "xa-hoa")
        await hand_in(keys, file)
        await mend(keys, number)
        await answer_for_warnings(keys)
        await keys.press("Xem lại và nộp lên tỉnh")
        await keys.arrives("Kiểm tra lần cuối")
        await keys.tick("Tôi cam đoan")
        await keys.press("Nộp 20 người lên tỉnh")
        await keys.arrives("Biên nhận hồ sơ")
        await keys.sees("20 trên 20 người dân")
        await keys.press("Theo dõi hồ sơ")
        await keys.sees("Đã diễn ra")
        await keys.sees("Hạn tỉnh thẩm định")
        told("xã", keys)


async def open_from_queue(keys: Keyboard, site: Site, state: str) -> None:
    """Go into the table, down with J to a dossier, and open it with Enter."""
    wanted = f"a[href$='/{site.dossiers[state].id}']"
    await keys.reach(keys.page.locator("table.keys tr[tabindex='0']"))
    here = "sel => document.activeElement.querySelector(sel) !== null"
    for _ in range(await keys.page.locator("table.keys tbody tr").count()):
        if await keys.page.evaluate(here, wanted):
            break
        await keys.key("j")
    assert await keys.page.evaluate(here, wanted)
    await keys.key("Enter")
    await keys.page.wait_for_url(f"**/{site.dossiers[state].id}")


async def take(keys: Keyboard, site: Site, state: str) -> None:
    await keys.press("Chờ nhận")
    await open_from_queue(keys, site, state)
    await keys.press("Nhận thẩm định hồ sơ này")
    await keys.sees("Bạn đang thẩm định hồ sơ này")


async def test_an_appraiser_takes_compares_and_approves(browser: Browser, strict: Site) -> None:
    async with a_window(browser, strict.address) as page:
        keys = await entered(page, strict, "tham-dinh")
        await take(keys, strict, "waiting")
        await keys.press("So sánh với lần trước, kỳ trước")
        await keys.arrives("So sánh danh sách")
        await keys.press("Xã Mẫu An")
        await keys.press("Người có ở hai danh sách")
        await keys.arrives("hai danh sách")
        await keys.press("Xã Mẫu An")
        await keys.press("Phê duyệt")
        await keys.arrives("Phê duyệt kết quả")
        await keys.press("Phê duyệt kết quả")
        await confirmed(keys, strict, "tham-dinh")
        await keys.sees("đã phê duyệt")
        told("thẩm định, duyệt", keys)


async def test_an_appraiser_returns_with_a_reason_words_and_a_row(
    browser: Browser, strict: Site
) -> None:
    async with a_window(browser, strict.address) as page:
        keys = await entered(page, strict, "tham-dinh-2")
        await take(keys, strict, "waiting_2")
        await keys.press("Trả lại để bổ sung")
        await keys.choose("Lý do", "Danh sách còn lỗi")
        await keys.type("Ghi rõ bằng chữ", "Đối chiếu lại thẻ (DỮ LIỆU GIẢ LẬP)")
        await keys.type("Điểm cần sửa theo dòng (không bắt buộc)", "5: đã chuyển đi tháng 3")
        await keys.press("Xem trước điều xã sẽ đọc")
        await keys.sees("Dòng 5: đã chuyển đi tháng 3")
        await keys.press("Trả lại hồ sơ cho xã")
        await confirmed(keys, strict, "tham-dinh-2")
        await keys.sees("trả lại để bổ sung")
        told("thẩm định, trả lại", keys)


async def test_a_signer_sees_shows_who_they_are_and_issues(browser: Browser, strict: Site) -> None:
    async with a_window(browser, strict.address) as page:
        keys = await entered(page, strict, "ky")
        await keys.arrives("ký")
        await open_from_queue(keys, strict, "approved")
        await keys.sees("Văn bản sẽ ban hành")
        await keys.press("Ban hành văn bản cho Xã Mẫu An")
        await confirmed(keys, strict, "ky")
        await keys.sees("còn hiệu lực")
        await keys.reach(page.get_by_role("link", name="Tải PDF").first)
        async with page.expect_download() as coming:
            await keys.key("Enter")
        assert (await coming.value).suggested_filename.endswith(".pdf")
        await keys.press("Trang xác minh")
        await keys.arrives("Văn bản còn hiệu lực")
        told("ký", keys)


async def test_an_auditor_finds_recomputes_and_checks_the_chain(
    browser: Browser, strict: Site, paper: Path
) -> None:
    async with a_window(browser, strict.address) as page:
        keys = await entered(page, strict, "kiem-toan")
        await keys.type("Xã (tên cũ, tên mới), mã xã, số văn bản hoặc mã băm", "mau an")
        await keys.key("Enter")
        await page.wait_for_url("**/audit?*q=mau*")
        await open_from_queue(keys, strict, "certified")
        await keys.press("Tính lại và so sánh")
        await keys.sees("Giống hệt kết quả đã ghi")
        await keys.press("Tra cứu")
        await keys.arrives("Tra cứu hồ sơ")
        await keys.choose_file("Tệp PDF", paper)
        await keys.press("Tìm và thẩm định lại")
        await keys.arrives("Thẩm định lại: Xã Mẫu An")
        await keys.sees("Giống hệt kết quả đã ghi")
        await keys.press("Kiểm tra chuỗi")
        await keys.press("Đọc lại toàn bộ nhật ký")
        await keys.sees("Toàn vẹn")
        told("kiểm toán", keys)


async def test_anybody_verifies_by_number_and_by_file(
    browser: Browser, strict: Site, paper: Path
) -> None:
    async with a_window(browser, strict.address) as page:
        await page.goto("/")
        keys = Keyboard(page)
        await keys.press("Xác minh văn bản")
        await keys.type("Mã tra cứu hoặc số văn bản", filled(strict, "{token:certified}").lower())
        await keys.key("Enter")
        await keys.arrives("Văn bản còn hiệu lực")
        await expect(page.get_by_text(WORST)).to_have_count(0)
        await keys.press("So tệp với bản đã ban hành")
        await keys.choose_file("Tệp PDF của văn bản", paper)
        await keys.press("So tệp với bản đã ban hành")
        await keys.arrives("Văn bản còn hiệu lực")
        await keys.sees("Các phép kiểm tra đối với tệp")
        told("mọi người", keys)
