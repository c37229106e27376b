"""A commune sees its own dossiers, what was found in them, and what to do next."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from ntm_verify.domain.appraisal import LABELS, Status
from ntm_verify.domain.participant_list import Source
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.web.commune import dropped
from ntm_verify.web.commune_views import (
    NEXT,
    PLACE_OF,
    Extras,
    dossier_view,
    stage_view,
    work_view,
)
from tests.support.builders import an_appraisal, an_id
from tests.support.site import NOTE, Site, Visitor, a_list, filled

Known = Callable[[str], Visitor]
FORM = {"as_of": "31/12/2019", "total": "20", "source": "Công an xã (DỮ LIỆU GIẢ LẬP)"}


def test_every_state_says_where_the_dossier_is_and_what_comes_next() -> None:
    assert set(NEXT) == set(PLACE_OF) == set(LABELS) == set(Status)
    for status in Status:
        view = dossier_view(an_appraisal(status=status), Extras())
        current = [step for step in view.steps if step.state == "current"]
        assert len(current) == (PLACE_OF[status] < 5)
        assert view.next


def test_returned_dossiers_stand_on_top_with_their_reason() -> None:
    checked = an_appraisal(status=Status.CHECKED)
    returned = replace(
        an_appraisal(status=Status.RETURNED),
        id=an_id(2),
        reason_code="list_errors",
        note="Dòng 3 sai.",
    )
    done = replace(an_appraisal(status=Status.CERTIFIED), id=an_id(3))
    view = work_view((checked, returned, done))
    assert [task.row.id for task in view.waiting] == [str(returned.id), str(checked.id)]
    assert view.waiting[0].reason == "Danh sách còn lỗi phải sửa. Dòng 3 sai."
    assert [task.row.id for task in view.others] == [str(done.id)]


def test_a_finished_check_says_so() -> None:
    assert not stage_view(an_appraisal(status=Status.CHECKING)).is_done
    assert stage_view(an_appraisal(status=Status.CHECKED)).is_done


def test_rows_that_were_passed_over_are_counted_by_reason() -> None:
    sources = tuple(
        Source("a", f"S{n}", 1, {}, 1, dropped={"dòng tổng cộng": 1, "dòng trống": n})
        for n in (1, 2)
    )
    assert dropped(sources) == ("dòng trống: 3", "dòng tổng cộng: 2")


def test_the_result_names_row_and_remedy(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/submissions/{checked}")).text
    assert text.index("90,00") < text.index("Kết quả kiểm tra từng dòng")
    assert 'id="r2-id_length"' in text
    assert "2 lỗi phải sửa" in text


def test_a_short_list_says_how_many_people_are_missing(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/submissions/{short}")).text
    assert "Chưa đạt: còn thiếu 1 người" in text


def test_an_unknown_threshold_is_said_to_be_unknown(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/submissions/{undetermined}")).text
    assert "Chưa đủ căn cứ" in text
    assert "chưa có ngưỡng" in text


def test_a_refused_file_is_explained_and_the_figures_stay(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/submissions/{refused_file}")).text
    assert "không phải bảng tính" in text
    again = visitor("xa-an").get(filled(site, "/submissions/{refused_file}/replace")).text
    assert 'value="31/12/2019"' in again
    assert "Công an xã" in again


def test_the_reason_of_a_return_is_read_word_for_word(site: Site, visitor: Known) -> None:
    for path in ("/submissions", "/submissions/{returned}", "/submissions/{returned}/replace"):
        assert NOTE in visitor("xa-an").get(filled(site, path)).text


PINNED = "Tỉnh nêu khi trả lại:</b> Mã số thiếu một chữ số"
MOVED = "Người này đã &lt;chuyển đi&gt; tháng 3"


def test_points_of_a_return_stand_on_their_rows_wherever_the_row_is(
    site: Site, visitor: Known
) -> None:
    base = filled(site, "/submissions/{returned}")
    text = visitor("xa-an").get(base).text
    assert text.count(PINNED) == 2, "in the list of first errors, and on the row"
    assert f'href="{base}/rows/0-5">Dòng 5' in text
    assert MOVED in text
    for path in ("/mend", "/rows", "/rows/0-5"):
        assert MOVED in visitor("xa-an").get(base + path).text, path
    assert PINNED in visitor("xa-an").get(f"{base}/mend?group=id_length.id").text
    assert MOVED not in visitor("xa-an").get(f"{base}/rows/0-6").text
    assert "Tỉnh nêu" not in visitor("xa-an").get(filled(site, "/submissions/{checked}")).text


def test_a_commune_reads_deadline_extensions_and_comments_and_finds_the_way_to_answer(
    site: Site, visitor: Known
) -> None:
    site = site.own("taken")
    path = filled(site, "/submissions/{taken}")
    taken = filled(site, "/appraisals/{taken}")
    seen = re.findall(
        r'name="seen" value="(\d+)"', visitor("tham-dinh").get(f"{taken}/deadline").text
    )
    until = (datetime.now(VIETNAM) + timedelta(days=40)).strftime("%d/%m/%Y")
    form = {"seen": seen[0], "until": until, "reason": "field_check", "note": "Chờ xác minh."}
    assert visitor("tham-dinh").post(f"{taken}/deadline", form).status_code == 303
    text = visitor("xa-an").get(path).text
    assert "Hạn tỉnh thẩm định" in text
    assert f"gia hạn đến {until}. Cần kiểm tra thực tế: Chờ xác minh." in text
    assert f'href="{filled(site, "/comments/{taken}")}"' in text
    returned = visitor("xa-an").get(filled(site, "/submissions/{returned}")).text
    assert "điểm cần sửa" in returned
    assert f'href="{filled(site, "/comments/{returned}")}"' in returned
    assert "/comments/" not in visitor("xa-an").get(filled(site, "/submissions/{checked}")).text


def test_a_faulty_form_tells_everything_and_keeps_what_was_typed(visitor: Known) -> None:
    answer = visitor("xa-an").post("/submissions", {"as_of": "hôm qua", "total": "nhiều"})
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    for field in ("as_of", "total", "source", "files"):
        assert f'href="#{field}"' in answer.text
    assert 'value="hôm qua"' in answer.text


def test_the_same_bytes_lead_to_the_same_dossier(visitor: Known) -> None:
    clerk, files = visitor("xa-lam"), [("files", ("ds.csv", a_list(first=90_000)))]
    first, second = (clerk.post("/submissions", FORM, files=files) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]


def test_a_file_s_name_is_shown_as_text_and_nothing_else(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    name = "../../<img src=x onerror=alert(1)>.csv"
    answer = clerk.post("/submissions", FORM, files=[("files", (name, a_list(first=91_000)))])
    text = clerk.get(answer.headers["location"]).text
    assert "<img" not in text
    assert "../" not in text


def test_a_receipt_is_there_only_after_the_list_was_handed_in(site: Site, visitor: Known) -> None:
    clerk = visitor("xa-an")
    assert clerk.get(filled(site, "/submissions/{checked}/receipt")).status_code == 404
    text = clerk.get(filled(site, "/submissions/{waiting}/receipt")).text
    assert site.dossiers["waiting"].files[0].sha256 in text
    assert "Tiếp theo" in text


def test_progress_ends_with_the_address_of_the_result(site: Site, visitor: Known) -> None:
    answer = visitor("xa-an").get(filled(site, "/submissions/{checked}/progress"))
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "event: done" in answer.text
    assert f"data: {filled(site, '/submissions/{checked}')}" in answer.text


def test_a_missing_hamlet_is_named_and_its_file_can_be_added(visitor: Known) -> None:
    clerk = visitor("xa-an")
    lines = a_list(first=99_000).decode().replace("Thôn 3", "Thôn 2").encode()
    address = clerk.post("/submissions", FORM, files=[("files", ("12.csv", lines))]).headers[
        "location"
    ]
    assert "event: done" in clerk.get(f"{address}/progress").text
    text = clerk.get(address).text
    assert "Có 2 trong 3 thôn; chưa có 1 thôn" in text
    assert "<p>Thôn 3. So với danh sách được công nhận, chốt ngày 31/12/2019." in text

    again = clerk.get(f"{address}/replace?keep=yes").text
    assert 'name="keep" value="yes" checked' in again
    third = a_list(3, first=99_500).decode().replace("Thôn 1", "Thôn 3").encode()
    seen = re.search(r'name="seen" value="(\d+)"', again)
    assert seen is not None
    form = {**FORM, "total": "30", "keep": "yes", "seen": seen[1]}
    sent = clerk.post(f"{address}/files", form, files=[("files", ("3.csv", third))])
    assert sent.status_code == 303, sent.text
    assert "event: done" in clerk.get(f"{address}/progress").text
    text = clerk.get(address).text
    assert "chưa có 1 thôn" not in text
    assert "3 trong 3 thôn" in text
    assert "12.csv" in text
    assert "3.csv" in text


def test_a_first_list_does_not_pretend_to_know_the_hamlets(site: Site, visitor: Known) -> None:
    text = visitor("xa-hoa").get(filled(site, "/submissions/{foreign}")).text
    assert "Đủ thôn hay chưa: chưa biết" in text


def test_people_of_another_list_are_announced_on_the_result(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/submissions/{waiting}")).text
    assert "10 người cũng có trong danh sách nơi khác" in text
