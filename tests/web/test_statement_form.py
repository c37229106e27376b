"""Anybody may fetch the form of what papers carry for machines, and a real paper has it."""

import io
import json
from collections.abc import Callable
from typing import Final

import pikepdf
from jsonschema_rs import Draft202012Validator

from tests.support.site import Site, Visitor

NAME: Final = "tham-dinh.json"


def test_an_issued_paper_has_the_form_that_is_published(
    site: Site, visitor: Callable[[str], Visitor]
) -> None:
    answer = visitor("").get("/statement.schema.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/schema+json")
    form = Draft202012Validator(answer.json())
    signed = visitor("ky").get(f"/certificates/{site.references['certified']}.pdf").content

    with pikepdf.open(io.BytesIO(signed)) as pdf:
        spec = pdf.attachments[NAME]
        statement = spec.get_file().read_bytes().decode()
        relation = str(spec.obj["/AFRelationship"])

    assert relation == "/Data"
    told = json.loads(statement)
    assert [fault.message for fault in form.iter_errors(told)] == []
    assert told["vouched"]
