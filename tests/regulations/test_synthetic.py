"""The data that made-up people are drawn from can be read and is no rule set."""

from ntm_verify.regulations.rulebook import load_rulebook
from ntm_verify.regulations.synthetic import load_stock


def test_the_stock_is_read_whole() -> None:
    stock = load_stock()

    assert stock.province_code == "00"
    assert {folk.name for folk in stock.folks} >= {"kinh", "mường", "thái", "hmông", "một chữ"}
    assert set(stock.groups) == {"child", "pupil", "student", "adult", "elder"}


def test_most_people_are_of_the_most_common_descent() -> None:
    folks = [folk.name for folk in load_stock().folks]

    assert folks.count("kinh") / len(folks) > 0.9


def test_it_adds_no_clause_to_the_rulebook() -> None:
    assert all(clause.rule_set for clause in load_rulebook().clauses)
