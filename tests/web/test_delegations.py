"""An office is handed on and taken back on a page; who is named must have the same office."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


def test_an_office_is_handed_on_and_taken_back(visitor: Known) -> None:
    known = visitor("tham-dinh")
    day = datetime.now(UTC) + timedelta(hours=7)
    form = {
        "taker": "tham-dinh-2",
        "first_day": day.strftime("%d/%m/%Y"),
        "last_day": (day + timedelta(days=3)).strftime("%d/%m/%Y"),
        "legal_reference": "12/QĐ-BHXH <giả lập>",
    }
    for wrong in ({"taker": ""}, {"last_day": "x"}, {"legal_reference": ""}, {"taker": "ky"}):
        assert known.post("/delegations", {**form, **wrong}).status_code == 422, wrong
    assert known.post("/delegations", form).status_code == 303
    page = known.get("/delegations").text
    assert "12/QĐ-BHXH &lt;giả lập&gt;" in page
    assert "đang hiệu lực" in page
    (end,) = re.findall(r'action="(/delegations/[^/]+/end)"', page)
    assert end not in visitor("tham-dinh-2").get("/delegations").text
    assert visitor("tham-dinh-2").post(end, {"seen": "1"}).status_code == 403
    assert known.post(end, {"seen": "1"}).status_code == 303
    assert "đã hết" in known.get("/delegations").text


def test_a_delegate_is_offered_the_decisions_and_the_page_says_for_whom(
    site: Site, visitor: Known
) -> None:
    holder, delegate = visitor("tham-dinh-2"), visitor("tham-dinh")
    path = filled(site, "/appraisals/{taken_2}")
    assert f"{path}/approval" not in delegate.get(path).text
    today = (datetime.now(UTC) + timedelta(hours=7)).strftime("%d/%m/%Y")
    ground = {"legal_reference": "13/QĐ-BHXH (DỮ LIỆU GIẢ LẬP)"}
    form = {"taker": "tham-dinh", "first_day": today, "last_day": today, **ground}
    assert holder.post("/delegations", form).status_code == 303

    text = delegate.get(path).text
    name = re.findall(r"Bạn quyết định thay mặt ([^<]+) theo ủy quyền", text)
    assert len(name) == 1
    for kind in ("approval", "return", "refusal"):
        assert f'href="{path}/{kind}"' in text
        assert f"thay mặt {name[0]}" in delegate.get(f"{path}/{kind}").text
    assert 'name="release"' not in text, "who does not hold it cannot give it back"
    assert f"{path}/sample" not in text

    (end,) = re.findall(r'action="(/delegations/[^/]+/end)"', holder.get("/delegations").text)
    assert holder.post(end, {"seen": "1"}).status_code == 303
    assert f"{path}/approval" not in delegate.get(path).text
