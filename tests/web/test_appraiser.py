"""Both sides read the deadline; who holds a dossier is seen, and taking it over needs a reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


def test_a_second_appraiser_sees_who_holds_it_and_takes_over_with_a_reason(
    site: Site, visitor: Known
) -> None:
    site = site.own("taken_2")
    path, seen = filled(site, "/appraisals/{taken_2}"), site.dossiers["taken_2"].version
    known = visitor("tham-dinh")
    assert "Nhận lại việc" in known.get(path).text
    form = {"seen": str(seen), "reason": "holder_absent"}
    assert known.post(f"{path}/takeover", form).status_code == 422
    done = known.post(f"{path}/takeover", {**form, "note": "Đồng nghiệp nghỉ ốm"})
    assert done.status_code == 303
    text = known.get(path).text
    assert "Bạn đang thẩm định" in text
    assert "nhận lại việc thẩm định từ người khác: Người đang thẩm định vắng mặt" in text
    back = {"seen": str(seen + 1), "reason": "reassigned", "note": "Trả lại người cũ"}
    assert visitor("tham-dinh-2").post(f"{path}/takeover", back).status_code == 303


def test_an_extension_is_read_by_both_sides_with_its_reason(site: Site, visitor: Known) -> None:
    site = site.own("taken")
    path = filled(site, "/appraisals/{taken}")
    seen = str(site.dossiers["taken"].version)
    known = visitor("tham-dinh")
    for until in ("", "31/02/2099", "01/01/2020"):
        form = {"seen": seen, "until": until, "reason": "field_check", "note": "x"}
        assert known.post(f"{path}/deadline", form).status_code == 422
    later = datetime.now(UTC) + timedelta(days=200)
    form["until"] = later.strftime("%d/%m/%Y")
    form["note"] = "Kiểm tra tại thôn 3"
    assert known.post(f"{path}/deadline", form).status_code == 303
    for who, page in (("tham-dinh", path), ("xa-an", filled(site, "/comments/{taken}"))):
        text = visitor(who).get(page).text
        assert f"gia hạn đến {form['until']}. Cần kiểm tra thực tế: Kiểm tra tại thôn 3" in text
