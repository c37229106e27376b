"""The papers that the tests look at, each made once (DỮ LIỆU GIẢ LẬP)."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ntm_verify.domain.appraisal import HamletCount
from ntm_verify.domain.paper_sample import Place, worst_case

from .papers import BOTH_SEXES, HAMLETS, MOMENT, TALLY, a_certificate, a_letterhead, an_outcome
from .reading import Paper, the_maker

Maker = Callable[[], Paper]
WAIVERS = tuple(
    f"Quy tắc số {i} được miễn theo đề nghị của Ủy ban nhân dân xã, hết hạn ngày 31/12/2026"
    for i in range(1, 4)
)
FOUR_LINES = (
    "VĂN PHÒNG ĐIỀU PHỐI CHƯƠNG TRÌNH\nMỤC TIÊU QUỐC GIA XÂY DỰNG\n"
    "NÔNG THÔN MỚI VÀ GIẢM NGHÈO BỀN VỮNG\nTỈNH MẪU SƠN"
)
SUBJECT = "Kết quả thẩm định tỷ lệ người dân tham gia bảo hiểm y tế và nội dung liên quan "


@cache
def usual() -> Paper:
    """Judge the whole commune against a threshold, no hamlets."""
    return Paper(the_maker().make(a_certificate()))


@cache
def by_sex() -> Paper:
    """Judge men and women too, with three hamlets."""
    outcome = an_outcome(threshold=BOTH_SEXES, hamlets=HAMLETS)
    return Paper(the_maker().make(a_certificate(number=1204, outcome=outcome)))


@cache
def demonstration() -> Paper:
    """Show a paper that proves nothing and says so."""
    return Paper(the_maker().make(a_certificate(demonstration=True)))


@cache
def worst() -> Paper:
    """Make everything as long as it may be."""
    letterhead = a_letterhead(
        parent="ỦY BAN NHÂN DÂN TỈNH MẪU SƠN VÀ CÁC ĐƠN VỊ PHỐI HỢP",
        issuer=FOUR_LINES,
        abstract=(SUBJECT * 9)[: 500 - len(" của xã Hiệp Thành")].rstrip().ljust(482, "."),
        place="Thành phố Hồ Chí Minh",
        authority="KT. CHÁNH VĂN PHÒNG",
        post="PHÓ CHÁNH VĂN PHÒNG PHỤ TRÁCH CÔNG TÁC THẨM ĐỊNH, CÔNG NHẬN KẾT QUẢ NÔNG THÔN MỚI "
        "CẤP XÃ NĂM 2026",
        recipients=tuple(f"Cơ quan nhận văn bản thứ {i} có tên gọi rất dài" for i in range(1, 13)),
    )
    outcome = an_outcome(
        threshold=BOTH_SEXES,
        hamlets=tuple(HamletCount(f"Thôn số {i} Nà Pặc Khuổi Ún", 7) for i in range(1, 201)),
        tally=replace(TALLY, doubtful=12),
    )
    certificate = a_certificate(
        number=12_345,
        letterhead=letterhead,
        outcome=outcome,
        demonstration=True,
        signer_name="Nguyễn Phan Hoàng Trần Lê Đặng Vũ Bùi Đỗ Hồ Ngô Lý",
    )
    return Paper(the_maker().make(certificate, WAIVERS))


@cache
def report() -> Paper:
    """Report to two superiors, with a base and a closing sentence of the province's own."""
    letterhead = a_letterhead(
        symbol="BC-BHXH",
        paper_type="BC",
        paper_title="BÁO CÁO",
        addressees=("Ủy ban nhân dân tỉnh Mẫu Sơn", "Bảo hiểm xã hội Việt Nam"),
        bases=("Quyết định số 12/2026/QĐ-UBND ngày 15/3/2026 của Ủy ban nhân dân tỉnh Mẫu Sơn",),
        closing="Bảo hiểm xã hội tỉnh báo cáo kết quả của [đơn vị], kính đề nghị xem xét./.",
        form_version=3,
    )
    return Paper(the_maker().make(a_certificate(letterhead=letterhead)))


@cache
def minutes() -> Paper:
    """Keep minutes, signed by the chair and by who appraised."""
    letterhead = a_letterhead(
        symbol="BB-BHXH",
        paper_type="BB",
        paper_title="BIÊN BẢN",
        meeting_place="trụ sở Bảo hiểm xã hội tỉnh Mẫu Sơn, số 1 đường Giả Lập",
        attendants=("Đại diện Sở Nông nghiệp và Môi trường", "Đại diện Ủy ban nhân dân xã"),
        form_version=4,
    )
    certificate = a_certificate(letterhead=letterhead, appraiser="Lê Văn Thẩm Định")
    return Paper(the_maker().make(certificate))


@cache
def longest() -> Paper:
    """Show what an administrator looks at before texts are put in force: three annexes."""
    place = Place("99", "https://ntm.example")
    return Paper(the_maker().make(worst_case(a_letterhead(form_version=2), place, MOMENT)))
