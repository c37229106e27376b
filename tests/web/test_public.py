"""Whoever holds a paper is answered in one word and colour, and learns nobody's name."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from ntm_verify.domain.certificate import Standing
from ntm_verify.domain.verification import CheckResult, Result, VerificationReport
from ntm_verify.regulations.catalogue import load_catalogue
from ntm_verify.regulations.rulebook import load_rulebook
from ntm_verify.web.public import LEAST_SECONDS, clause_row, newest_first, verified_view
from tests.support.builders import a_certificate
from tests.support.site import FAMILY, Site, Visitor, filled

Known = Callable[[str], Visitor]
PUBLIC = (
    "/",
    "/verify",
    "/verify/{token:certified}",
    "/verify/{paper:certified}",
    "/verify/{token:revoked}",
    "/verify/AAAA-BBBB-CCCCC",
    "/rules",
    "/help",
    "/accessibility",
    "/sign-in",
)


@pytest.mark.parametrize(
    ("standing", "kind", "title"),
    [
        (Standing.VALID, "pass", "Văn bản còn hiệu lực"),
        (Standing.SUPERSEDED, "warn", "Văn bản đã được thay thế"),
        (Standing.REVOKED, "fail", "Văn bản đã bị thu hồi"),
        (Standing.PLANNED, "mute", "Văn bản đang được lập, chưa ban hành"),
    ],
)
def test_each_standing_has_its_word_and_colour(standing: Standing, kind: str, title: str) -> None:
    paper = replace(a_certificate(), standing=standing)
    report = VerificationReport((), paper, standing)
    view = verified_view(report, at="", code="", of_file=False)
    assert (view.kind, view.title) == (kind, title)
    assert view.paper is not None


def test_a_code_is_answered_no_sooner_whether_it_is_known_or_not(site: Site) -> None:
    asker = Visitor(site.address)
    took: dict[str, float] = {}
    for path in ("/verify/{token:revoked}", "/verify/AAAA-BBBB-CCCCC"):
        times = [asker.get(filled(site, path)).elapsed.total_seconds() for _ in range(9)]
        took[path] = min(times)

    assert min(took.values()) >= LEAST_SECONDS
    assert max(took.values()) < 2 * min(took.values()), took


def test_a_superseded_paper_names_number_day_and_address_of_the_one_in_its_place(
    site: Site, visitor: Known
) -> None:
    text = visitor("").get(filled(site, "/verify/{token:superseded}")).text
    new = visitor("").get(filled(site, "/verify/{paper:replacing}")).text
    number, issued = (
        re.findall(pattern, new)[0]
        for pattern in (r"<dt>Số</dt><dd>([^<]+)<", r"<dt>Ngày ban hành</dt><dd>([^<]+)<")
    )
    assert "Văn bản còn hiệu lực" in new
    assert '<section class="result warn"' in text
    assert "Văn bản đã được thay thế</h1>" in text
    assert f"đã được thay thế bởi số {number}, ngày {issued}." in text
    link = filled(site, '<a href="/verify/{paper:replacing}">')
    assert f"{link}Số {number}, ngày {issued}</a>" in text


def test_not_found_is_never_called_forged() -> None:
    view = verified_view(VerificationReport((), None, None), at="", code="x", of_file=False)
    assert view.title == "Không tìm thấy văn bản này"
    assert "chưa có nghĩa là giấy giả" in view.text


def test_a_changed_file_of_a_paper_in_force_does_not_look_valid() -> None:
    changed = CheckResult("digest", "Tệp giống hệt tệp đã ban hành", Result.FAILS)
    report = VerificationReport((changed,), a_certificate(), Standing.VALID)
    view = verified_view(report, at="", code="", of_file=True)
    assert (view.kind, view.title) == ("fail", "Tệp này không phải bản đã ban hành")


def test_the_signer_is_not_named_in_the_view() -> None:
    paper = a_certificate()
    view = verified_view(
        VerificationReport((), paper, paper.standing), at="", code="", of_file=False
    )
    assert paper.signer_name
    assert paper.signer_name not in str(view)


@pytest.mark.parametrize("path", PUBLIC)
def test_no_public_page_names_a_person_or_shows_a_number(
    site: Site, visitor: Known, path: str
) -> None:
    text = visitor("").get(filled(site, path)).text
    bare = re.sub(r"<[^>]+>", " ", text)
    people = [f"{family} Văn Mẫu" for family in FAMILY]
    people += ["Mẫu An ", "Hoàng Thị Mẫu Thẩm", "Đặng Văn Mẫu Ký", "Nguyễn Thị Mẫu An"]
    people.remove("Mẫu An ")
    assert [name for name in people if name in bare] == []
    assert re.findall(r"\b0{3}\d{7}\b", bare) == []


def test_a_typed_code_leads_to_its_own_address(site: Site, visitor: Known) -> None:
    token = site.tokens["certified"]
    typed = f"{token[:4].lower()} {token[4:8]}-{token[8:]}"
    answer = visitor("").get(f"/verify?code={typed}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/verify/{token[:4]}-{token[4:8]}-{token[8:]}"
    found = visitor("").get(answer.headers["location"])
    assert found.status_code == 200
    assert "còn hiệu lực" in found.text


def test_a_number_is_found_like_a_code(site: Site, visitor: Known) -> None:
    answer = visitor("").get(f"/verify?code={site.references['revoked']}")
    assert "đã bị thu hồi" in visitor("").get(answer.headers["location"]).text


def test_the_issued_file_is_recognised_and_a_changed_one_is_not(site: Site, visitor: Known) -> None:
    pdf = visitor("ky").get(f"/certificates/{site.references['certified']}.pdf").content
    same = visitor("").post("/verify", files=[("paper", ("a.pdf", pdf))])
    assert "Văn bản còn hiệu lực" in same.text
    changed = pdf.replace(b"%%EOF", b"%%EOF\n% x")
    assert changed != pdf
    other = visitor("").post("/verify", files=[("paper", ("a.pdf", changed))])
    assert "Văn bản còn hiệu lực" not in other.text


def test_what_is_no_pdf_is_refused_in_words(visitor: Known) -> None:
    for content in (b"", b"PK\x03\x04", b"hello"):
        answer = visitor("").post("/verify", files=[("paper", ("a.pdf", content))])
        assert answer.status_code == 422
        assert "Chọn tệp PDF" in answer.text


def test_odd_codes_are_not_found_and_break_nothing(visitor: Known) -> None:
    for code in ("%00", "x" * 3000, "%ff", "00-2026-9999", "' or 1=1 --", "%E1%BB%87"):
        answer = visitor("").get(f"/verify/{code}")
        assert answer.status_code == 404, code


def test_every_rule_stands_on_the_rule_page(visitor: Known) -> None:
    text = visitor("").get("/rules").text
    assert [code for code in load_catalogue().entries if f'id="{code}"' not in text] == []
    for clause in load_rulebook().clauses:
        assert clause.rule_set in text
        assert clause.legal_reference in text


def test_a_figure_that_no_source_tells_is_said_to_be_missing() -> None:
    rows = {row.rule_set: row for row in map(clause_row, newest_first(load_rulebook().clauses))}
    assert rows["NTM-2026"].percent == "chưa có ngưỡng"
    assert rows["NTM-2026"].both_sexes == "chưa rõ"
    assert next(iter(rows)) == "NTM-2026"
