"""A signer issues once, revokes with a reason, and gives files to those who may have them."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from ntm_verify.domain.appraisal import REVOKE_REASONS, Status
from ntm_verify.usecases.find_appraisals import FindAppraisals, find_appraisals
from ntm_verify.web.signer import PER_PAGE, Place, signing_view
from tests.support.builders import SIGNER, an_appraisal, an_id
from tests.support.site import Site, Visitor, filled
from tests.support.worlds import World

Known = Callable[[str], Visitor]


async def test_pages_of_the_queue_lead_through_everything_that_is_counted(world: World) -> None:
    size = 2 * PER_PAGE + 7
    approved = [an_appraisal(id=an_id(n + 1), status=Status.APPROVED) for n in range(size)]
    await world.holds(*approved)
    place, ids, spans = Place("/signing"), list[str](), list[str]()
    while True:
        asked = FindAppraisals(place.query(frozenset({Status.APPROVED})))
        view = signing_view(await find_appraisals(world.ports, SIGNER, asked), place, "", "")
        ids += [row.id for row in view.rows]
        spans.append(view.span)
        assert view.total == str(size)
        if not view.later:
            break
        place = Place.read("/signing", **dict(parse_qsl(urlsplit(view.later).query)))
    assert len(ids) == size
    assert set(ids) == {str(dossier.id) for dossier in approved}
    assert spans == ["1–100", "101–200", "201–207"]
    assert view.first == "/signing"


def test_an_address_that_makes_no_sense_is_the_first_page(visitor: Known) -> None:
    first = visitor("ky").get("/signing").text
    shown = first.count('class="open"')
    for asked in ("after=x&before=1", "after=&before=", "before=9", "after=1&before=-1"):
        assert visitor("ky").get(f"/signing?{asked}").text.count('class="open"') == shown


def test_issuing_twice_gives_one_paper(site: Site, visitor: Known) -> None:
    site = site.own("approved")
    path = filled(site, "/signing/{approved}")
    form = {"seen": str(site.dossiers["approved"].version)}
    answers = [visitor("ky").post(f"{path}/certificate", form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    text = visitor("ky").get(path).text
    assert text.count("Trang xác minh<") == 1
    assert "đã cấp kết quả" in text


def test_nothing_but_an_approved_dossier_can_be_issued(site: Site, visitor: Known) -> None:
    path = filled(site, "/signing/{taken}")
    assert "Ban hành văn bản cho" not in visitor("ky").get(path).text
    form = {"seen": str(site.dossiers["taken"].version)}
    assert visitor("ky").post(f"{path}/certificate", form).status_code == 409


def test_a_revocation_needs_code_and_words(site: Site, visitor: Known) -> None:
    path = filled(site, "/signing/{certified}/revocation")
    for form in ({}, {"reason": "other"}, {"note": "x"}, {"reason": "none", "note": "x"}):
        assert visitor("ky").post(path, form).status_code == 422
    assert set(REVOKE_REASONS) >= {"other"}


def test_a_dossier_without_a_paper_in_force_has_nothing_to_revoke(
    site: Site, visitor: Known
) -> None:
    for state in ("revoked", "taken"):
        path = filled(site, f"/signing/{{{state}}}/revocation")
        assert visitor("ky").get(path).status_code == 404
        form = {"reason": "other", "note": "x"}
        assert visitor("ky").post(path, form).status_code == 404


def test_the_file_is_given_to_its_commune_and_its_province_alone(
    site: Site, visitor: Known
) -> None:
    path = f"/certificates/{site.references['certified']}.pdf"
    for who in ("xa-an", "tham-dinh", "ky", "kiem-toan"):
        answer = visitor(who).get(path)
        assert answer.content.startswith(b"%PDF-")
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
        assert answer.headers["cache-control"] == "no-store"
    assert visitor("xa-hoa").get(path).status_code == 404
    assert visitor("").get(path).status_code == 303
    assert visitor("ky").get(path.removesuffix(".pdf")).status_code == 404
