"""Old fonts are shown before and after, and converted only when the commune says so."""

from collections.abc import Callable

import pytest

from tests.support.mending import OLD_FONT
from tests.support.site import Site, Visitor, filled
from tests.web.test_columns import version
from tests.web.test_warnings import FORM, wait_for_result

Known = Callable[[str], Visitor]


def test_the_refusal_leads_to_a_page_with_each_column_before_and_after(
    site: Site, visitor: Known
) -> None:
    clerk, path = visitor("xa-an"), filled(site, "/submissions/{old_font}")
    assert f'href="{path}/font"' in clerk.get(path).text
    text = clerk.get(f"{path}/font").text
    for before, after in (("NguyÔn V¨n MÉu", "Nguyễn Văn Mẫu"), ("Th«n §«ng", "Thôn Đông")):
        assert before in text
        assert after in text
    assert "Chưa có chữ nào được chuyển" in text


@pytest.mark.parametrize(
    ("act", "name", "told"),
    [
        ("convert", "Nguyễn Văn Mẫu", "Chữ đã chuyển từ TCVN3 (ABC) theo xác nhận của xã."),
        ("keep", "", "Giữ nguyên chữ như trong tệp"),
    ],
)
def test_the_choice_is_carried_out_and_kept(visitor: Known, act: str, name: str, told: str) -> None:
    clerk = visitor("xa-lam")
    content = OLD_FONT.replace(b"00002002", b"00002%03d" % (len(act) * 11))
    answer = clerk.post("/submissions", FORM, files=[("files", ("cu.csv", content))])
    address = answer.headers["location"]
    wait_for_result(clerk, address)
    seen = version(clerk.get(f"{address}/font").text)
    form = {"seen": seen, "font": "tcvn3", "act": act}
    assert clerk.post(f"{address}/font", form).status_code == 303
    wait_for_result(clerk, address)
    assert name in clerk.get(f"{address}/rows").text
    assert told in clerk.get(address).text + clerk.get(f"{address}/font").text


def test_a_list_in_unicode_has_nothing_to_convert(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/submissions/{checked}/font")).text
    assert "không thấy phông cũ" in text
    assert "Chuyển mã" not in text
