"""Each decision has its own page; a reason is needed, and points are pinned to rows."""

from collections.abc import Callable

import pytest

from ntm_verify.usecases.return_submission import ReturnPoint
from ntm_verify.web.decisions import DECISIONS, read_points
from tests.support.site import Site, Visitor, a_list, filled

Known = Callable[[str], Visitor]


def test_a_dossier_of_somebody_else_offers_no_decision(site: Site, visitor: Known) -> None:
    path = filled(site, "/appraisals/{taken_2}")
    text = visitor("tham-dinh").get(path).text
    assert "Nhận lại việc" in text
    for kind in DECISIONS:
        assert f"{path}/{kind}" not in text
        answer = visitor("tham-dinh").get(f"{path}/{kind}")
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        form = {"seen": str(site.dossiers["taken_2"].version), "reason": "other", "note": "x"}
        refused = 409 if kind == "approval" else 403  # its waiver has to be decided on first
        assert visitor("tham-dinh").post(f"{path}/{kind}", form).status_code == refused


def test_a_list_below_its_threshold_can_be_asked_for_and_is_refused_in_words(
    site: Site, visitor: Known
) -> None:
    site = site.own("short_waiting", a_list(16, first=900_000))
    path = filled(site, "/appraisals/{short_waiting}")
    seen = site.dossiers["short_waiting"].version
    taken = visitor("tham-dinh").post(f"{path}/assignment", {"seen": str(seen)})
    assert taken.status_code == 303
    answer = visitor("tham-dinh").post(f"{path}/approval", {"seen": str(seen + 1)})
    assert answer.status_code == 409
    assert "Còn thiếu 1 người" in answer.text
    back = {"seen": str(seen + 1), "release": "yes"}
    assert visitor("tham-dinh").post(f"{path}/assignment", back).status_code == 303


@pytest.mark.parametrize("kind", ["return", "refusal"])
def test_a_reason_is_needed_as_code_and_in_words(site: Site, visitor: Known, kind: str) -> None:
    path = filled(site, f"/appraisals/{{taken}}/{kind}")
    seen = str(site.dossiers["taken"].version)
    for form in ({}, {"reason": "other"}, {"note": "x"}, {"reason": "made-up", "note": "x"}):
        answer = visitor("tham-dinh").post(path, {"seen": seen, **form})
        assert answer.status_code == 422, form
        assert 'id="es"' in answer.text


def test_a_preview_decides_nothing_and_keeps_what_was_typed(site: Site, visitor: Known) -> None:
    path = filled(site, "/appraisals/{taken}/return")
    form = {
        "seen": str(site.dossiers["taken"].version),
        "reason": "expired_cards",
        "note": "Dòng 7 <hết hạn>",
        "preview": "yes",
    }
    answer = visitor("tham-dinh").post(path, form)
    assert answer.status_code == 200
    assert "Có thẻ đã hết hạn tại ngày chốt số liệu. Dòng 7 &lt;hết hạn&gt;" in answer.text
    assert "Bạn đang thẩm định" in visitor("tham-dinh").get(path.removesuffix("/return")).text


def test_there_are_three_decisions_and_no_fourth(site: Site, visitor: Known) -> None:
    path = filled(site, "/appraisals/{taken}/promotion")
    assert visitor("tham-dinh").get(path).status_code == 404
    assert visitor("tham-dinh").post(path).status_code == 404


def test_points_are_read_line_by_line_however_they_are_written() -> None:
    points, strange = read_points("12: sai mã số\n dòng 7 - trùng người\n\nkhông có số")
    assert points == (ReturnPoint(12, "sai mã số"), ReturnPoint(7, "trùng người"))
    assert strange == ("không có số",)


def test_a_point_about_no_row_keeps_what_was_typed(site: Site, visitor: Known) -> None:
    path = filled(site, "/appraisals/{taken}/return")
    form = {
        "seen": str(site.dossiers["taken"].version),
        "reason": "list_errors",
        "note": "Sửa các dòng dưới đây",
        "points": "999: không có dòng này",
    }
    answer = visitor("tham-dinh").post(path, form)
    assert answer.status_code == 422
    assert "Danh sách không có dòng 999" in answer.text
    assert "999: không có dòng này</textarea>" in answer.text
    preview = visitor("tham-dinh").post(path, {**form, "preview": "yes"})
    assert "Dòng 999: không có dòng này" in preview.text
