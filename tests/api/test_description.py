"""The document at /schema: who may ask, with which problems a route answers, files as files."""

from pathlib import Path
from typing import Any

import pytest

from ntm_verify.api.methods import addresses_of, allowed
from ntm_verify.app import build_app
from tests.support.rights_world import settings_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - the framework's own
    return build_app(settings_of(tmp_path_factory.mktemp("described")))


@pytest.fixture(scope="module")
def paths(app: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    document: dict[str, Any] = app.openapi_schema.to_schema()
    return document["paths"]  # type: ignore[no-any-return] # a part of the document


def test_every_route_for_programs_names_its_problems_and_asks_for_a_token(
    paths: dict[str, Any],
) -> None:
    public = {"/api/v1/session", "/api/v1/audit/checkpoint", "/api/v1/audit/tile/{place}"}
    for path, methods in paths.items():
        for method, told in methods.items():
            if method == "options":
                continue
            assert (told.get("security") == [{"token": []}]) is (path not in public), path
            refusals = {c: r for c, r in told["responses"].items() if not c.startswith("2")}
            assert path in public or {"401", "403", "503"} <= refusals.keys(), path
            assert "{" not in path or "404" in refusals, path
            for refusal in refusals.values():
                ((kind, media),) = refusal["content"].items()
                assert kind == "application/problem+json"
                assert media["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_files_are_described_as_files(paths: dict[str, Any]) -> None:
    listed = "/api/v1/submissions/{appraisal_id}"
    for path, kind in (
        (f"{listed}/annotated.xlsx", SHEET),
        (f"{listed}/receipt.pdf", "application/pdf"),
        ("/api/v1/audit/checkpoint", "text/plain"),
    ):
        assert list(paths[path]["get"]["responses"]["200"]["content"]) == [kind]
    either = paths["/api/v1/certificates/{reference}"]["get"]["responses"]["200"]["content"]
    assert set(either) == {"application/json", "application/pdf"}


def test_input_types_take_no_field_that_they_do_not_name(app: Any) -> None:  # noqa: ANN401 - as above
    schemas = app.openapi_schema.to_schema()["components"]["schemas"]
    bodies = [name for name in schemas if name.endswith("Body") or name == "Credentials"]
    assert bodies
    assert [name for name in bodies if schemas[name].get("additionalProperties") is not False] == []


def test_an_address_tells_its_methods(app: Any) -> None:  # noqa: ANN401 - as above
    known = addresses_of(app)
    assert allowed(known, "/api/v1/submissions") == "GET, OPTIONS, POST"
    assert allowed(known, "/api/v1/submissions/x/withdrawal") == "OPTIONS, POST"
    assert allowed(known, "/api/v1/audit/tile/0/x001/067") == "GET, OPTIONS"
    assert allowed(known, "/submissions/new") == "GET, OPTIONS"
    assert allowed(known, "/khong-co/o-day") == ""


def test_the_schema_is_found_in_the_house_only(app: Any, tmp_path: Path) -> None:  # noqa: ANN401 - as above
    told = str(app.openapi_schema.to_schema())
    assert str(tmp_path.parent) not in told
    assert "Validation Exception" not in told
