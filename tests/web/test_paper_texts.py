"""An administrator words the province's papers: looks at the longest one, then puts it in force."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.documents.reading import Paper
from tests.support.site import Visitor, open_site, sign_in


@pytest.fixture(scope="module")
def administrator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Sign in to a province of the test's own: its texts change here."""
    with open_site(tmp_path_factory.mktemp("paper"), dossiers=False) as site:
        visitor = sign_in(site, "quan-tri")
        yield visitor
        visitor.client.close()


def fields(text: str) -> dict[str, str]:
    """Give the texts as the form shows them."""
    inputs = re.findall(r'<input id="(\w+)" name="\w+" type="text" value="([^"]*)"', text)
    areas = re.findall(r'<textarea id="(\w+)"[^>]*>([^<]*)</textarea>', text)
    (seen,) = re.findall(r'name="seen" value="(\d+)"', text)
    (kind,) = re.findall(r'<option value="(\w+)" selected>', text)
    told = {name: unescape(value) for name, value in [*inputs, *areas]}
    return told | {"seen": seen, "paper_type": kind}


def test_texts_are_looked_at_then_put_in_force_and_the_versions_stay(
    administrator: Visitor,
) -> None:
    before = fields(administrator.get("/province/paper").text)
    assert (before["seen"], before["paper_type"], before["symbol"]) == ("1", "TB", "TB-BHXH")
    report = before | {
        "paper_type": "BC",
        "symbol": "BC-BHXH",
        "addressees": "- Ủy ban nhân dân tỉnh Mẫu;\nBảo hiểm xã hội Việt Nam",
        "closing": "Kính báo cáo kết quả của [đơn vị]",
        "reason": "Theo quy chế mới <b>",
    }

    shown = administrator.post("/province/paper/preview", report)

    assert shown.headers["content-type"] == "application/pdf"
    paper = Paper(shown.content)
    assert "BÁO CÁO" in paper.text
    assert "- Ủy ban nhân dân tỉnh Mẫu;" in paper.text
    assert all("DỮ LIỆU GIẢ LẬP" in "".join(x.text for x in s.lines) for s in paper.sheets)
    assert fields(administrator.get("/province/paper").text) == before, "a look keeps nothing"

    assert administrator.post("/province/paper", report).status_code == 303
    page = administrator.get("/province/paper").text
    after = fields(page)
    assert (after["seen"], after["addressees"]) == (
        "2",
        "Ủy ban nhân dân tỉnh Mẫu\nBảo hiểm xã hội Việt Nam",
    )
    assert "Phiên bản 1" in page
    assert "Theo quy chế mới &lt;b&gt;" in page
    assert administrator.post("/province/paper", report).status_code == 409, "an old screen"


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    administrator: Visitor,
) -> None:
    before = fields(administrator.get("/province/paper").text)
    wrong = before | {"symbol": "qđ", "closing": "Lời kết đang soạn", "reason": "Thử"}

    for address in ("/province/paper", "/province/paper/preview"):
        answer = administrator.post(address, wrong)
        assert answer.status_code == 422
        assert 'href="#symbol"' in answer.text
        assert fields(answer.text)["closing"] == "Lời kết đang soạn"

    long = before | {"abstract": "dài " * 200, "reason": "Thử"}
    answer = administrator.post("/province/paper", long)
    assert answer.status_code == 422
    assert "trích yếu (cả tên xã) dài" in answer.text
    assert fields(administrator.get("/province/paper").text) == before
