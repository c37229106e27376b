"""A commune points out header and columns once; the next list is read so, and it is said."""

from collections.abc import Callable

from tests.support.site import Site, Visitor, filled
from tests.web.test_mending import counted
from tests.web.test_warnings import FORM, wait_for_result

Known = Callable[[str], Visitor]
PEOPLE = "".join(
    f"Bùi Văn Mẫu {sign},00002710{n:02d},Thôn {n % 3}\n" for n, sign in enumerate("ab")
)
"""Too few rows to guess their columns by."""
ODD = f"UBND XÃ GIẢ LẬP\n\nCông dân,Dãy số,Nơi ấy\n{PEOPLE}"
CHOICE = {"name": "A", "id": "B", "hamlet": "C", "header_row": "3", "act": "choose"}


def handed_in(clerk: Visitor, content: str) -> str:
    answer = clerk.post("/submissions", FORM, files=[("files", ("ds.csv", content.encode()))])
    address: str = answer.headers["location"]
    wait_for_result(clerk, address)
    return address


def version(text: str) -> str:
    return text.partition('name="seen" value="')[2].partition('"')[0]


def test_a_list_of_odd_columns_is_mended_by_pointing_and_remembered(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    address = handed_in(clerk, ODD)
    assert f'href="{address}/columns"' in clerk.get(address).text
    page = clerk.get(f"{address}/columns").text
    assert "Chưa đọc được danh sách" in page
    assert "Cột B: “0000271001”" in page
    answer = clerk.post(f"{address}/columns", {"seen": version(page), **CHOICE})
    assert answer.status_code == 303, answer.text
    wait_for_result(clerk, address)
    assert counted(clerk, address) == "2"
    assert "Cột do xã chỉ trên màn hình." in clerk.get(address).text

    again = handed_in(clerk, ODD.replace("00002710", "00002720"))
    text = clerk.get(again).text
    assert counted(clerk, again) == "2"
    assert "nên đọc theo cách đã nhớ" in text
    assert "tiêu đề ở dòng 3" in text
    assert "Để hệ thống tự nhận" in clerk.get(f"{again}/columns").text


def test_what_was_chosen_survives_a_refusal_and_nothing_changes(site: Site, visitor: Known) -> None:
    clerk, path = visitor("xa-an"), filled(site, "/submissions/{checked}")
    seen = version(clerk.get(f"{path}/columns").text)
    for form, field in (
        ({**CHOICE, "id": ""}, "id"),
        ({**CHOICE, "id": "A"}, "id"),
        ({**CHOICE, "header_row": "mười"}, "header_row"),
        ({**CHOICE, "header_row": "999"}, "header_row"),
    ):
        answer = clerk.post(f"{path}/columns", {"seen": seen, **form})
        assert answer.status_code == 422, form
        assert f'href="#{field}"' in answer.text
        assert f'value="{form["header_row"]}"' in answer.text
    assert version(clerk.get(f"{path}/columns").text) == seen


def test_the_result_says_what_was_read_and_what_is_not_kept(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    content = "Họ và tên,Mã số BHXH,Điện thoại\n" + "".join(
        f"Bùi Văn Mẫu {sign},00002730{n:02d},0912345678\n" for n, sign in enumerate("abcd")
    )
    text = clerk.get(handed_in(clerk, content)).text
    assert "Họ và tên ở cột A, Mã số ở cột B" in text
    assert "Không lấy, không lưu: C: Điện thoại" in text


def test_a_guessed_header_is_asked_about_once(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    content = "Họ và tên,Cột không tên\n" + "".join(
        f"Bùi Văn Mẫu {sign},00002740{n:02d}\n" for n, sign in enumerate("abcdefgh")
    )
    address = handed_in(clerk, content)
    text = clerk.get(address).text
    assert "Cột đọc như vậy có đúng không?" in text
    form = {"seen": version(text), "name": "A", "id": "B", "act": "choose"}
    assert clerk.post(f"{address}/columns", form).status_code == 303
    wait_for_result(clerk, address)
    assert "có đúng không?" not in clerk.get(address).text
    again = handed_in(clerk, content.replace("00002740", "00002750"))
    assert "có đúng không?" not in clerk.get(again).text
