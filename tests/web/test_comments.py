"""What one side writes the other reads, on its own page; markup stays text."""

from collections.abc import Callable

from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


def test_both_sides_write_and_read(site: Site, visitor: Known) -> None:
    path = filled(site, "/comments/{waiting_2}")
    said = {"text": "Dòng này <b>đã</b> đối chiếu", "row": "2"}
    assert visitor("xa-an").post(path, said).status_code == 303
    text = visitor("tham-dinh").get(path).text
    assert "Dòng này &lt;b&gt;đã&lt;/b&gt; đối chiếu" in text
    assert "dòng 2" in text
    assert "Bạn:" in visitor("xa-an").get(path).text
    case = visitor("tham-dinh").get(filled(site, "/appraisals/{waiting_2}")).text
    assert "Dòng này &lt;b&gt;" in case
    assert "ghi ý kiến: về dòng 2" in case


def test_nothing_or_a_row_that_is_not_there_is_not_kept(site: Site, visitor: Known) -> None:
    path = filled(site, "/comments/{waiting_2}")
    assert visitor("xa-an").post(path, {"text": " "}).status_code == 422
    answer = visitor("xa-an").post(path, {"text": "x", "row": "999"})
    assert answer.status_code == 422
    assert "Danh sách không có dòng 999" in answer.text
    assert visitor("xa-hoa").get(path).status_code == 404
