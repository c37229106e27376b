"""The form that hands a list in tells every fault at once and gives back what was typed."""

from datetime import date

from ntm_verify.domain.preparation import Preparation
from ntm_verify.web.forms import Form
from ntm_verify.web.prepare import prepare_view, read_figures, values_of
from tests.support.builders import an_appraisal

GOOD = {
    "as_of": "31/12/2025",
    "total": "9.236",
    "male": "4.600",
    "female": "4.636",
    "source": "Công an xã",
    "population_day": "30/09/2025",
    "basis": "permanent",
}


def test_good_figures_are_read() -> None:
    read = read_figures(Form(GOOD))
    assert read.errors == ()
    assert read.as_of == date(2025, 12, 31)
    assert read.population is not None
    assert (read.population.total, read.population.male) == (9236, 4600)
    assert read.population.day == date(2025, 9, 30)


def test_every_fault_is_told_at_once_beside_its_field() -> None:
    read = read_figures(Form({"as_of": "hôm qua", "total": "nhiều", "male": "x"}))
    assert [error.field for error in read.errors] == ["as_of", "total", "male", "source"]
    assert read.population is None


def test_a_second_source_needs_its_figure_and_its_name() -> None:
    both = {"second_total": "9.400", "second_source": "Chi cục Thống kê (giả lập)"}
    read = read_figures(Form({**GOOD, **both}))
    assert (read.second_total, read.second_source) == (9400, both["second_source"])
    assert read.errors == ()
    for alone, field in (("second_total", "second_source"), ("second_source", "second_total")):
        wrong = read_figures(Form({**GOOD, alone: both[alone]}))
        assert [error.field for error in wrong.errors] == [field]


def test_sexes_that_do_not_add_up_are_refused_with_the_figures() -> None:
    read = read_figures(Form({**GOOD, "female": "1"}))
    assert [error.field for error in read.errors] == ["total"]
    assert "4600" in read.errors[0].text


def test_an_unknown_encoding_or_basis_is_not_taken_over() -> None:
    assert read_figures(Form({**GOOD, "encoding": "latin-9"})).encoding == ""
    read = read_figures(Form({**GOOD, "basis": "made-up"}))
    assert [error.field for error in read.errors] == ["total"]


def test_what_was_typed_stands_in_the_form_again() -> None:
    view = prepare_view({"total": "nhiều", "basis": "actual", "other": "x"})
    assert view.values["total"] == "nhiều"
    assert [option.value for option in view.bases if option.chosen] == ["actual"]
    assert "other" not in view.values


def test_replacing_a_list_begins_with_the_figures_of_the_dossier() -> None:
    made = Preparation(second_total=1600, second_source="Chi cục Thống kê (giả lập)")
    dossier = an_appraisal(preparation=made)
    view = prepare_view(values_of(dossier), replaced=dossier)
    read = read_figures(Form({**view.values}))
    assert read.population is not None
    assert read.population.total == dossier.population.total
    assert read.as_of == dossier.as_of
    assert (read.second_total, read.second_source) == (1600, made.second_source)
    assert view.seen == dossier.version
    assert view.action == f"/submissions/{dossier.id}/files"
