"""An administrator enters a missing figure with its document, lowers none, and releases none."""

from collections.abc import Callable

from tests.support.site import Visitor

Known = Callable[[str], Visitor]
GOOD = {
    "percent": "92,5",
    "reference": "Nghị quyết 00/NQ-HĐND tỉnh Mẫu (SỐ LIỆU TRÌNH DIỄN)",
    "both_sexes": "no",
}


def test_a_figure_needs_a_number_a_document_and_an_answer_about_sexes(visitor: Known) -> None:
    path = "/province/rules/KM-2018/figure"
    for missing in GOOD:
        form = {name: value for name, value in GOOD.items() if name != missing}
        answer = visitor("quan-tri").post(path, form)
        assert answer.status_code == 422, missing
        assert f'href="#{missing}"' in answer.text
        kept = [value for name, value in form.items() if name != "both_sexes"]
        assert all(f'value="{value}"' in answer.text for value in kept)


def test_each_refusal_stands_beside_its_field(visitor: Known) -> None:
    for rule_set, change, field, words in (
        ("NTM-2021", {"percent": "80"}, "percent", "thấp hơn ngưỡng quốc gia"),
        ("NTM-2021", {"reference": "Quyết định của tỉnh"}, "reference", "cần có số và ký hiệu"),
        ("NTM-2026", {"first_day": "1/6/2026"}, "gap_note", "từ 15/02/2026 đến 31/05/2026"),
        ("NTM-2026", {"first_day": "mai"}, "first_day", "ngày/tháng/năm"),
        ("NTM-2026", {"last_day": "1/1/2031"}, "first_day", "phải nằm trong khoảng này"),
        ("NTM-2026", {"percent-1": "x"}, "percent-1", "bằng số"),
        ("NTM-2026", {"percent-1": "95"}, "percent", "hoặc ngưỡng theo nhóm xã"),
    ):
        answer = visitor("quan-tri").post(f"/province/rules/{rule_set}/figure", {**GOOD, **change})
        assert answer.status_code == 422, change
        assert f'href="#{field}"' in answer.text, change
        assert f'id="{field}"' in answer.text, change
        assert words in answer.text, change


def test_an_entered_figure_waits_and_its_author_cannot_release_it(visitor: Known) -> None:
    author, reviewer = visitor("quan-tri"), visitor("quan-tri-2")
    page = author.post("/province/rules/NTM-2009/figure", GOOD).headers["location"]
    assert page.rpartition("/")[0] == "/province/proposals"
    before = author.get("/province").text
    assert "Chờ người thứ hai rà soát" in before
    assert "92,5\u00a0%, tính chung" not in before

    own, theirs = author.get(page).text, reviewer.get(page).text
    assert "Bạn là người nhập nên không tự rà soát" in own
    assert 'name="decision"' not in own
    assert "Thay đổi so với đang áp dụng" in theirs
    seen = theirs.partition('name="seen" value="')[2].partition('"')[0]
    good = {"seen": seen, "decision": "release"}
    refused = author.post(f"{page}/review", good)
    assert refused.status_code == 403
    assert "không tự rà soát" in refused.text
    for form in ({"seen": seen}, {"seen": seen, "decision": "refuse"}):
        assert reviewer.post(f"{page}/review", form).status_code == 422
    assert reviewer.post(f"{page}/review", {**good, "seen": "0" * 64}).status_code == 409

    assert reviewer.post(f"{page}/review", good).status_code == 303
    after = author.get("/province").text
    assert "92,5\u00a0%, tính chung" in after
    assert GOOD["reference"] in after
    assert "bản NTM-2009/00/1" in after
    again = author.post("/province/rules/NTM-2009/figure", {**GOOD, "percent": "95"})
    assert again.status_code == 422
    assert 'href="#replaces"' in again.text


def test_a_rule_set_that_is_not_there_is_a_missing_page(visitor: Known) -> None:
    for page in ("figure", "groups"):
        path = f"/province/rules/NTM-0000/{page}"
        assert visitor("quan-tri").get(path).status_code == 404
        assert visitor("quan-tri").post(path, {}).status_code == 404
