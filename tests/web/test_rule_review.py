"""Communes are put into groups from a pasted table, and a refusal tells its author why."""

from collections.abc import Callable

from tests.support.site import Visitor

Known = Callable[[str], Visitor]
PATH = "/province/rules/NTM-2026/groups"
GOOD = {
    "placements": "00001; 3\n00007\tnhóm 1\n\n00009, 2",
    "first_day": "01/3/2026",
    "reference": "Quyết định 00/QĐ-UBND (DỮ LIỆU GIẢ LẬP)",
}


def test_a_pasted_table_of_groups_waits_and_is_refused_with_a_reason(visitor: Known) -> None:
    author, reviewer = visitor("quan-tri"), visitor("quan-tri-2")
    page = author.post(PATH, GOOD).headers["location"]

    shown = reviewer.get(page).text
    assert "Xã Mẫu Hòa (00007)" in shown
    assert "nhóm 1 từ 01/03/2026" in shown
    assert shown.count("chưa xếp nhóm") == 3
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    form = {"seen": seen, "decision": "refuse", "note": "Sai nhóm của Xã Mẫu Hòa"}
    assert reviewer.post(f"{page}/review", form).status_code == 303

    told = author.get(page).text
    assert "Sai nhóm của Xã Mẫu Hòa" in told
    assert "không công bố" in told
    assert 'name="decision"' not in told


def test_lines_days_and_sets_that_cannot_be_are_refused_beside_their_field(
    visitor: Known,
) -> None:
    for change, field in (
        ({"placements": ""}, "placements"),
        ({"placements": "00001"}, "placements"),
        ({"placements": "99999; 1"}, "placements"),
        ({"first_day": ""}, "first_day"),
        ({"first_day": "hôm nay"}, "first_day"),
        ({"first_day": "01/01/2026"}, "first_day"),
        ({"reference": "văn bản"}, "reference"),
    ):
        answer = visitor("quan-tri").post(PATH, {**GOOD, **change})
        assert answer.status_code == 422, change
        assert f'href="#{field}"' in answer.text, change
    bare = visitor("quan-tri").get("/province/rules/NTM-2021/groups")
    assert "không chia nhóm xã" in bare.text
