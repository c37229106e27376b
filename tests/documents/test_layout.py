"""The paper stands on the page as Nghị định 30/2020/NĐ-CP, Phụ lục I says (thể thức)."""

from datetime import UTC, datetime
from itertools import pairwise, takewhile

import pytest

from . import samples
from .papers import a_certificate, a_letterhead
from .reading import BOTTOM, LEFT, MM, RIGHT, TOP, Line, Paper, Sheet, the_maker

PAPERS = (samples.usual, samples.by_sex, samples.demonstration, samples.worst)
every_paper = pytest.mark.parametrize("make", PAPERS, ids=lambda make: make.__name__)
KINDS = (*PAPERS, samples.report, samples.minutes, samples.longest)
every_kind = pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
TITLES = ("THÔNG BÁO", "BÁO CÁO", "BIÊN BẢN")
MARK = "DỮ LIỆU GIẢ LẬP – VĂN BẢN MINH HỌA"


def outside_the_text(sheet: Sheet) -> set[Line]:
    """Page number above, box 13 and the mark below."""
    return {line for line in sheet.lines if line.baseline < TOP or line.top > BOTTOM}


@every_kind
def test_pages_are_a4_and_text_keeps_the_margins(make: samples.Maker) -> None:
    for sheet in make().sheets:
        assert (sheet.width, sheet.height) == pytest.approx((595.28, 841.89), abs=0.5)
        for line in set(sheet.lines) - outside_the_text(sheet):
            assert line.x0 >= 30, line
            assert line.x1 <= 210 - 15, line
            assert line.top >= 20, line
            assert line.bottom <= 297 - 20, line


@every_kind
def test_only_number_address_and_mark_stand_in_the_margins(make: samples.Maker) -> None:
    for number, sheet in enumerate(make().sheets, 1):
        for line in outside_the_text(sheet):
            is_number = line.text.isdecimal() and line.baseline < TOP
            is_foot = line.text == MARK or (number == 1 and line.style == "11 upright")
            assert is_number or is_foot, line


@every_kind
def test_pages_are_numbered_from_two_and_each_annex_from_one(make: samples.Maker) -> None:
    paper = make()
    shown = []
    for sheet in paper.sheets:
        above = [line for line in sheet.lines if line.baseline < TOP]
        for line in above:
            assert line.centre == pytest.approx((LEFT + RIGHT) / 2, abs=1)
            assert line.style == "14 upright"
        shown.append(above[0].text if above else "")
    starts = [i for i, s in enumerate(paper.sheets) if s.lines[1].text.startswith("Phụ lục")]
    parts = [range(a, b) for a, b in pairwise([0, *starts, len(shown)])]

    assert starts
    for first, part in enumerate(parts):
        numbers = [str(n) for n, _ in enumerate(part, 1)]
        assert [shown[i] for i in part] == ([*numbers] if first else ["", *numbers[1:]])


@every_kind
def test_all_text_is_black_and_of_one_family(make: samples.Maker) -> None:
    for sheet in make().sheets:
        for line in sheet.lines:
            assert line.colours == {(0, 0, 0)}
            assert {font.partition("Serif")[0] for font in line.fonts} == {"Paper-Liberation-"}


STYLES = {
    "BẢO HIỂM XÃ HỘI VIỆT NAM": "12 upright",
    "BẢO HIỂM XÃ HỘI": "12 bold",
    "TỈNH MẪU SƠN": "12 bold",
    "CỘNG HÒA": "12 bold",
    "Độc lập": "13 bold",
    "Số: ": "13 upright",
    "Mẫu Sơn, ngày": "13 italic",
    "THÔNG BÁO": "14 bold",
    "Kết quả thẩm định": "14 bold",
    "tham gia bảo hiểm y tế của": "14 bold",
    "Căn cứ Luật": "14 italic",
    "Qua thẩm định": "14 upright",
    "1. Số liệu": "14 bold",
    "Địa chỉ: ": "11 upright",
    "Nơi nhận:": "12 bolditalic",
    "- Ủy ban nhân dân": "11 upright",
    "- Lưu: VT, TST.": "11 upright",
    "KT. GIÁM ĐỐC": "14 bold",
    "PHÓ GIÁM ĐỐC": "14 bold",
    "Nguyễn Thị Giả Lập": "14 bold",
    "Phụ lục II": "14 bold",
    "THÔNG TIN KIỂM CHỨNG": "14 bold",
    "(Kèm theo Thông báo": "14 italic",
}


@pytest.mark.parametrize("start", STYLES)
def test_each_element_has_its_size_weight_and_slant(start: str) -> None:
    found = [x for s in samples.by_sex().sheets for x in s.lines if x.text.startswith(start)]

    assert STYLES[start] in [line.style for line in found]
    assert found[-1].style == STYLES[start]


@every_kind
def test_text_of_the_body_is_13_or_14(make: samples.Maker) -> None:
    for sheet in make().sheets:
        for line in sheet.lines:
            assert line.sizes <= {11, 12, 13, 14}
            assert len(line.sizes) == 1


