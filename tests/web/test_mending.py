"""A commune mends rows on its screen, alone or in groups, and loses nothing that it typed."""

import io
import re
from collections.abc import Callable

import openpyxl  # type: ignore[import-untyped]  # it ships no types

from tests.support.site import Site, Visitor, a_list, filled
from tests.web.test_warnings import FORM, wait_for_result

Known = Callable[[str], Visitor]
WRONG = 30
GROUP = "id_length.id"


def handed_in(clerk: Visitor, first: int, content: bytes | None = None) -> str:
    made = content or a_list(100, first=first, wrong=WRONG)
    form = {**FORM, "total": "100"}
    answer = clerk.post("/submissions", form, files=[("files", ("ds.csv", made))])
    address: str = answer.headers["location"]
    wait_for_result(clerk, address)
    return address


def version(clerk: Visitor, address: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', clerk.get(f"{address}/rows/0-10").text)
    assert found is not None
    return found[1]


def counted(clerk: Visitor, address: str) -> str:
    found = re.search(r"<b>([\d.]+)</b><span>người được tính", clerk.get(address).text)
    assert found is not None
    return found[1]


def mended(clerk: Visitor, address: str, **form: str) -> None:
    """Save a form about the group, and wait until the list was checked again."""
    sent = {"seen": version(clerk, address), "group": GROUP, "page": "1", "act": "save"}
    answer = clerk.post(
        f"{address}/mend", {**sent, **{k.replace("_", "-"): v for k, v in form.items()}}
    )
    assert answer.status_code == 303, answer.text
    wait_for_result(clerk, address)


def test_groups_lead_to_their_rows_page_by_page(site: Site, visitor: Known) -> None:
    clerk = visitor("xa-lam")
    address = handed_in(clerk, 60_000)
    assert f'href="{address}/mend?group={GROUP}"' in clerk.get(f"{address}/mend").text
    first = clerk.get(f"{address}/mend?group={GROUP}").text
    second = clerk.get(f"{address}/mend?group={GROUP}&page=2").text
    assert "Còn 5 dòng nữa ở các trang sau." in first
    assert (first.count('name="v-'), second.count('name="v-')) == (25, 5)
    assert 'id="v-0-2"' in first
    assert 'id="v-0-31"' in second
    assert site.address == clerk.address


def test_rows_are_mended_counted_listed_and_taken_back(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    address = handed_in(clerk, 61_000)
    assert counted(clerk, address) == "70"
    mended(clerk, address, **{"v-0-2": "0000299001", "v-0-3": "0000299002", "d-0-4": "yes"})
    assert counted(clerk, address) == "72"
    told = clerk.get(f"{address}/mended").text
    assert "Lần sửa 1: 3 chỗ" in told
    assert "0000299001" in told
    assert "để ngoài danh sách" in told
    assert clerk.get(f"{address}/rows/0-4").status_code == 404
    seen = {"seen": version(clerk, address), "then": "mended"}
    answer = clerk.post(f"{address}/undo", seen)
    assert answer.headers["location"] == f"{address}/mended"
    wait_for_result(clerk, address)
    assert counted(clerk, address) == "70"
    assert "Chưa sửa chỗ nào" in clerk.get(f"{address}/mended").text


def test_a_whole_group_takes_what_is_put_forward_in_one_act(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    content = a_list(100, first=62_000).replace(b"00002620", b"OOOO2620", 40)
    address = handed_in(clerk, 0, content)
    group = "id_letters_for_digits.id"
    page = clerk.get(f"{address}/mend?group={group}").text
    assert "Thay theo đề xuất trong cả 40 dòng" in page
    sent = {"seen": version(clerk, address), "group": group, "act": "propose"}
    assert clerk.post(f"{address}/mend", sent).status_code == 303
    wait_for_result(clerk, address)
    assert counted(clerk, address) == "100"
    assert "không còn dòng nào" in clerk.get(f"{address}/mend?group={group}").text


def test_one_row_s_hamlet_is_replaced_in_all_rows_that_say_the_same(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    address = handed_in(clerk, 63_000)
    page = clerk.get(f"{address}/rows/0-2").text
    assert "Thay trong cả 34 dòng ghi giống thế" in page
    form = {"seen": version(clerk, address), "hamlet": "Bản Mới", "all-hamlet": "yes"}
    assert clerk.post(f"{address}/rows/0-2", form).status_code == 303
    wait_for_result(clerk, address)
    assert "Lần sửa 1: 34 chỗ" in clerk.get(f"{address}/mended").text


def test_what_was_typed_survives_a_refusal(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    address = handed_in(clerk, 64_000)
    seen = version(clerk, address)
    bad = {"v-0-2": "=1+1", "v-0-3": "đã gõ đúng", "d-0-4": "yes"}
    form = {"seen": seen, "group": GROUP, "page": "1", "act": "save", **bad}
    answer = clerk.post(f"{address}/mend", form)
    assert answer.status_code == 422
    assert 'href="#v-0-2"' in answer.text
    assert 'value="=1+1"' in answer.text
    assert 'value="đã gõ đúng"' in answer.text
    assert re.search(r'id="d-0-4"[^>]* checked', answer.text)
    row = clerk.post(f"{address}/rows/0-2", {"seen": seen, "name": "@Tên", "hamlet": "Xóm Gõ"})
    assert row.status_code == 422
    assert 'href="#name"' in row.text
    assert 'value="Xóm Gõ"' in row.text
    nothing = clerk.post(f"{address}/mend", {"seen": seen, "group": GROUP, "act": "save"})
    assert nothing.status_code == 422
    assert "Chưa có ô nào được sửa" in nothing.text


def test_what_was_typed_survives_a_change_by_somebody_else(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    address = handed_in(clerk, 65_000)
    old = version(clerk, address)
    mended(clerk, address, **{"v-0-2": "0000299101"})
    form = {"seen": old, "group": GROUP, "page": "1", "act": "save", "v-0-3": "0000299102"}
    answer = clerk.post(f"{address}/mend", form)
    assert answer.status_code == 409
    assert "0000299102" in answer.text
    row = clerk.post(f"{address}/rows/0-5", {"seen": old, "name": "Tên Đã Gõ"})
    assert row.status_code == 409
    assert "Tên Đã Gõ" in row.text


def test_a_row_is_jumped_to_by_its_number_in_the_spreadsheet(site: Site, visitor: Known) -> None:
    clerk, path = visitor("xa-an"), filled(site, "/submissions/{checked}/rows")
    answer = clerk.get(f"{path}?row=12")
    assert answer.headers["location"].endswith("page=1#d0-12")
    missed = clerk.get(f"{path}?row=900").text
    assert "không có dòng 900" in missed
    assert "Sửa<span" in missed


def test_the_corrected_file_and_the_corrected_list_can_be_taken_away(
    site: Site, visitor: Known
) -> None:
    clerk, path = visitor("xa-an"), filled(site, "/submissions/{mended}")
    for query, name in (("", "da-sua-"), ("?plain=yes", "danh-sach-da-sua-")):
        answer = clerk.get(f"{path}/corrected.xlsx{query}")
        assert f'filename="{name}' in answer.headers["content-disposition"]
        values = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
        assert any("0000200239" in map(str, row) for row in values)


def test_nothing_personal_stands_in_an_address(site: Site, visitor: Known) -> None:
    clerk = visitor("xa-an")
    for page in ("mend", "mend?group=id_length.id&page=1", "rows", "rows/0-2"):
        text = clerk.get(filled(site, f"/submissions/{{checked}}/{page}")).text
        links = re.findall(r'(?:href|action)="([^"]*)"', text)
        assert all("Mẫu" not in link and "00020" not in link for link in links)


def test_another_commune_finds_nothing(site: Site, visitor: Known) -> None:
    for page in ("mend", "rows", "rows/0-2", "mended", "columns", "font", "corrected.xlsx"):
        answer = visitor("xa-hoa").get(filled(site, f"/submissions/{{checked}}/{page}"))
        assert answer.status_code == 404, page


def test_after_a_mending_progress_leads_back_to_where_it_was_made(
    site: Site, visitor: Known
) -> None:
    path = filled(site, "/submissions/{checked}")
    told = visitor("xa-an").get(f"{path}/progress?then=mend%3Fgroup%3Did_length.id").text
    assert f"data: {path}/mend?group=id_length.id" in told
    for odd in ("//evil.example", "../../audit", "mend%0d%0aevent:x"):
        assert f"data: {path}\r\n" in visitor("xa-an").get(f"{path}/progress?then={odd}").text
