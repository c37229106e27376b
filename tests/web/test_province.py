"""An administrator enters a missing figure with its document, and lowers none."""

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


def test_a_national_figure_is_not_lowered(visitor: Known) -> None:
    answer = visitor("quan-tri").post("/province/rules/NTM-2021/figure", {**GOOD, "percent": "80"})
    assert answer.status_code == 422
    assert "thấp hơn ngưỡng quốc gia" in answer.text


def test_an_entered_figure_stands_with_its_document(visitor: Known) -> None:
    path = "/province/rules/NTM-2009/figure"
    answer = visitor("quan-tri").post(path, GOOD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/province")
    text = visitor("quan-tri").get("/province").text
    assert "92,5\u00a0%, tính chung" in text
    assert GOOD["reference"] in text


def test_a_rule_set_that_is_not_there_is_a_missing_page(visitor: Known) -> None:
    path = "/province/rules/NTM-0000/figure"
    assert visitor("quan-tri").get(path).status_code == 404
    assert visitor("quan-tri").post(path, {}).status_code == 404
