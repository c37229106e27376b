"""An administrator tries a resolution's table, mends it, takes it in, and it stands on the page."""

from collections.abc import Callable

from tests.support.site import Visitor

Known = Callable[[str], Visitor]
PAGE = "/province/targets"
PAPER = {
    "kind": "Nghị quyết",
    "number": "02-NQ/TU (giả lập)",
    "document_day": "15/01/1999",
    "issuer": "Tỉnh ủy",
}


def sent(visitor: Visitor, table: str, **form: str) -> str:
    files = [("file", ("chi-tieu.csv", table.encode()))]
    return visitor.post(PAGE, form, files=files).text


def test_a_table_is_tried_mended_and_taken_in(visitor: Known) -> None:
    known = visitor("quan-tri")
    province = known.get("/dashboard/open.csv").headers["content-disposition"].split('"')[1][:2]
    head = f"Mã đơn vị,Loại hình,Gốc,1999,2000\n{province},BHYT,"

    assert "chưa nạp dòng nào" in sent(known, f"{head}trời,91%,90%\n", **PAPER)
    assert "cần căn cứ" in sent(known, f"{head}dân số,91%,90%\n")
    tried = sent(known, f"{head}dân số,91%,90%\n", **PAPER, **{"try": "yes"})
    assert "chưa lưu gì" in tried
    assert "có năm thấp hơn năm trước: BHYT 2000" in " ".join(tried.split())
    assert "02-NQ/TU" not in known.get("/dashboard?day=31/12/2000").text

    assert "Đã nạp 2 dòng" in sent(known, f"{head}dân số,91%,92%\n", **PAPER)
    page = known.get("/dashboard?day=31/12/2000").text
    assert "02-NQ/TU (giả lập)" in page
    assert "trên dân số" in page


def test_the_last_day_for_dossiers_is_set_with_its_document(visitor: Known) -> None:
    known = visitor("quan-tri")
    due = {"due_year": "1999", "due_day": "31/10/1999", "due_document": "Công văn 12 (giả lập)"}
    for field, value in (("due_day", "cuối năm"), ("due_document", ""), ("due_year", "99")):
        answer = known.post(f"{PAGE}/due", due | {field: value})
        assert answer.status_code == 422
        assert 'href="#due_day"' in answer.text

    assert "1999: 31/10/1999" in known.post(f"{PAGE}/due", due).text
    page = known.get("/dashboard?day=31/12/1999").text
    assert "Hạn nộp 31/10/1999 theo Công văn 12 (giả lập)" in page
