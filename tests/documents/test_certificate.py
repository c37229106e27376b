"""The paper says exactly what was decided, in whole people, and names nobody from a list."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ntm_verify.documents.certificate import FiguresDisagree, Paper, Row, lay_out
from ntm_verify.domain.appraisal import HamletCount, Outcome, WrongStatus
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.population import Population
from ntm_verify.domain.wording import NBSP

from . import samples
from .papers import BOTH_SEXES, HAMLETS, NATIONAL, TALLY, a_certificate, a_letterhead, an_outcome


def cells(paper: Paper, label: str) -> tuple[str, ...]:
    (row,) = (row for row in (*paper.figures, *paper.proof) if row.label.startswith(label))
    return tuple(cell.replace(NBSP, " ") for cell in row.cells)


def test_the_table_carries_people_threshold_and_the_share_cut_not_rounded() -> None:
    outcome = an_outcome(tally=replace(TALLY, insured=9006), threshold=NATIONAL)
    population = Population(10_007, source="Báo cáo", day=date(2019, 4, 1))
    paper = lay_out(a_certificate(outcome=outcome, population=population))

    assert cells(paper, "Số người tham gia bảo hiểm y tế") == ("9.006",)
    assert cells(paper, "Dân số") == ("10.007",)
    assert cells(paper, "Ngưỡng") == ("85 %",)
    assert cells(paper, "Số người tham gia phải có") == ("8.506",)
    assert cells(paper, "Tỷ lệ") == ("89,99 %",)


def test_sexes_stand_in_columns_where_the_rule_asks_for_them() -> None:
    paper = lay_out(a_certificate(outcome=an_outcome(threshold=BOTH_SEXES)))

    assert paper.columns == ("Toàn xã", "Nam", "Nữ")
    assert cells(paper, "Số người tham gia bảo hiểm y tế") == ("1.500", "735", "760")
    assert cells(paper, "Dân số") == ("1.564", "770", "794")
    assert cells(paper, "Số người tham gia phải có") == ("1.408", "693", "715")
    assert cells(paper, "Kết quả") == ("đạt", "đạt", "đạt")
    assert "Có 5 người được tính trong toàn xã nhưng chưa rõ giới tính" in paper.doubts
    assert "tính riêng nam, nữ" in paper.conclusion


def test_sexes_stay_away_where_the_rule_does_not_ask() -> None:
    paper = lay_out(a_certificate())

    assert paper.columns == ("Toàn xã",)
    assert all(len(row.cells) == 1 for row in paper.figures)
    assert paper.doubts == ""


@pytest.mark.parametrize(
    ("percent", "written"),
    [
        ("85", "toàn xã: 1.500 × 100 = 150.000 ≥ 1.564 × 85 = 132.940"),
        ("92.5", "toàn xã: 1.500 × 100 = 150.000 ≥ 1.564 × 92,5 = 144.670"),
        ("92.55", "toàn xã: 1.500 × 100 = 150.000 ≥ 1.564 × 92,55 = 144.748,2"),
        ("90.0", "toàn xã: 1.500 × 100 = 150.000 ≥ 1.564 × 90 = 140.760"),
    ],
)
def test_the_comparison_is_written_out_exactly(percent: str, written: str) -> None:
    threshold = replace(NATIONAL, percent=Decimal(percent))
    paper = lay_out(a_certificate(outcome=an_outcome(threshold=threshold)))

    assert [line.replace(NBSP, " ") for line in paper.comparisons] == [written]


def test_sources_name_who_says_so_and_when() -> None:
    paper = lay_out(a_certificate(outcome=an_outcome(threshold=BOTH_SEXES)))

    people, rule = paper.sources

    assert people == (
        "Nguồn dân số: Báo cáo số 12/BC-UBND của Ủy ban nhân dân xã Hiệp Thành, "
        "số liệu ngày 01/4/2019; cách tính dân số: thường trú."
    )
    assert rule == "Nguồn ngưỡng: điều khoản 15.1, bộ tiêu chí NTM-2021, Quyết định số 318/QĐ-TTg."
    assert paper.bases[1] == (
        "Căn cứ Quyết định số 318/QĐ-TTg ngày 08/3/2022 của Thủ tướng Chính phủ"
    ), "in full where it is named first"


def test_what_was_not_stated_is_said_to_be_so() -> None:
    paper = lay_out(a_certificate(population=Population(1564)))

    assert paper.sources[0] == (
        "Nguồn dân số: chưa nêu nguồn; cách tính dân số: chưa nêu cách tính."
    )


def test_each_document_behind_the_threshold_is_a_basis_of_its_own() -> None:
    reference = "51/2025/QĐ-TTg; Quyết định số 7/QĐ-UBND ngày 01/3/2026 của Ủy ban nhân dân tỉnh."
    threshold = replace(NATIONAL, legal_reference=reference, clause="")
    paper = lay_out(a_certificate(outcome=an_outcome(threshold=threshold)))

    assert paper.bases[:-1] == (
        "Căn cứ Luật Bảo hiểm y tế",
        "Căn cứ văn bản số 51/2025/QĐ-TTg",
        "Căn cứ Quyết định số 7/QĐ-UBND ngày 01/3/2026 của Ủy ban nhân dân tỉnh",
    )
    assert paper.bases[-1] == (
        "Căn cứ hồ sơ đề nghị thẩm định của Ủy ban nhân dân xã Hiệp Thành, số liệu chốt đến "
        "ngày 25 tháng 9 năm 2019"
    )
    assert "điều khoản" not in paper.sources[1]


def test_the_paper_carries_what_is_needed_to_prove_it() -> None:
    certificate = a_certificate()
    proof = {row.label: "".join(row.cells) for row in lay_out(certificate).proof}

    assert list(proof.values()) == [
        "99-2026-0005",
        str(certificate.appraisal_id),
        "1.531",
        certificate.outcome.roster_sha256,
        certificate.outcome.roster_root,
        "2026.1",
        NATIONAL.sha256,
        "e" * 64,
        "1.234",
        certificate.log_root,
    ]


def test_doubtful_rows_are_told_with_the_lower_count() -> None:
    firm = an_outcome(tally=replace(TALLY, doubtful=12))
    shaky = an_outcome(tally=replace(TALLY, insured=1330, doubtful=12))

    assert "còn 1.488 người, vẫn không thấp hơn" in lay_out(a_certificate(outcome=firm)).doubts
    assert "còn 1.318 người, thấp hơn" in lay_out(a_certificate(outcome=shaky)).doubts


def test_the_margin_is_told_in_people() -> None:
    exact = a_certificate(outcome=an_outcome(tally=replace(TALLY, insured=1330)))

    assert lay_out(a_certificate()).conclusion_detail.endswith("phải có 170 người")
    assert lay_out(exact).conclusion_detail.endswith("bằng số người phải có")


def test_hamlets_add_up_to_the_commune() -> None:
    named = lay_out(a_certificate(outcome=an_outcome(hamlets=HAMLETS)))
    short = (*HAMLETS[:2], HamletCount("", 300))
    partly = lay_out(a_certificate(outcome=an_outcome(hamlets=short)))

    assert named.hamlets[0] == Row("1", ("Thôn Một", "520"))
    assert named.hamlet_total.cells == ("Cộng", "1.500")
    assert len(named.hamlets) == 3
    assert partly.hamlets[-1] == Row("3", ("Không ghi thôn", "500"))


def test_hamlets_that_exceed_the_commune_stop_the_paper() -> None:
    hamlets = (*HAMLETS, HamletCount("Thôn Thừa", 1))

    with pytest.raises(FiguresDisagree, match="nhiều hơn số người được tính của cả xã 1 người"):
        lay_out(a_certificate(outcome=an_outcome(hamlets=hamlets)))


def test_a_list_without_hamlets_has_no_annex_of_them() -> None:
    nameless = (HamletCount("", 1500),)

    assert lay_out(a_certificate()).hamlets == ()
    assert lay_out(a_certificate(outcome=an_outcome(hamlets=nameless))).hamlets == ()


@pytest.mark.parametrize(
    "outcome",
    [
        an_outcome(tally=replace(TALLY, insured=1329)),
        an_outcome(threshold=None),
        an_outcome(threshold=replace(BOTH_SEXES, both_sexes=None)),
        an_outcome(threshold=BOTH_SEXES, tally=replace(TALLY, male=600, unknown=140)),
    ],
    ids=["one too few", "no threshold", "sex clause unknown", "men not proven"],
)
def test_no_paper_says_met_when_it_is_not(outcome: Outcome) -> None:
    with pytest.raises(WrongStatus):
        lay_out(a_certificate(outcome=outcome))


@pytest.mark.parametrize(
    "certificate",
    [
        a_certificate(demonstration=True),
        a_certificate(letterhead=a_letterhead(demonstration=True)),
        a_certificate(outcome=an_outcome(threshold=replace(NATIONAL, demonstration=True))),
    ],
    ids=["certificate", "office", "threshold"],
)
def test_anything_made_up_marks_the_paper(certificate: Certificate) -> None:
    assert lay_out(certificate).demonstration
    assert not lay_out(a_certificate()).demonstration


def test_recipients_are_marked_once_and_end_with_the_archive() -> None:
    plain = a_letterhead(recipients=("- Như trên;", " Sở Tài chính ", ""))
    kept = a_letterhead(recipients=("Sở Tài chính", "Lưu: VT, TST."))

    assert lay_out(a_certificate(letterhead=plain)).foot.recipients == (
        "Như trên",
        "Sở Tài chính",
        "Lưu: VT",
    )
    assert lay_out(a_certificate(letterhead=kept)).foot.recipients[-1] == "Lưu: VT, TST"


def test_waivers_are_printed_or_said_to_be_none() -> None:
    assert "Miễn trừ quy tắc kiểm tra: không có." in samples.usual().running_text
    for waiver in samples.WAIVERS:
        assert waiver in samples.worst().running_text


def test_the_page_tells_everything_a_reader_needs() -> None:
    text = samples.by_sex().running_text

    for said in (
        "Số: 1204/TB-BHXH",
        "xã Hiệp Thành (mã đơn vị hành chính 99001)",
        "cắt ở hai chữ số thập phân, không làm tròn",
        "xã Hiệp Thành đạt tiêu chí 15.1",
        "ngày 25 tháng 9 năm 2019",
        "không xác nhận tình trạng tham gia bảo hiểm y tế sau ngày đó",
        "https://ntm.example/xac-minh/ABCDEFGHJK2MN",
        "Mã xác minh: ABCD-EFGH-JK2MN",
        "Số liệu theo thôn tại Phụ lục I, thông tin kiểm chứng tại Phụ lục II",
    ):
        assert said in text


def test_nobody_but_the_signer_is_named() -> None:
    """The population's signer and the accounts stay in the dossier."""
    for paper in (samples.usual(), samples.by_sex(), samples.worst()):
        assert "Trần Thị Ký" not in paper.running_text
        assert b"Tr\xe1\xba\xa7n" not in paper.content
        assert "lanh-dao-1" not in paper.running_text