def head(sheet: Sheet) -> dict[str, Line]:
    """Give boxes 1-4 of page 1."""
    left = [line for line in sheet.lines if line.centre < LEFT + 66 and line.baseline > TOP]
    number = next(line for line in left if line.text.startswith("Số: "))
    issuer = [line for line in left[: left.index(number)] if line.style == "12 bold"]
    return {
        "parent": left[0],
        "issuer": issuer[0],
        "issuer end": issuer[-1],
        "widest": max(issuer, key=lambda line: line.width),
        "nation": sheet.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        "motto": sheet.line("Độc lập - Tự do - Hạnh phúc"),
        "number": number,
        "day": next(line for line in sheet.lines if line.style == "13 italic"),
    }


@every_paper
def test_boxes_are_level_with_each_other(make: samples.Maker) -> None:
    paper = make()
    boxes = head(paper.sheets[0])
    last = paper.body[-1]
    post = next(line for line in last.lines if line.text.startswith("KT. "))

    assert boxes["parent"].top == pytest.approx(boxes["nation"].top, abs=1)
    assert boxes["number"].baseline == pytest.approx(boxes["day"].baseline, abs=0.5)
    assert last.line("Nơi nhận:").baseline == pytest.approx(post.baseline, abs=0.5)
    assert last.line("Nơi nhận:").x0 == pytest.approx(LEFT, abs=0.5)


@every_kind
def test_boxes_are_centred_to_each_other(make: samples.Maker) -> None:
    paper = make()
    boxes = head(paper.sheets[0])
    middle = pytest.approx((LEFT + RIGHT) / 2, abs=1)
    posts, names = signature(paper.body[-1])

    assert boxes["motto"].centre == pytest.approx(boxes["nation"].centre, abs=1)
    assert boxes["parent"].centre == pytest.approx(boxes["issuer"].centre, abs=1)
    assert boxes["number"].centre == pytest.approx(boxes["issuer"].centre, abs=1)
    assert boxes["day"].centre == pytest.approx(boxes["nation"].centre, abs=1)
    assert title(paper.sheets[0]).centre == middle
    assert all(line.centre == middle for line in abstract(paper.sheets[0]))
    for line in [*posts, *names]:
        assert line.centre == pytest.approx(posts[0].centre, abs=1)


def signature(sheet: Sheet) -> tuple[list[Line], list[Line]]:
    """Boxes 7a and 7b: authority and post, and the name."""
    clerk = [line for line in sheet.lines if line.text == "THƯ KÝ"]
    level = (clerk[0] if clerk else sheet.line("Nơi nhận:")).baseline - 1
    right = [line for line in sheet.lines if line.baseline > level and line.x0 > 95]
    bold = [line for line in right if line.style == "14 bold"]
    posts = [line for line in bold if line.text.isupper()]
    return posts, bold[len(posts) :]


def title(sheet: Sheet) -> Line:
    """Give the document type of box 5a."""
    return next(line for line in sheet.lines if line.text in TITLES)


def abstract(sheet: Sheet) -> list[Line]:
    """Give the lines of box 5a under the document type."""
    after = sheet.lines[sheet.lines.index(title(sheet)) + 1 :]
    return list(takewhile(lambda line: line.style == "14 bold", after))


@every_kind
def test_rules_have_their_lengths(make: samples.Maker) -> None:
    sheet = make().sheets[0]
    boxes = head(sheet)
    motto = sheet.rule_under(boxes["motto"])
    issuer = sheet.rule_under(boxes["issuer end"])
    lines = abstract(sheet)
    under = sheet.rule_under(lines[-1])
    (foot,) = (rule for rule in sheet.rules if rule.y > BOTTOM)

    assert motto.length == pytest.approx(boxes["motto"].width, abs=1)
    assert motto.centre == pytest.approx(boxes["motto"].centre, abs=1)
    assert 1 / 3 <= issuer.length / boxes["widest"].width <= 1 / 2
    assert issuer.centre == pytest.approx(boxes["issuer"].centre, abs=1)
    assert 1 / 3 <= under.length / max(line.width for line in lines) <= 1 / 2
    assert under.centre == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    assert (foot.x0, foot.x1) == pytest.approx((LEFT, RIGHT), abs=0.5)


def running(paper: Paper) -> list[list[Line]]:
    """Lines of the running text, page by page, without title, tables and the foot."""
    pages = []
    for sheet in paper.body:
        lines = [x for x in sheet.lines if x.sizes == {14} and TOP < x.baseline < BOTTOM]
        bold = [i for i, x in enumerate(lines) if x.text.startswith("KT. ")]
        lines = lines[: bold[0]] if bold else lines
        starts = [i for i, x in enumerate(lines) if x.text.startswith("Căn cứ Luật")]
        pages.append([x for x in lines[starts[0] if starts else 0 :] if x.x0 < 50])
    return pages


@every_paper
def test_paragraphs_are_justified_indented_and_apart(make: samples.Maker) -> None:
    for lines in running(make()):
        for line in lines:
            indent = line.x0 - LEFT
            assert indent == pytest.approx(0, abs=0.3) or indent == pytest.approx(12.7, abs=0.3)
        for line, following in pairwise(lines):
            pitch = (following.baseline - line.baseline) / MM
            if following.x0 - LEFT < 1:
                assert line.x1 == pytest.approx(RIGHT, abs=0.5), line
                assert 14 <= pitch <= 1.5 * 14 * 1.15
            else:
                assert pitch >= 1.25 * 14 + 6 - 0.1


