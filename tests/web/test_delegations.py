"""An office is handed on and taken back on a page; who is named must have the same office."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.support.site import Visitor

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
