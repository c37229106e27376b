"""An auditor finds, reads masked, recomputes, and is told in words whether the log holds."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from ntm_verify.trail.auditor import LogReport
from ntm_verify.trail.bundle import unpack_bundle
from ntm_verify.trail.bundle_check import examine_bundle
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.tree import Head
from ntm_verify.trail.words import Finding, Word
from ntm_verify.web.auditor import chain_view
from tests.support.site import WORST, Site, Visitor, filled

Known = Callable[[str], Visitor]
HEAD = Head(12, b"\x01" * 32)


def test_names_and_numbers_are_masked(site: Site, visitor: Known) -> None:
    path = filled(site, "/audit/appraisals/{certified}")
    for who in ("kiem-toan", "quan-tri"):
        text = visitor(who).get(path).text
        assert "Chỉ đọc" in text
        assert WORST not in text
        assert "Nguyễn Thị Mẫu An" not in text
        assert re.findall(r"\b0{4}2\d{5}\b", text) == []
    assert "Nguyễn Thị Mẫu An" in visitor("ky").get(filled(site, "/signing/{certified}")).text


def test_a_search_can_be_shared_and_finds_without_accents(site: Site, visitor: Known) -> None:
    address = "/audit?q=mau+an&status=certified&as_of=31%2F12%2F2019"
    text = visitor("kiem-toan").get(address).text
    assert str(site.dossiers["certified"].id) in text
    assert str(site.dossiers["revoked"].id) not in text
    assert 'value="mau an"' in text
    by_number = visitor("kiem-toan").get(f"/audit?q={site.references['revoked']}").text
    assert str(site.dossiers["revoked"].id) in by_number


def test_what_a_commune_has_not_handed_in_is_not_found(site: Site, visitor: Known) -> None:
    text = visitor("kiem-toan").get("/audit").text
    assert str(site.dossiers["checked"].id) not in text


def test_the_timeline_tells_looks_and_changes(site: Site, visitor: Known) -> None:
    text = visitor("kiem-toan").get(filled(site, "/audit/appraisals/{certified}")).text
    assert "ban hành văn bản kết quả" in text
    assert (
        "record.viewed"
        in visitor("kiem-toan").get(filled(site, "/audit/appraisals/{certified}")).text
    )


def test_recomputing_says_identical(site: Site, visitor: Known) -> None:
    path = filled(site, "/audit/appraisals/{certified}/recomputation")
    answer = visitor("kiem-toan").post(path)
    assert answer.status_code == 200
    assert "Giống hệt kết quả đã ghi" in answer.text


def test_whether_it_would_hold_today_is_asked_on_the_page(site: Site, visitor: Known) -> None:
    path = filled(site, "/audit/appraisals/{certified}")
    assert f'action="{path}/today"' in visitor("kiem-toan").get(path).text
    text = visitor("kiem-toan").post(f"{path}/today", {}).text
    assert "Còn đạt hôm nay không" in text
    assert "giữ nguyên giá trị tại ngày chốt" in text


def test_a_paper_at_hand_leads_to_its_recomputation(site: Site, visitor: Known) -> None:
    pdf = visitor("ky").get(f"/certificates/{site.references['certified']}.pdf").content
    answer = visitor("kiem-toan").post("/audit/recomputation", files=[("paper", ("a.pdf", pdf))])
    assert "Giống hệt kết quả đã ghi" in answer.text
    for content in (b"", b"%PDF-1.7 nothing"):
        files = [("paper", ("a.pdf", content))]
        answer = visitor("kiem-toan").post("/audit/recomputation", files=files)
        assert answer.status_code in {404, 422}


def test_the_log_is_read_page_by_page_without_names(visitor: Known) -> None:
    text = visitor("kiem-toan").get("/audit/log").text
    older = re.search(r'href="(/audit/log\?before=\d+)"', text)
    assert older is not None
    assert visitor("kiem-toan").get(older[1]).status_code == 200
    assert "Mẫu Thẩm" not in text


def test_the_whole_log_holds_and_gives_a_pin_to_come_back_with(visitor: Known) -> None:
    first = visitor("kiem-toan").post("/audit/chain")
    assert "Toàn vẹn" in first.text
    pin = re.search(r"\b\d+:[0-9a-f]{64}\b", first.text)
    assert pin is not None
    assert "Toàn vẹn" in visitor("kiem-toan").post("/audit/chain", {"pin": pin[0]}).text
    forged = pin[0][:-4] + ("0000" if pin[0][-4:] != "0000" else "1111")
    assert "Toàn vẹn" not in visitor("kiem-toan").post("/audit/chain", {"pin": forged}).text
    assert visitor("kiem-toan").post("/audit/chain", {"pin": "nonsense"}).status_code == 422


def test_a_broken_log_is_told_in_words_with_its_first_broken_entry() -> None:
    whole = chain_view(LogReport(HEAD, ()), "", "")
    assert whole.tag is not None
    assert whole.tag.kind == "pass"
    broken = chain_view(LogReport(HEAD, (Finding(Word.TAMPERED_ENTRY, 7),), 1), "", "")
    assert broken.tag is not None
    assert broken.tag.kind == "fail"
    assert "Dòng đầu tiên không khớp: 7" in broken.sentence


WHY: Final = {"reason": "audit_plan", "note": "Quyết định kiểm toán số 1 (giả lập)"}


def test_a_bundle_is_taken_from_the_page_and_holds_with_the_keys_of_the_help_page(
    site: Site, visitor: Known
) -> None:
    auditor, path = visitor("kiem-toan"), filled(site, "/audit/appraisals/{certified}/bundle")
    assert "Lập và tải gói bằng chứng" in auditor.get(path).text
    refused = auditor.post(path, {"reason": "audit_plan", "note": "vì"})
    assert (refused.status_code, "căn cứ bằng chữ" in refused.text) == (422, True)

    made = auditor.post(path, WHY)

    assert made.headers["content-type"] == "application/zip"
    shown = visitor("").get("/help").text.partition("<pre")[2].partition("</pre>")[0]
    policy = unescape(shown.partition(">")[2])
    report = examine_bundle(made.content, read_policy(policy))
    assert (report.exit_code, report.findings) == (0, ())
    files = unpack_bundle(made.content)
    assert files["ho-so.pdf"].startswith(b"%PDF-1.7")
    assert WORST not in b"".join(files.values()).decode("utf-8", "replace")
    api = f"/api/v1/audit/appraisals/{site.dossiers['certified'].id}/bundle.zip"
    assert visitor("").get(api).status_code in {401, 403}


def test_names_are_opened_with_a_reason_and_the_commune_sees_that(
    site: Site, visitor: Known
) -> None:
    path = filled(site, "/audit/appraisals/{superseded}/people")
    shut = visitor("kiem-toan").get(path).text
    assert WORST not in shut
    assert (
        "Ai đã mở họ tên" not in visitor("xa-an").get(filled(site, "/submissions/{replacing}")).text
    )

    opened = visitor("kiem-toan").post(path, WHY)

    assert WORST in opened.text
    assert opened.headers["cache-control"] == "no-store"
    own = visitor("xa-an").get(filled(site, "/submissions/{superseded}")).text
    assert "Ai đã mở họ tên trong danh sách" in own
    assert "Theo kế hoạch kiểm toán" in own
    assert visitor("quan-tri").post(path, WHY).status_code == 403


def test_a_dossier_is_shown_as_it_stood_on_a_day(site: Site, visitor: Known) -> None:
    base = filled(site, "/audit/appraisals/{certified}/past")
    today = visitor("kiem-toan").get(f"{base}?day=31/12/2099").text
    assert "còn hiệu lực" in today
    long_ago = visitor("kiem-toan").get(f"{base}?day=01/01/2019").text
    assert "chưa được mở" in long_ago
    assert "đã cấp kết quả" in visitor("kiem-toan").get(f"{base}?day=khi-nao").text


def test_the_exported_list_is_the_list_on_the_screen(visitor: Known) -> None:
    query = "q=mau+an&status=certified"
    screen = visitor("kiem-toan").get(f"/audit?{query}").text
    total = re.search(r"(\d+) hồ sơ, mới nhất", screen)
    assert total is not None
    csv = visitor("kiem-toan").get(f"/audit/search.csv?{query}").content.decode("utf-8-sig")
    lines = csv.splitlines()
    assert f"{total[1]} hồ sơ; điều kiện: chữ “mau an”; trạng thái" in lines[1]
    assert len(lines) - 3 == int(total[1])
    shown = set(re.findall(r"/audit/appraisals/([0-9a-f-]{36})", screen))
    assert shown == {line.split(",")[0] for line in lines[3:]}
    xlsx = visitor("kiem-toan").get(f"/audit/search.xlsx?{query}")
    assert xlsx.content.startswith(b"PK")


def test_signs_samples_and_weekly_reviews_have_pages_that_say_how_they_come_about(
    visitor: Known,
) -> None:
    auditor = visitor("kiem-toan")
    signs = auditor.get("/audit/patterns").text
    assert "Một người nhận rồi phê duyệt trong vài phút" in signs
    assert "không phải quy định" in signs
    assert auditor.get("/audit/patterns?first=hom-qua").status_code == 200
    first = auditor.get("/audit/sample?seed=gia-lap-1&count=3").text
    again = auditor.get("/audit/sample?seed=gia-lap-1&count=3").text
    ids = re.findall(r'class="code">([0-9a-f-]{36})<', first)
    assert (len(ids), ids) == (3, re.findall(r'class="code">([0-9a-f-]{36})<', again))
    assert auditor.get("/audit/sample?seed=a&count=0").status_code == 422
    assert auditor.get("/audit/reviews/khong-phai-ngay").status_code == 404


def test_a_week_is_signed_for_with_a_note(visitor: Known) -> None:
    auditor = visitor("kiem-toan")
    open_week = re.findall(
        r'href="(/audit/reviews/[0-9-]{10})"', auditor.get("/audit/reviews").text
    )
    (now,), before = open_week, "/audit/reviews/2024-01-01"
    assert auditor.post(now, {"note": "Đã đọc, không có gì lạ (giả lập)."}).status_code == 409
    assert auditor.post(before, {"note": "ổn"}).status_code == 422
    assert auditor.post(before, {"note": "Đã đọc, không có gì lạ (giả lập)."}).status_code == 303
    assert "Đã xem xét" in auditor.get(before).text
