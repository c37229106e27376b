"""Reports say whom they are for; minutes are signed by two; every kind keeps its own places."""

from dataclasses import replace

import pytest

from ntm_verify.documents.kinds import kind_of, own_bases
from ntm_verify.documents.limits import PaperTextTooLong
from ntm_verify.domain.statement import statement_digest

from . import samples
from .papers import a_certificate, a_letterhead
from .reading import LEFT, RIGHT, Paper, the_maker

MIDDLE = (LEFT + RIGHT) / 2


def test_a_report_names_its_addressees_between_title_and_body() -> None:
    """Box 9a: hyphens aligned under the colon, ";" after each, "." after the last."""
    sheet = samples.report().sheets[0]
    say = sheet.line("Kính gửi:")
    first, second = (sheet.line(text) for text in ("- Ủy ban nhân dân tỉnh", "- Bảo hiểm xã hội"))

    assert sheet.line("BÁO CÁO").baseline < say.baseline < first.baseline < second.baseline
    assert second.baseline < sheet.line("Căn cứ Luật").baseline
    assert first.x0 == pytest.approx(say.x1 - 1.4, abs=0.8), "the colon is 1,4 mm wide"
    assert second.x0 == pytest.approx(first.x0, abs=0.1)
    assert (say.style, first.style) == ("14 upright", "14 upright")
    assert (first.text[-1], second.text[-1]) == (";", ".")


def test_one_addressee_stands_on_the_line_centred() -> None:
    letterhead = a_letterhead(paper_type="BC", addressees=("Ủy ban nhân dân tỉnh Mẫu Sơn",))
    paper = Paper(the_maker().make(a_certificate(letterhead=letterhead)))
    line = paper.sheets[0].line("Kính gửi:")

    assert line.text == "Kính gửi: Ủy ban nhân dân tỉnh Mẫu Sơn"
    assert line.centre == pytest.approx(MIDDLE, abs=1)


def test_a_report_gives_its_superiors_first_among_the_recipients() -> None:
    last = samples.report().body[-1]
    to = last.line("Nơi nhận:")
    below = [x.text for x in last.lines if x.baseline > to.baseline and x.style == "11 upright"]

    assert below[:2] == ["- Như trên;", "- Ủy ban nhân dân xã Hiệp Thành;"]
    assert "- Như trên" not in samples.usual().text


def test_bases_and_closing_of_the_province_stand_in_their_places() -> None:
    text = samples.report().running_text
    bases = [text.index(base) for base in ("Căn cứ Quyết định số 1980", "Căn cứ Quyết định số 12/")]

    assert bases == sorted(bases)
    assert text.index("Căn cứ hồ sơ đề nghị") > bases[1]
    assert "báo cáo kết quả của xã Hiệp Thành, kính đề nghị xem xét./." in text
    assert "[đơn vị]" not in text


def test_minutes_say_when_where_and_who_and_are_signed_by_two() -> None:
    """Mẫu 1.9: secretary on the left, chair on the right, recipients below."""
    paper = samples.minutes()
    text, last = paper.running_text, paper.body[-1]
    clerk, chair = last.line("THƯ KÝ"), last.line("CHỦ TỌA")
    names = last.line("Lê Văn Thẩm Định"), last.line("Nguyễn Thị Giả Lập")

    for said in (
        "Thời gian bắt đầu: 09 giờ 30, ngày 05 tháng 01 năm 2026.",
        "Địa điểm: trụ sở Bảo hiểm xã hội tỉnh Mẫu Sơn, số 1 đường Giả Lập.",
        "Chủ tọa: Nguyễn Thị Giả Lập, Phó giám đốc.",
        "Thư ký: Lê Văn Thẩm Định, cán bộ thẩm định.",
        "Việc thẩm định kết thúc vào 09 giờ 30, ngày 05 tháng 01 năm 2026./.",
    ):
        assert said in text
    assert clerk.baseline == pytest.approx(chair.baseline, abs=0.5)
    assert names[0].baseline == pytest.approx(names[1].baseline, abs=0.5)
    assert clerk.centre == pytest.approx(LEFT + 33, abs=1)
    assert names[0].centre == pytest.approx(clerk.centre, abs=1)
    assert last.line("Nơi nhận:").baseline > names[0].baseline
    assert last.line("Nơi nhận:").x0 == pytest.approx(LEFT, abs=0.5)
    assert {line.style for line in (clerk, chair, *names)} == {"14 bold"}


def test_kinds_without_such_parts_have_none() -> None:
    notice = a_certificate(letterhead=a_letterhead(addressees=("Ai đó",), attendants=("Ai đó",)))
    kind = kind_of(notice)

    assert (kind.addressees, kind.opening, kind.secretary, kind.copied) == ((), (), "", False)
    assert kind_of(replace(notice, letterhead=a_letterhead(paper_type="?"))).secretary == ""
    assert kind.closing.startswith("Trên đây là kết quả thẩm định đối với xã Hiệp Thành")


def test_a_base_is_introduced_once() -> None:
    letterhead = a_letterhead(bases=("- Căn cứ Kế hoạch số 5/KH-UBND;", "Kế hoạch số 6/KH-UBND."))

    assert own_bases(a_certificate(letterhead=letterhead)) == (
        "Căn cứ Kế hoạch số 5/KH-UBND",
        "Căn cứ Kế hoạch số 6/KH-UBND",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"paper_type": "BC", "addressees": ("Cơ quan",) * 11},
        {"bases": ("Q" * 501,)},
        {"closing": "k" * 501},
        {"meeting_place": "đ" * 201},
        {"attendants": ("Đ",) * 31},
    ],
    ids=str,
)
def test_a_text_of_the_province_that_cannot_fit_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(PaperTextTooLong):
        the_maker().make(a_certificate(letterhead=a_letterhead(**changes)))


def test_the_statement_tells_kind_and_version_of_the_texts_from_the_first_change_on() -> None:
    founded = a_certificate().statement()
    changed = a_certificate(letterhead=a_letterhead(paper_type="BC", form_version=2)).statement()

    assert "form" not in founded
    assert changed["form"] == {"type": "BC", "version": 2}
    assert changed["sha256"] == statement_digest(changed) != founded["sha256"]
