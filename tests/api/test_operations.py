"""Operations ask whether the service lives and is ready; programs ask what there is."""

from collections.abc import Callable

from tests.support.program import Program

Known = Callable[[str], Program]


def test_the_service_says_that_it_lives_and_is_ready(program: Known) -> None:
    assert program("").told("GET", "/healthz") == {"status": "ok"}
    assert program("").told("GET", "/readyz") == {"status": "ready"}


def test_the_description_lists_the_routes_of_programs(program: Known) -> None:
    paths = program("").told("GET", "/schema/openapi.json")["paths"]

    listed = {(method, path) for path, methods in paths.items() for method in methods}
    dossier, appraisal = "/api/v1/submissions/{appraisal_id}", "/api/v1/appraisals/{appraisal_id}"
    assert listed >= {
        ("post", "/api/v1/session"),
        ("post", "/api/v1/submissions"),
        ("get", "/api/v1/submissions"),
        ("get", dossier),
        *(("post", f"{dossier}/{act}") for act in ("submission", "withdrawal", "corrections")),
        *(("get", f"{dossier}/{what}") for what in ("findings", "comparison", "duplicates")),
        ("get", "/api/v1/appraisals"),
        *(("post", f"{appraisal}/{act}") for act in ("assignment", "approval", "return")),
        *(("post", f"{appraisal}/{act}") for act in ("refusal", "certificate", "reappraisal")),
        ("get", "/api/v1/certificates/{reference}"),
        ("post", "/api/v1/certificates/{reference}/revocation"),
        ("get", "/api/v1/audit/entries"),
        ("get", "/api/v1/audit/verification"),
    }
    assert not {path for path in paths if path in {"/healthz", "/readyz", "/submissions"}}
