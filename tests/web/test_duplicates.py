"""A commune reads its own rows and nothing else; the province decides pair by pair."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.duplicates import Decision, DuplicateReview, Place
from ntm_verify.domain.people import Role
from ntm_verify.domain.roster import RosterRow
from ntm_verify.usecases.find_duplicates import SharedPerson
from ntm_verify.web.duplicate_views import PER_PAGE, Asked, Typed, own_rows_view, pairs_view
from tests.support.builders import (
    APPRAISER,
    AUDITOR,
    NOON,
    OTHER_COMMUNE,
    PROVINCE,
    SECOND_APPRAISER,
    an_appraisal,
    an_id,
)
from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]
OWN = an_appraisal(status=Status.SUBMITTED)
OTHER = replace(OWN, id=an_id(2), commune=OTHER_COMMUNE, commune_name="Phường Ỷ La")
ALL = Asked(OWN.id)


def row(line: int, name: str = "Lê Văn Giả") -> RosterRow:
    number = f"00900{line:05d}"
    return RosterRow(0, line, name, number, "b", "Thôn 1", counted=True, codes=())


def person(line: int, other: str = "Lê Văn Giả", place: Place = Place.OPEN) -> SharedPerson:
    return SharedPerson(row(line), row(line, other), OTHER, place, pair=f"{line:032x}")


def own(line: int, place: Place) -> SharedPerson:
    return SharedPerson(row(line), None, None, place, "lives_elsewhere")


def test_pairs_are_ranked_by_name_and_cut_into_pages() -> None:
    found = [person(n, "Bùi Thị Mẫu") for n in range(2, 30)] + [person(99, "LÊ VĂN GIẢ")]
    first = pairs_view(OWN, found, APPRAISER, ALL, Typed())
    last = pairs_view(OWN, found, APPRAISER, replace(ALL, page=2), Typed())
    assert first.pairs[0].pair == f"{99:032x}"
    assert first.pairs[0].likeness == "Họ tên giống hệt nhau"
    assert (len(first.pairs), len(last.pairs)) == (PER_PAGE, 29 - PER_PAGE)
    assert [choice.count for choice in first.choices] == ["29", "0", "29"]


def test_a_filter_lists_what_it_counts() -> None:
    found = [person(2), person(3, place=Place.DIFFERENT), person(4, place=Place.REMOVE)]
    for kind, lines in (("open", ["2"]), ("done", ["3", "4"]), ("", ["2", "3", "4"])):
        view = pairs_view(OWN, found, APPRAISER, replace(ALL, kind=kind), Typed())
        assert sorted(pair.sides[0].row for pair in view.pairs) == lines
    assert view.to_remove == "4"


def test_a_decision_is_told_with_its_reason_and_who_made_it() -> None:
    review = DuplicateReview(
        *("x", PROVINCE, OWN.id, OTHER.id, Decision.SAME_PERSON, "papers_show_one", "u-9", NOON),
        note="Đã gọi điện (giả lập)",
        version=3,
    )
    one = replace(person(2, place=Place.SAME), review=review)
    (pair,) = pairs_view(OWN, [one], APPRAISER, ALL, Typed()).pairs
    assert pair.seen == 3
    assert "Đã gọi điện (giả lập)" in pair.decided
    assert "u-9" in pair.decided


@pytest.mark.parametrize("status", [Status.CERTIFIED, Status.APPROVED])
def test_a_decided_list_is_not_offered_a_removal(status: Status) -> None:
    (pair,) = pairs_view(replace(OWN, status=status), [person(2)], APPRAISER, ALL, Typed()).pairs
    values = {option.value for group in pair.choices for option in group.options}
    assert not any(value.startswith("remove_here") for value in values)
    assert any(value.startswith("same_person") for value in values)


def test_only_the_holder_is_asked_to_decide() -> None:
    taken = replace(OWN, status=Status.UNDER_APPRAISAL, appraised_by=APPRAISER.id)
    for actor, may in ((APPRAISER, True), (SECOND_APPRAISER, False), (AUDITOR, False)):
        assert pairs_view(taken, [person(2)], actor, ALL, Typed()).can_decide is may


def test_an_auditor_reads_no_name_on_either_side() -> None:
    text = str(pairs_view(OWN, [person(2, "Bùi Thị Mẫu")], AUDITOR, ALL, Typed()))
    assert AUDITOR.role is Role.AUDITOR
    for told in ("Lê Văn", "Bùi Thị", "0090000002"):
        assert told not in text


def test_a_commune_may_take_rows_out_only_while_the_list_is_in_its_hands() -> None:
    found = [own(2, Place.REMOVE), own(3, Place.OPEN)]
    for status in Status:
        view = own_rows_view(replace(OWN, status=status), found, ALL)
        assert view.can_remove is (status in {Status.CHECKED, Status.RETURNED})
        assert (view.to_remove, view.lines) == (1, "2")


def test_the_commune_sees_nothing_of_the_other_list(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/duplicates/{waiting}")).text
    assert "10 người trong danh sách của xã" in text
    assert "0000200310" in text
    other = site.dossiers["elsewhere"]
    assert other.commune_name not in text
    assert other.commune not in re.sub(r"\b[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
    assert str(other.id) not in text
    assert "/duplicate-reviews/" not in text


def test_the_province_decides_and_both_communes_read_their_part(site: Site, visitor: Known) -> None:
    page = filled(site, "/duplicates/{waiting}")
    appraiser = visitor("tham-dinh-2")
    text = appraiser.get(page).text
    pair = re.findall(r'name="pair" value="([0-9a-f]{32})"', text)[0]
    form = {"pair": pair, "seen": "0", "choice": "remove_here:lives_elsewhere", "note": "BÍ MẬT"}
    address = filled(site, "/duplicate-reviews/{waiting}")

    wrong = appraiser.post(address, {**form, "choice": "remove_here:"})
    assert wrong.status_code == 422
    assert 'value="BÍ MẬT"' in wrong.text
    done = appraiser.post(address, form)
    assert done.status_code == 303

    assert "BÍ MẬT" in appraiser.get(page).text
    mine = visitor("xa-an").get(page).text
    assert "Tỉnh yêu cầu bỏ 1 dòng khỏi danh sách này" in mine
    assert "BÍ MẬT" not in mine
    assert "/removals" not in mine
    theirs = visitor("xa-hoa").get(filled(site, "/duplicates/{elsewhere}")).text
    assert "Tỉnh quyết định tính ở danh sách này" in theirs
    assert "BÍ MẬT" not in theirs
    again = {**form, "seen": "1", "choice": "different_people:papers_show_two"}
    assert appraiser.post(address, again).status_code == 303


def test_a_removal_is_refused_while_the_province_has_the_list(site: Site, visitor: Known) -> None:
    seen = str(site.dossiers["waiting"].version)
    address = filled(site, "/submissions/{waiting}/removals")
    assert visitor("xa-an").post(address, {"seen": seen}).status_code == 409
