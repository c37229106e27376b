"""A program makes a list ready: it confirms, mends, compares and takes marked files home."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from tests.support.program import Answer, Program
from tests.support.site import LONGER, PEOPLE, WORST, a_list

from .test_problems import problem

Known = Callable[[str], Program]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def warned(program: Known) -> Answer:
    """Hand a list in that somebody must answer for."""
    content = a_list(first=3000).replace(WORST.encode(), LONGER.encode())
    return program("xa-lam").checked(program("xa-lam").upload(content))


def test_findings_say_where_what_and_how_to_mend_it(program: Known, warned: Answer) -> None:
    answer = program("xa-lam").ask("GET", f"/api/v1/submissions/{warned['id']}/findings")
    (finding,) = answer.json()

    assert (finding["code"], finding["severity"]) == ("name_too_long", "warning")
    assert (finding["row"], finding["cell"], finding["field"]) == (2, "A2", "name")
    assert finding["value"] == LONGER
    assert finding["hint"]


def test_warnings_are_answered_for_before_the_list_is_handed_in(
    program: Known, warned: Answer
) -> None:
    clerk, path = program("xa-lam"), f"/api/v1/submissions/{warned['id']}"
    group = {"code": "name_too_long", "field": "name"}

    unreasoned = clerk.ask("POST", f"{path}/confirmations", {"seen": warned["version"], **group})
    assert unreasoned.status_code == 422, unreasoned.text
    reasoned = {"seen": warned["version"], **group, "reason_code": "as_on_card"}
    answered = clerk.told("POST", f"{path}/confirmations", reasoned)

    assert (answered["id"], answered["status"]) == (warned["id"], "checked")
    assert answered["version"] > warned["version"]
    declared = {"seen": answered["version"], "declared": True}
    assert clerk.told("POST", f"{path}/submission", declared)["status"] == "submitted"


def test_a_mended_list_is_checked_again_and_undone_again(program: Known) -> None:
    clerk = program("xa-lam")
    checked = clerk.checked(clerk.upload(a_list(first=4000, wrong=1)))
    path = f"/api/v1/submissions/{checked['id']}"
    assert checked["counts"]["counted"] == PEOPLE - 1
    edit = {"source": 0, "row": 2, "field": "id", "value": "0000209999"}

    asked = {"seen": checked["version"], "edits": [edit]}
    answer = clerk.ask("POST", f"{path}/corrections", asked)
    assert answer.status_code == 202, answer.text
    mended = clerk.checked(checked)
    assert mended["counts"]["counted"] == PEOPLE

    clerk.told("POST", f"{path}/corrections", {"seen": mended["version"], "undo": True})
    assert clerk.checked(checked)["counts"]["counted"] == PEOPLE - 1


def test_no_correction_and_a_wrong_place_are_refused(program: Known, warned: Answer) -> None:
    clerk, path = program("xa-lam"), f"/api/v1/submissions/{warned['id']}/corrections"
    edit = {"source": 0, "row": 0, "field": "id", "value": "1"}
    for body, status, code in (
        ({"seen": warned["version"], "edits": []}, 422, "wrong_correction"),
        ({"seen": warned["version"], "edits": [edit]}, 400, "http_400"),
        ({"seen": warned["version"], "edits": [{**edit, "row": 2, "field": "x"}]}, 400, "http_400"),
    ):
        problem(clerk.ask("POST", path, body), status, code)


@pytest.mark.parametrize("name", ["annotated", "findings"])
def test_marked_files_are_workbooks_that_nobody_keeps(
    program: Known, warned: Answer, name: str
) -> None:
    book = program("xa-lam").ask("GET", f"/api/v1/submissions/{warned['id']}/{name}.xlsx")

    assert (book.status_code, book.headers["content-type"]) == (200, SHEET)
    assert book.headers["cache-control"] == "no-store"
    assert book.headers["content-disposition"].startswith("attachment; filename=")
    text = {
        str(cell)
        for sheet in load_workbook(BytesIO(book.content)).worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    }
    assert any(LONGER in cell for cell in text)


def test_a_first_list_is_compared_with_nothing_and_shares_nobody(
    program: Known, warned: Answer
) -> None:
    clerk, path = program("xa-lam"), f"/api/v1/submissions/{warned['id']}"

    assert clerk.told("GET", f"{path}/comparison") == {
        "returned": None,
        "last": None,
        "missing_hamlets": [],
    }
    assert clerk.ask("GET", f"{path}/duplicates").json() == []
