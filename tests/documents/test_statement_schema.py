"""What papers carry for machines has the published form, and a wrong statement has not."""

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, Final

import pikepdf
import pytest
from jsonschema_rs import Draft202012Validator, meta

from ntm_verify.documents.renderer import STATEMENT_NAME
from ntm_verify.domain.paper_sample import Place, worst_case

from . import samples
from .papers import a_certificate, a_letterhead
from .reading import TEMPLATES

SCHEMA: Final[dict[str, Any]] = json.loads(
    (TEMPLATES / "offline" / "tham-dinh.schema.json").read_bytes()
)
FORM: Final = Draft202012Validator(SCHEMA)
LONGEST: Final = worst_case(
    a_letterhead(form_version=2), Place("99", "https://x.example"), datetime(2026, 3, 4, tzinfo=UTC)
)
PAPERS: Final = (
    *(samples.usual, samples.by_sex, samples.demonstration, samples.worst),
    *(samples.report, samples.minutes),
)


def attached(content: bytes) -> Any:  # noqa: ANN401 - JSON
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return json.loads(pdf.attachments[STATEMENT_NAME].get_file().read_bytes())


def told(statement: object) -> list[str]:
    """Give what is wrong with a statement, by its place."""

    def at(path: list[str | int]) -> str:
        return "$" + "".join(f".{step}" for step in path)

    return [at(fault.instance_path) for fault in FORM.iter_errors(statement)]


@pytest.mark.parametrize("make", PAPERS, ids=lambda make: make.__name__)
def test_what_a_paper_carries_has_the_published_form(make: samples.Maker) -> None:
    assert told(attached(make().content)) == []


def test_the_form_is_itself_in_order_and_names_all_that_a_statement_may_tell() -> None:
    meta.validate(SCHEMA)
    full = json.loads(json.dumps(LONGEST.statement()))

    assert told(full) == []
    assert set(full) | {"legal_source"} == set(SCHEMA["properties"])
    assert SCHEMA["properties"]["schema"]["const"] == full["schema"]


def test_each_member_that_is_missing_foreign_or_of_another_kind_is_refused() -> None:
    full = json.loads(json.dumps(LONGEST.statement()))
    optional = set(SCHEMA["properties"]) - set(SCHEMA["required"])
    places = list(members(full))
    for path in places:
        for wrong in (put(full, path, ["?"]), put(full, [*path[:-1], "full_name"], "Nguyễn Thị A")):
            assert told(wrong), path
        if len(path) > 1 or path[0] not in optional:
            assert told(left_out(full, path)), path

    assert len(places) > 60


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["participants"], -1),
        (["participants"], "1500"),
        (["participants"], 1500.5),
        (["population", "total"], 0),
        (["percent_truncated"], "95.9"),
        (["rule", "threshold"], "90,5"),
        (["sha256"], "A" * 64),
        (["token"], "ABCDEFGHIJKLO"),
        (["issue_day"], "05/01/2026"),
        (["assessment"], "đạt"),
        (["form", "type"], "QĐ"),
        (["schema"], "ntm-verify/certificate/2"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_is_refused(path: list[str], value: object) -> None:
    full = json.loads(json.dumps(LONGEST.statement()))

    (place,) = told(put(full, path, value))
    assert f"$.{'.'.join(path)}".startswith(place)


def test_waivers_are_never_told_without_the_result_without_them() -> None:
    full = json.loads(json.dumps(LONGEST.statement()))

    assert told(left_out(full, ["without_waivers"]))
    assert told(json.loads(json.dumps(a_certificate().statement()))) == []


def members(value: object, path: tuple[Any, ...] = ()) -> Iterator[list[Any]]:
    """Give the place of every member of every object; of lists the first entry."""
    if isinstance(value, list):
        value = {0: value[0]} if value else {}
    elif isinstance(value, dict):
        yield from ([*path, name] for name in value)
    if isinstance(value, dict):
        for name in value:
            yield from members(value[name], (*path, name))


def put(whole: dict[str, Any], path: list[Any], value: object) -> dict[str, Any]:
    changed: Any = deepcopy(whole)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed  # type: ignore[no-any-return] # a copy of the whole


def left_out(whole: dict[str, Any], path: list[Any]) -> dict[str, Any]:
    changed: Any = deepcopy(whole)
    place = changed
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return changed  # type: ignore[no-any-return] # a copy of the whole
