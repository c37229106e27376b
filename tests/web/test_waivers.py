"""A commune asks for a waiver on a page, the province decides, and both read the effect."""

from collections.abc import Callable

from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


def test_the_province_sees_open_requests_and_a_decision_without_ground_is_not_taken(
    site: Site, visitor: Known
) -> None:
    signer = visitor("ky")
    path, seen = filled(site, "/waivers/{taken_2}"), site.dossiers["taken_2"].version
    assert "đề nghị chờ quyết định" in signer.get("/waivers").text
    assert "chờ tỉnh quyết định" in signer.get(path).text

    form = {"seen": str(seen), "number": "1", "decision": "grant", "until": "31/12/2026"}
    refused = signer.post(path, form)

    assert refused.status_code == 422
    assert "Cần nêu căn cứ của việc miễn" in refused.text
    assert 'value="31/12/2026"' in refused.text


def test_a_commune_asks_once_and_reads_what_became_of_it(site: Site, visitor: Known) -> None:
    clerk = visitor("xa-an")
    path, seen = filled(site, "/submissions/{odd}/waivers"), site.dossiers["odd"].version
    page = clerk.get(path).text
    assert "Rút đề nghị số 1" in page

    form = {"seen": str(seen), "rule": "card_expired", "reason": "other", "words": "x"}
    refused = clerk.post(path, form)

    assert refused.status_code == 422
    assert "không được miễn" in refused.text


def test_a_list_without_such_rows_offers_nothing(site: Site, visitor: Known) -> None:
    page = visitor("xa-an").get(filled(site, "/submissions/{checked}/waivers")).text
    assert "không có dòng nào bị một quy tắc được phép miễn" in page
