"""Programs ask for waivers, read their effect, and are told what cannot be waived."""

from collections.abc import Callable

from tests.support.program import Program
from tests.support.site import a_list

Known = Callable[[str], Program]
ODD = a_list(first=40_000).replace("Vũ Văn Mẫu".encode(), "Vũ Văn M@u".encode())


def test_a_waiver_is_asked_for_decided_on_and_its_effect_is_told(program: Known) -> None:
    clerk, signer = program("xa-an"), program("ky")
    checked = clerk.checked(clerk.upload(ODD))
    assert checked["counts"]["not_counted"] >= 1
    mine = f"/api/v1/submissions/{checked['id']}"
    asked = clerk.told(
        "POST",
        f"{mine}/waivers",
        {
            "seen": checked["version"],
            "rule": "name_invalid_characters",
            "rows": [],
            "reason_code": "as_on_card",
            "reason": "Ghi như trên thẻ (DỮ LIỆU GIẢ LẬP)",
        },
    )
    declared = {"seen": asked["version"], "declared": True}
    sent = clerk.told("POST", f"{mine}/submission", declared)
    decision = {
        "seen": sent["version"],
        "number": 1,
        "grant": True,
        "legal_base": "Công văn 12/BHXH (giả lập)",
        "until": "2027-01-31",
    }

    theirs = f"/api/v1/waivers/{checked['id']}"
    granted = signer.told("POST", theirs, decision)

    told = clerk.told("GET", f"{mine}/waivers")
    (waiver,) = told["waivers"]
    assert waiver["state"] == "granted"
    without = told["participants_without"]
    assert waiver["people"] == checked["counts"]["not_counted"]
    assert granted["coverage"]["participants"] == told["participants"] == without + waiver["people"]


def test_a_rule_of_law_is_waived_for_nobody(program: Known) -> None:
    clerk = program("xa-an")
    checked = clerk.checked(clerk.upload(a_list(first=41_000)))
    body = {"seen": checked["version"], "rule": "card_expired", "reason_code": "other"}
    answer = clerk.ask("POST", f"/api/v1/submissions/{checked['id']}/waivers", body)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:ntm-verify:not_waivable"
