"""A commune answers for warnings group by group, with a reason, before it hands in."""

from collections.abc import Callable

from ntm_verify.domain.preparation import CONFIRM_REASONS
from tests.support.site import LONGER, Site, Visitor, a_list, filled

Known = Callable[[str], Visitor]
FORM = {"as_of": "31/12/2019", "total": "20", "source": "Công an xã (DỮ LIỆU GIẢ LẬP)"}
GROUP = {"code": "name_too_long", "field": "name"}


def test_each_group_says_why_which_rows_and_asks_for_a_reason(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/submissions/{warned}/warnings")).text
    assert "Còn <b>1 dòng</b>" in text
    assert LONGER in text
    assert all(reason in text for reason in CONFIRM_REASONS.values())


def test_nothing_is_handed_in_while_a_warning_waits(site: Site, visitor: Known) -> None:
    form = {"seen": str(site.dossiers["warned"].version), "declared": "yes"}
    path = filled(site, "/submissions/{warned}")
    answer = visitor("xa-an").post(f"{path}/submission", form)
    assert answer.status_code == 422
    assert 'href="#doubtful"' in answer.text
    assert f'href="{path}/warnings"' in answer.text


def test_a_confirmation_without_a_reason_is_asked_again(site: Site, visitor: Known) -> None:
    path = filled(site, "/submissions/{warned}/warnings")
    seen = {"seen": str(site.dossiers["warned"].version), **GROUP}
    for form in ({}, {"reason": "made-up"}, {"reason": "other"}):
        answer = visitor("xa-an").post(path, {**seen, **form})
        assert answer.status_code == 422, form
        assert 'href="#reason-name_too_long-name"' in answer.text


def test_a_group_that_is_not_there_is_a_missing_page(site: Site, visitor: Known) -> None:
    path = filled(site, "/submissions/{warned}/warnings")
    form = {"seen": "1", "code": "id_length", "field": "id", "reason": "as_on_card"}
    assert visitor("xa-an").post(path, form).status_code == 404


def test_an_answered_group_can_be_taken_back_and_then_the_list_goes_out(
    site: Site, visitor: Known
) -> None:
    clerk = visitor("xa-lam")
    content = a_list(first=95_000).replace(b"Th\xc3\xb9y", b"Th\xc3\xb9y Xu\xc3\xa2n")
    address = clerk.post("/submissions", FORM, files=[("files", ("ds.csv", content))]).headers[
        "location"
    ]
    wait_for_result(clerk, address)
    version = 3
    for form in ({"reason": "as_on_card"}, {"withdraw": "yes"}, {"reason": "checked_papers"}):
        answer = clerk.post(f"{address}/warnings", {"seen": str(version), **GROUP, **form})
        assert answer.status_code == 303, (form, answer.text)
        version += 1
    assert "Mọi nhóm đã được xác nhận" in clerk.get(f"{address}/warnings").text
    form = {"seen": str(version), "declared": "yes"}
    answer = clerk.post(f"{address}/submission", form)
    assert answer.headers["location"] == f"{address}/receipt"
    assert site.address == clerk.address


def test_two_populations_far_apart_are_shown_answered_and_told_to_the_province(
    visitor: Known,
) -> None:
    clerk = visitor("xa-lam")
    second = {"second_total": "30", "second_source": "Chi cục Thống kê (DỮ LIỆU GIẢ LẬP)"}
    files = [("files", ("ds.csv", a_list(first=97_000)))]
    address = clerk.post("/submissions", {**FORM, **second}, files=files).headers["location"]
    wait_for_result(clerk, address)
    assert "Xác nhận cảnh báo về số liệu" in clerk.get(address).text
    refused = clerk.post(f"{address}/submission", {"seen": "3", "declared": "yes"})
    assert refused.status_code == 422
    assert "chưa xác nhận" in refused.text

    text = clerk.get(f"{address}/warnings").text
    assert "Còn <b>1 điểm về số liệu</b>" in text
    assert "20 và 30" in text
    group = {"code": "population_sources_differ", "field": "file"}
    answer = {"seen": "3", **group, "reason": "figures_of_other_day"}
    assert clerk.post(f"{address}/warnings", answer).status_code == 303
    assert "Mọi nhóm đã được xác nhận" in clerk.get(f"{address}/warnings").text
    sent = clerk.post(f"{address}/submission", {"seen": "4", "declared": "yes"})
    assert sent.headers["location"] == f"{address}/receipt"

    told = visitor("tham-dinh").get(address.replace("submissions", "appraisals")).text
    assert "30 (Chi cục Thống kê (DỮ LIỆU GIẢ LẬP))" in told
    assert "Hai nguồn dân số khác ngày hoặc khác cách tính" in told


def wait_for_result(clerk: Visitor, address: str) -> None:
    """Read the stream of progress until it ends."""
    assert "event: done" in clerk.get(f"{address}/progress").text
