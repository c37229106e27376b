"""A paper names every waiver with its officials, its ground and its effect, and no citizen."""

from dataclasses import replace

from ntm_verify.documents.certificate import lay_out
from ntm_verify.documents.waivers import waiver_lines, without_waivers
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.waiver import WaiverState
from tests.support.waivers import a_waiver

from .papers import TALLY, a_certificate, an_outcome


def test_a_waiver_is_told_with_who_asked_who_decided_on_what_ground_and_until_when() -> None:
    (line,) = waiver_lines(a_certificate(waivers=(a_waiver(),)))

    assert line == (
        "Quy tắc “họ tên có ký tự không dùng trong tên người”, mọi dòng liên quan, được tính thêm "
        "2 người; lý do: ghi đúng như trên thẻ hoặc giấy tờ tùy thân; người đề nghị: Nguyễn Văn "
        "Giả (Ủy ban nhân dân xã Hiệp Thành); người chấp thuận: Phạm Văn Giả; căn cứ: Công văn số "
        "12/BHXH ngày 05/9/2019 của BHXH tỉnh (giả lập); có giá trị đến hết ngày 30/6/2020"
    )
    assert "Đã đối chiếu" not in line


def test_rows_are_counted_and_what_was_not_granted_is_not_told() -> None:
    some = a_waiver(rows=((0, 2), (0, 5)))
    denied = a_waiver(state=WaiverState.DENIED)
    (line,) = waiver_lines(a_certificate(waivers=(some, denied)))
    assert ", 2 dòng, " in line


def test_the_result_without_waivers_stands_beside_it() -> None:
    fewer = replace(TALLY, insured=TALLY.insured - 2000)
    paper = a_certificate(waivers=(a_waiver(),), unwaived=fewer)
    told = without_waivers(paper)
    assert told.startswith("Không có miễn áp dụng thì được tính ")
    assert "chưa đạt, còn thiếu" in told
    assert lay_out(paper).without_waivers == told
    assert without_waivers(a_certificate()) == ""


def test_the_full_citation_is_printed_where_it_is_known_and_the_appraiser_is_named() -> None:
    outcome = an_outcome()
    assert outcome.threshold is not None
    full = "Quyết định số 1980/QĐ-TTg ngày 17/10/2016 của Thủ tướng Chính phủ"
    threshold = replace(
        outcome.threshold,
        legal_reference="1980/QĐ-TTg; Quyết định số 5/2019/QĐ-UBND",
        citation=full,
    )
    paper = lay_out(
        a_certificate(outcome=replace(outcome, threshold=threshold), appraiser="Trần Thị Lập")
    )
    assert f"Căn cứ {full}" in paper.bases
    assert "Căn cứ Quyết định số 5/2019/QĐ-UBND" in paper.bases
    assert "Quyết định số 1980/QĐ-TTg" in paper.sources[1]
    assert full not in paper.sources[1], "in full where it is named first, then short"
    assert ("Trần Thị Lập",) in [row.cells for row in paper.proof if row.label == "Người thẩm định"]


def test_a_paper_of_before_says_what_it_said() -> None:
    plain = a_certificate()
    told = plain.statement()
    assert not {"waivers", "without_waivers", "appraiser", "legal_source"} & set(told)
    assert Tally.of(1) not in told.values()
