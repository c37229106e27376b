"""Cards that end, as a commune and its province see them; the sheet for the hamlet head prints."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pdfplumber
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it ships no types
from playwright.async_api import Browser

from tests.support.browser import a_window, violations
from tests.support.site import Site, Visitor

Known = Callable[[str], Visitor]
TODAY = datetime.now(UTC).date()
AS_OF = TODAY - timedelta(9)


def _day(days: int) -> str:
    return f"{TODAY + timedelta(days):%d/%m/%Y}"


ROWS = (
    *("Nguyễn Văn Giả,0095500001,Thôn Ao", "Nguyễn Thị Lập,0095500002,Thôn Ao"),
    *("Quách Văn Mẫu,0095500003,Thôn Ao", "Lê Thị Thử,0095500004,Thôn Đồng"),
    *("Lê Văn Giả,0095500005,Thôn Đồng", "Bùi Thị Mẫu,0095500006,Thôn Đồng"),
)
ENDS = (_day(-20), _day(-3), _day(200), _day(25), _day(300), "")


@pytest.fixture(scope="module")
def own(site: Site) -> Site:
    """Hand in a list with dates for this file alone (DỮ LIỆU GIẢ LẬP)."""
    rows = [f"{row},{end}" for row, end in zip(ROWS, ENDS, strict=True)]
    text = "\n".join(["Họ và tên,Mã số BHXH,Thôn,Giá trị đến ngày", *rows, ""])
    return site.own("checked", text.encode(), AS_OF)


def _address(own: Site) -> str:
    return f"/submissions/{own.dossiers['checked'].id}"


def test_a_commune_sees_by_hamlet_when_cards_end(own: Site, visitor: Known) -> None:
    page = visitor("xa-an").get(f"{_address(own)}/outlook").text

    assert 'role="img"' in page
    assert "Thôn Đồng" in page
    assert "người không rõ hạn thẻ" in page
    assert "Nguyễn" not in page.partition("<main")[2]
    assert f'href="{_address(own)}/outlook"' in visitor("xa-an").get(_address(own)).text


def test_the_sheet_names_people_by_hamlet_and_says_what_it_is_for(
    own: Site, visitor: Known
) -> None:
    form = {"hamlet": "-1", "days": "30", "purpose": "renewal", "form": "page"}
    answer = visitor("xa-an").post(f"{_address(own)}/call-list", form)

    assert answer.status_code == 200
    assert "no-store" in answer.headers["cache-control"]
    for name in ("Nguyễn Văn Giả", "Nguyễn Thị Lập", "Lê Thị Thử"):
        assert name in answer.text
    assert "Quách Văn Mẫu" not in answer.text
    assert "0095500001" not in answer.text
    assert "Chỉ dùng để vận động" in answer.text
    assert "Thôn Ao – " in answer.text
    assert "Thôn Đồng – " in answer.text
    assert "không còn ở danh sách này" in answer.text


def test_one_hamlet_can_be_taken_as_a_workbook_and_nothing_without_a_purpose(
    own: Site, visitor: Known
) -> None:
    form = {"hamlet": "1", "days": "30", "purpose": "reminder", "form": "xlsx"}
    answer = visitor("xa-an").post(f"{_address(own)}/call-list", form)

    sheet = load_workbook(BytesIO(answer.content)).active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Lê Thị Thử" in texts
    assert "Nguyễn Văn Giả" not in texts
    refused = visitor("xa-an").post(f"{_address(own)}/call-list", {**form, "purpose": ""})
    assert refused.status_code == 422
    assert "Cần chọn mục đích" in refused.text


def test_the_province_sees_counts_of_communes_and_no_names(site: Site, visitor: Known) -> None:
    known = visitor("tham-dinh")
    page = known.get("/dashboard/outlook").text
    taken = site.dossiers["taken"].id

    assert "Xã Mẫu An" in page
    assert "mọi xã" in page
    assert "thẻ của học sinh lớp 12" in page
    assert known.get("/dashboard/outlook?day=01/01/2020&state=silent").status_code == 200
    of_commune = known.get(f"/dashboard/outlook/{taken}").text
    assert "chỉ có số người, không có họ tên" in of_commune
    assert "Chưa biết thẻ của ai hết hạn ngày nào" in of_commune
    assert visitor("xa-an").get("/dashboard/outlook").status_code == 403
    assert known.post(f"/submissions/{taken}/call-list", {}).status_code == 403


@pytest.mark.asyncio(loop_scope="session")
async def test_the_sheet_prints_one_hamlet_a_page_on_a4_with_its_last_word(
    own: Site, visitor: Known, browser: Browser
) -> None:
    async with a_window(browser, own.address, visitor("xa-an").cookie) as page:
        await page.goto(f"{_address(own)}/outlook")
        await page.select_option("#days", "30")
        await page.select_option("#purpose", "renewal")
        await page.click("button[value=page]")
        await page.wait_for_selector(".sheet")
        sheets = await page.locator(".sheet").count()
        assert await violations(page) == ""
        content = await page.pdf(prefer_css_page_size=True)

    with pdfplumber.open(BytesIO(content)) as paper:
        texts = [page.extract_text() for page in paper.pages]
        size = [round(edge) for edge in (paper.pages[0].width, paper.pages[0].height)]
    assert len(texts) == sheets > 1
    assert size in ([595, 842], [596, 842])
    assert all("Chỉ dùng để vận động" in text for text in texts)
    assert not any("Đăng xuất" in text for text in texts)
