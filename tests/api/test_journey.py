"""Programs take a list from upload to paper, and everything of it is on record."""

from collections.abc import Callable
from hashlib import sha256

from tests.support.program import FORM, Program
from tests.support.site import PEOPLE, a_list

from .conftest import Journey

Known = Callable[[str], Program]


def test_every_step_answers_with_where_the_dossier_stands(journey: Journey) -> None:
    steps = (journey.uploaded, journey.checked, journey.submitted, journey.taken, journey.approved)

    assert [step["status"] for step in steps] == [
        "checking",
        "checked",
        "submitted",
        "under_appraisal",
        "approved",
    ]
    assert len({step["id"] for step in steps}) == 1
    versions = [step["version"] for step in steps]
    assert versions == sorted(set(versions))


def test_a_checked_list_shows_its_figures_rule_and_file(journey: Journey) -> None:
    checked = journey.checked

    assert checked["coverage"]["participants"] == PEOPLE
    assert checked["coverage"]["population"] == PEOPLE
    assert checked["coverage"]["percent_truncated"].startswith("100")
    assert checked["coverage"]["assessment"] == "met"
    assert checked["counts"]["counted"] == PEOPLE
    assert checked["rule"]["threshold"] == "85"
    assert checked["as_of"] == FORM["as_of"]
    content = a_list()
    assert checked["files"] == [
        {
            "name": "danh-sach.csv",
            "sha256": sha256(content).hexdigest(),
            "size": len(content),
            "format": "csv",
        }
    ]


def test_an_issued_paper_is_shown_and_its_file_is_what_it_says(
    program: Known, journey: Journey
) -> None:
    reference = journey.paper["reference"]
    for name in ("xa-an", "tham-dinh", "ky", "kiem-toan"):
        assert program(name).told("GET", f"/api/v1/certificates/{reference}") == journey.paper

    file = program("xa-an").ask("GET", f"/api/v1/certificates/{reference}.pdf")

    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["cache-control"] == "no-store"
    assert file.headers["content-disposition"] == f'attachment; filename="{reference}.pdf"'
    assert file.content.startswith(b"%PDF")
    assert len(file.content) == journey.paper["pdf_length"]
    assert sha256(file.content).hexdigest() == journey.paper["pdf_sha256"]


def test_the_dossier_of_a_paper_is_certified_and_names_it(program: Known, journey: Journey) -> None:
    dossier = program("xa-an").told("GET", journey.path)

    assert (dossier["status"], dossier["certificate"]) == (
        "certified",
        journey.paper["reference"],
    )


def test_what_was_computed_is_computed_again_alike(program: Known, journey: Journey) -> None:
    path = f"/api/v1/appraisals/{journey.checked['id']}/reappraisal"

    again = program("tham-dinh").told("POST", path)

    assert (again["identical"], again["differences"]) == (True, [])


def test_everything_is_on_record_and_the_record_holds(program: Known, journey: Journey) -> None:
    auditor = program("kiem-toan")

    page = auditor.told("GET", "/api/v1/audit/entries?limit=200")
    report = auditor.told("GET", "/api/v1/audit/verification")

    about = {e["entry"]["type"] for e in page["entries"] if _is_about(e["entry"], journey)}
    assert about >= {
        "submission.created",
        "check.computed",
        "submission.submitted",
        "appraisal.decided",
        "certificate.issued",
    }
    indices = [e["index"] for e in page["entries"]]
    assert indices == sorted(indices, reverse=True)
    assert (report["holds"], report["first_broken"], report["findings"]) == (True, None, [])
    assert report["size"] > page["size"] - 1
    assert len(bytes.fromhex(report["root"])) == 32


def _is_about(entry: dict[str, dict[str, str]], journey: Journey) -> bool:
    return entry["subject"]["id"] in {journey.checked["id"], journey.paper["reference"]}
