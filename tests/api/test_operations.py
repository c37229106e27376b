"""Operations ask whether the service lives and is ready; programs ask what there is."""

import json
import re
from collections.abc import Callable

from ntm_verify.domain.alarm import Alarm
from ntm_verify.domain.log_standing import LogAlarm
from ntm_verify.domain.notice import FOR_PROGRAMS, Happening, Kind
from ntm_verify.domain.webhook import body
from tests.support.builders import NOON, an_id
from tests.support.program import Program

Known = Callable[[str], Program]


def test_the_service_says_that_it_lives_and_is_ready(program: Known) -> None:
    assert program("").told("GET", "/healthz") == {"status": "ok"}
    assert program("").told("GET", "/readyz") == {"status": "ready", "alarms": []}


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
        ("post", "/api/v1/appraisals/bulk"),
        *((way, f"{appraisal}/sample") for way in ("get", "post")),
        *(("post", f"{appraisal}/{act}") for act in ("comments", "extension", "sample/results")),
        *(("get", f"{base}/casework") for base in (dossier, appraisal)),
        *((way, "/api/v1/delegations") for way in ("get", "post")),
        ("get", "/api/v1/certificates/{reference}"),
        ("post", "/api/v1/certificates/{reference}/revocation"),
        ("get", "/api/v1/audit/entries"),
        ("get", "/api/v1/audit/verification"),
    }
    assert not {path for path in paths if path in {"/healthz", "/readyz", "/submissions"}}


def test_monitoring_reads_counts_ages_and_alarms(program: Known) -> None:
    answer = program("").ask("GET", "/metrics")

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert 'ntm_alarm{alarm="mail_failed"} 0' in lines
    assert 'ntm_failed{line="jobs"} 0' in lines
    told = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r'ntm_[a-z_]+\{[a-z]+="[a-z_]+"\} [0-9]+', line) for line in told)
    assert len(told) == 3 * 6 + len(Alarm) + len(LogAlarm) + 2


def test_the_description_says_what_webhooks_are_told(program: Known) -> None:
    told = program("").told("GET", "/schema/openapi.json")["webhooks"]

    assert set(told) == {kind.value for kind in FOR_PROGRAMS}
    post = told["dossier.returned"]["post"]
    assert [p["name"] for p in post["parameters"]] == [
        *("webhook-id", "webhook-timestamp", "webhook-signature")
    ]
    shape = post["requestBody"]["content"]["application/json"]["schema"]["properties"]
    happening = Happening(an_id(1), Kind.RETURNED, NOON, str(an_id(2)), "u-1")
    sent = json.loads(body(happening, "https://ntm.example"))
    assert shape.keys() == sent.keys()
    assert shape["data"]["properties"].keys() == sent["data"].keys()