@every_paper
def test_legal_bases_are_italic_and_end_as_they_should(make: samples.Maker) -> None:
    sheet = make().sheets[0]
    start = sheet.lines.index(sheet.line("Căn cứ Luật"))
    stop = sheet.lines.index(sheet.line("Qua thẩm định"))
    lines = sheet.lines[start:stop]
    ends = [
        line.text[-1]
        for line, following in pairwise([*lines, sheet.lines[stop]])
        if following.x0 > LEFT + 1
    ]

    assert {line.style for line in lines} == {"14 italic"}
    assert ends == [";", ";", "."]


@every_paper
def test_body_and_annexes_end_with_the_sign_of_the_end(make: samples.Maker) -> None:
    paper = make()
    text = running(paper)[-1][-1].text
    annexes = "\n".join(x.text for s in paper.sheets[len(paper.body) :] for x in s.lines)

    assert text.endswith("thực hiện./.")
    assert annexes.count("./.") == annexes.count("Phụ lục")


@pytest.mark.parametrize(
    ("month", "day", "written"),
    [
        (1, 1, "ngày 01 tháng 01 năm 2026"),
        (2, 5, "ngày 05 tháng 02 năm 2026"),
        (3, 5, "ngày 05 tháng 3 năm 2026"),
        (6, 29, "ngày 29 tháng 6 năm 2026"),
        (10, 10, "ngày 10 tháng 10 năm 2026"),
    ],
)
def test_number_and_day_are_padded_as_the_decree_says(month: int, day: int, written: str) -> None:
    planned = datetime(2026, month, day, 3, tzinfo=UTC)
    sheet = Paper(the_maker().make(a_certificate(planned_at=planned, number=day))).sheets[0]

    assert sheet.line("Mẫu Sơn, ngày").text == f"Mẫu Sơn, {written}"
    assert sheet.line("Số: ").text == f"Số: {day:02d}/TB-BHXH"


def test_the_day_is_vietnams_and_not_greenwichs() -> None:
    late = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)
    sheet = Paper(the_maker().make(a_certificate(planned_at=late))).sheets[0]

    assert sheet.line("Mẫu Sơn, ngày").text.endswith("ngày 05 tháng 3 năm 2026")


@every_kind
def test_nothing_lies_over_anything_else(make: samples.Maker) -> None:
    for sheet in make().sheets:
        for i, line in enumerate(sheet.lines):
            for other in sheet.lines[i + 1 :]:
                side_by_side = line.x1 <= other.x0 + 0.1 or other.x1 <= line.x0 + 0.1
                apart = other.baseline - line.baseline > 0.8 * MM * min(*line.sizes, *other.sizes)
                assert side_by_side or apart, (line, other)


@every_paper
def test_the_signature_stays_whole_and_never_stands_alone(make: samples.Maker) -> None:
    last = make().body[-1]
    posts, names = signature(last)
    text = [line for line in last.lines if line.text.endswith("thực hiện./.")]

    assert posts
    assert names
    assert text
    assert names[0].top - posts[-1].bottom >= 30


@every_kind
def test_the_space_for_the_signatures_is_blank(make: samples.Maker) -> None:
    last = make().body[-1]
    posts, names = signature(last)
    top, bottom = posts[-1].bottom, names[0].top

    assert not [x for x in last.lines if x.x0 > LEFT + 66 and top < x.baseline < bottom]


def test_a_page_break_takes_text_along_with_the_signature() -> None:
    """Whatever the length of the body, the signature has company (box 7)."""
    for count in (1, 3, 4, 5, 7):
        recipients = ("Một cơ quan nhận",) * (3 * count)
        waivers = ("Một miễn trừ được ghi đủ một dòng trên văn bản",) * count
        certificate = a_certificate(letterhead=a_letterhead(recipients=recipients))
        paper = Paper(the_maker().make(certificate, waivers))

        assert any(x.text.endswith("./.") for x in paper.body[-1].lines), count
        assert paper.body[-1].line("Nguyễn Thị Giả Lập").x0 > 95


def test_long_headings_are_broken_evenly() -> None:
    sheet = samples.worst().sheets[0]
    widths = [line.width for line in abstract(sheet)]

    assert len(widths) >= 6
    assert max(widths) <= 160
    assert min(widths) > 0.6 * max(widths)


def test_the_demonstration_says_so_on_every_page() -> None:
    for paper, marked in ((samples.demonstration(), True), (samples.usual(), False)):
        for sheet in paper.sheets:
            assert (MARK in [line.text for line in sheet.lines]) is marked


def test_tables_repeat_their_head_on_every_page() -> None:
    sheets = [s for s in samples.worst().sheets if any("Nà Pặc" in x.text for x in s.lines)]

    assert len(sheets) > 3
    for sheet in sheets:
        assert sheet.line("STT").style == "13 bold"
