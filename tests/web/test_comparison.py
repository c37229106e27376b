"""The page of changes: figures that equal their lists, direction right, names masked by right."""

from collections.abc import Callable
from dataclasses import replace

from ntm_verify.domain.appraisal import HamletCount
from ntm_verify.domain.people import Role
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.domain.roster_changes import compare
from ntm_verify.usecases.compare_lists import Comparison
from ntm_verify.web.comparison import PER_PAGE, Asked, ChangesView, comparison_view
from tests.support.builders import an_appraisal, an_id, an_outcome
from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]
BASE = "/comparisons/x"


def row(place: int, name: str = "Bùi Giả", hamlet: str = "Thôn 1") -> RosterRow:
    return RosterRow(0, place + 2, name, f"00900{place:05d}", "b", hamlet, counted=True, codes=())


def found(old: list[RosterRow], new: list[RosterRow], **others: object) -> Comparison:
    changes = compare(Roster((), tuple(old)), Roster((), tuple(new)))
    dossier = an_appraisal(outcome=an_outcome(hamlets=(HamletCount("Thôn 1", len(new)),)))
    before = an_appraisal(outcome=an_outcome(hamlets=(HamletCount("Thôn 7", 3),)))
    known = Comparison(dossier, None, changes, replace(before, id=an_id(2)), ("Thôn 7",))
    return replace(known, **others)  # type: ignore[arg-type]  # fields of a comparison


def shown_of(comparison: Comparison, wanted: Asked) -> ChangesView:
    view = comparison_view(comparison, wanted, "/").changes
    assert view is not None
    return view


def asked(role: Role = Role.COMMUNE, **told: str) -> Asked:
    return Asked.read(BASE, told, role)


def test_every_figure_equals_its_list_over_all_pages() -> None:
    old = [row(n) for n in range(10)]
    new = [row(0, "Bùi Lập"), *(row(n) for n in range(1, 5)), *(row(n) for n in range(20, 350))]
    listed = {}
    for kind in ("new", "gone", "changed"):
        first = shown_of(found(old, new), asked(kind=kind))
        pages = [asked(kind=kind, page=str(page + 1)) for page in range(first.pages)]
        views = [shown_of(found(old, new), page) for page in pages]
        assert max(len(view.rows) for view in views) <= PER_PAGE
        assert [bool(view.later) for view in views] == [True] * (len(views) - 1) + [False]
        shown = [one.number for view in views for one in view.rows]
        listed[kind] = (len(shown), len(set(shown)))
    assert listed == {"new": (330, 330), "gone": (5, 5), "changed": (1, 1)}
    view = shown_of(found(old, new), asked())
    counts = {choice.text: choice.count for choice in view.choices}
    assert counts == {"mới": "330", "không còn": "5", "thay đổi": "1"}
    assert (view.kept, view.before, view.after) == ("4", "10", "335")
    assert "10 người, trừ 5 không còn, cộng 330 mới, thành 335 người" in view.sentence


def test_a_change_tells_what_the_list_before_says() -> None:
    old, new = [row(0, "Bùi Giả", "Thôn 2")], [row(0, "Bùi Lập", "Thôn 1")]
    view = shown_of(found(old, new), asked(kind="changed"))
    assert (view.rows[0].name, view.rows[0].before) == ("Bùi Lập", "Bùi Giả, Thôn 2")


def test_an_auditor_reads_no_name_and_no_number() -> None:
    old, new = [row(0, "Bùi Giả"), row(1, "Vũ")], [row(0, "Bùi Lập"), row(5, "Vũ")]
    for kind in ("new", "gone", "changed"):
        view = comparison_view(found(old, new), asked(Role.AUDITOR, kind=kind), "/")
        assert view.is_masked
        text = str(view)
        assert "Bùi" not in text
        assert "Vũ" not in text
        assert "00900" not in text


def test_a_returned_version_comes_first_and_last_period_can_be_chosen() -> None:
    returned = compare(Roster((), ()), Roster((), (row(3),)))
    both = found([row(0)], [row(0)], returned=returned)
    first = comparison_view(both, asked(), "/")
    second = comparison_view(both, asked(against="last"), "/")
    assert first.changes is not None
    assert second.changes is not None
    assert (first.changes.title, first.changes.after) == ("Bản tỉnh đã trả lại", "1")
    assert second.changes.title == "Danh sách được công nhận trước đó, chốt ngày 31/08/2019"
    assert [choice.current for choice in second.against] == [False, True]


def test_a_hamlet_of_last_period_that_is_not_there_is_named() -> None:
    view = comparison_view(found([row(0)], [row(0)]), asked(), "/")
    assert [(h.name, h.before, h.now, h.is_missing) for h in view.hamlets] == [
        ("Thôn 1", "–", "1", False),
        ("Thôn 7", "3", "–", True),
    ]


def test_without_a_list_before_the_page_says_so() -> None:
    alone = found([], [], last=None, last_dossier=None)
    view = comparison_view(alone, asked(), "/")
    assert view.changes is None
    assert view.hamlets_known == ""
    assert not view.hamlets[0].is_missing


def test_commune_and_appraiser_read_the_names_the_auditor_does_not(
    site: Site, visitor: Known
) -> None:
    path = filled(site, "/comparisons/{waiting}?kind=new")
    for who in ("xa-an", "tham-dinh"):
        text = visitor(who).get(path).text
        assert "Văn Mẫu" in text, who
        assert 'href="/submissions/' in text or 'href="/appraisals/' in text
    masked = visitor("kiem-toan").get(path)
    assert masked.status_code == 200
    assert "Văn Mẫu" not in masked.text
    assert "•••" in masked.text


def test_the_dossier_pages_lead_to_the_comparison(site: Site, visitor: Known) -> None:
    for who, path in (
        ("xa-an", "/submissions/{checked}"),
        ("xa-an", "/submissions/{waiting}"),
        ("tham-dinh", "/appraisals/{waiting}"),
    ):
        assert 'href="/comparisons/' in visitor(who).get(filled(site, path)).text, path
