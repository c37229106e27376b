"""Side by side every fact is told, and the days between two sets are named."""

from datetime import date

from ntm_verify.domain.rule_comparison import SetFile, between, compare_sets, holes
from ntm_verify.regulations.catalogue import load_catalogue
from ntm_verify.regulations.rulebook import load_rulebook
from tests.support.builders import a_figure

BOOK = load_rulebook()


def test_what_lies_between_two_sets_is_said_in_either_order() -> None:
    def told(first: str, second: str) -> str:
        there, back = BOOK.named(first), BOOK.named(second)
        assert between(there, back) == between(back, there)
        return between(there, back)

    assert told("NTM-2013", "NTM-2016") == "Hai bộ nối tiếp nhau, không có ngày trống."
    assert told("NTM-2016", "NTM-2021").startswith("Từ 01/01/2021 đến 07/03/2022")
    assert told("NTM-2021", "NTMNC-2021").endswith("cho hai tiêu chí khác nhau.")
    assert told("NTM-2021", "NTM-2021") == "Hai bộ cùng áp dụng từ 08/03/2022 đến 31/12/2025."


def test_the_holes_of_the_commune_sets_are_those_that_are_known_by_name() -> None:
    assert holes(BOOK.clauses) == (
        (date(2021, 1, 1), date(2022, 3, 7)),
        (date(2026, 1, 1), date(2026, 2, 14)),
    )


def test_facts_groups_and_releases_of_both_sides_are_told() -> None:
    old, new = BOOK.named("NTM-2016"), BOOK.named("NTM-2026")
    figure = a_figure("95", rule_set="NTM-2026", group="1", first_day=date(2027, 1, 1))
    there = SetFile(new, BOOK.groups_of("NTM-2026"), (figure,))

    found = compare_sets(SetFile(old, (), ()), there, load_catalogue(), "1-abc")

    told = {one.key: (one.first, one.second) for one in found.aspects}
    assert told["groups"] == ("không chia nhóm", "Nhóm 1; Nhóm 2; Nhóm 3")
    assert told["figures"][1] == ("nhóm 1: 95\u00a0%, 01/01/2027 – 31/12/2030, 1/QĐ-UBND (giả lập)")
    assert told["rules"][0] == "bản 1-abc, dùng chung cho mọi bộ tiêu chí"
    assert not {one.key for one in found.aspects if not one.differs} ^ {
        *("criterion", "rules", "severities"),
    }
