"""A decision waits until somebody has shown again who they are, and nothing typed is lost."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

import pytest

from ntm_verify.domain.people import Role
from tests.support.site import Site, Visitor, filled, open_site, sign_in, web_handlers
from tests.web.test_policy import concrete

NOTE: Final = "Đối chiếu lại “thôn 2” <b>& thôn 3</b>\nhai dòng (DỮ LIỆU GIẢ LẬP)"
DECISIONS: Final = {
    ("POST", "/appraisals/{dossier_id:uuid}/{kind:str}"),
    ("POST", "/signing/{dossier_id:uuid}/certificate"),
    ("POST", "/signing/orders"),
    ("POST", "/signing/{dossier_id:uuid}/revocation"),
    ("POST", "/signing/{dossier_id:uuid}/correction"),
    ("POST", "/province/rules/{rule_set:str}/figure"),
    ("POST", "/province/rules/{rule_set:str}/groups"),
    ("POST", "/province/proposals/{proposal_id:uuid}/review"),
    ("POST", "/province/paper"),
    ("POST", "/province/units"),
    ("POST", "/province/targets"),
    ("POST", "/province/targets/due"),
    ("POST", "/province/retention"),
    ("POST", "/province/retention/purge"),
    ("POST", "/province/accounts/new"),
    ("POST", "/province/accounts/import"),
    ("POST", "/province/accounts/{account_id:str}/office"),
    ("POST", "/province/accounts/{account_id:str}/identity"),
    ("POST", "/province/accounts/{account_id:str}/reset"),
    ("POST", "/province/accounts/{account_id:str}/deactivation"),
    ("POST", "/province/accounts/{account_id:str}/reactivation"),
    ("POST", "/account/tokens"),
    ("POST", "/account/second-factor"),
}
"""What decides, signs or gives rights; named here a second time."""
WHO: Final = {
    frozenset({Role.APPRAISER}): "tham-dinh",
    frozenset({Role.SIGNER}): "ky",
    frozenset({Role.ADMINISTRATOR}): "quan-tri",
}


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a province that asks at each decision."""
    with open_site(tmp_path_factory.mktemp("strict"), NTM_CONFIRM_MINUTES="0") as site:
        yield site


def hidden(text: str) -> dict[str, str]:
    """Give the hidden fields of the page that asks."""
    main = text.split("<main")[1]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main)
    return {name: unescape(value) for name, value in found}


def test_every_decision_asks(strict: Site) -> None:
    known = {who: sign_in(strict, who) for who in WHO.values()}
    policies = {(method, path): policy for method, path, policy in web_handlers()}
    for method, path in sorted(DECISIONS):
        visitor = known[WHO.get(policies[method, path], "ky")]
        answer = visitor.post(concrete(path), {"note": NOTE})
        assert answer.status_code == 401, path
        assert "Xác nhận lại trước khi thực hiện" in answer.text
        assert "Chưa có gì được thực hiện" in answer.text
    for visitor in known.values():
        visitor.client.close()


def test_what_was_typed_goes_on_after_the_password(strict: Site) -> None:
    visitor = sign_in(strict, "tham-dinh")
    dossier = strict.dossiers["taken"]
    path = f"/appraisals/{dossier.id}/return"
    typed = {"seen": str(dossier.version), "reason": "list_errors", "note": NOTE}

    asked = visitor.post(path, typed)
    kept = hidden(asked.text)
    csrf = kept.pop("_csrf")
    assert {name: text.replace("\r\n", "\n") for name, text in kept.items()} == typed

    wrong = visitor.post(path, {**kept, "_secret": "sai-mat-khau-123"}, csrf=csrf)
    assert wrong.status_code == 401
    assert "Mật khẩu không đúng" in wrong.text
    assert hidden(wrong.text)["note"].replace("\r\n", "\n") == NOTE
    assert visitor.get(f"/appraisals/{dossier.id}").text.count("hai dòng") == 0

    secret = strict.passwords["tham-dinh"]
    done = visitor.post(path, {**kept, "_secret": secret}, csrf=csrf)
    assert done.status_code == 303, done.text
    before = visitor.cookie
    visitor.cookie = done.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert visitor.cookie != before
    assert "thôn 3&lt;/b&gt;" in visitor.get(f"/appraisals/{dossier.id}").text
    visitor.cookie = before
    assert visitor.get("/appraisals").status_code == 303
    visitor.client.close()


def test_a_look_at_what_the_commune_would_read_asks_nothing(strict: Site) -> None:
    visitor = sign_in(strict, "tham-dinh-2")
    dossier = strict.dossiers["taken_2"]
    form = {"preview": "yes", "reason": "list_errors", "note": "Xem trước", "seen": "1"}
    answer = visitor.post(f"/appraisals/{dossier.id}/return", form)
    visitor.client.close()
    assert answer.status_code == 200
    assert "Xã sẽ đọc" in answer.text


def test_the_question_is_asked_of_our_own_form_only(strict: Site) -> None:
    visitor = sign_in(strict, "ky")
    path = filled(strict, "/signing/{approved}/certificate")
    secret = {"_secret": strict.passwords["ky"]}
    for answer in (
        visitor.post(path, secret, csrf=""),
        visitor.post(path, secret, origin="https://elsewhere.example"),
    ):
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    visitor.client.close()


def test_files_are_chosen_again_after_the_question(strict: Site) -> None:
    visitor = sign_in(strict, "quan-tri")
    csrf = visitor.csrf()
    files = [("file", ("tai-khoan.csv", b"x"))]
    asked = visitor.post("/province/accounts/import", files=files, csrf=csrf)
    assert asked.status_code == 401
    assert 'action="/account/confirmation"' in asked.text
    assert "chọn lại tệp" in asked.text
    visitor.client.close()


def test_a_fresh_session_is_not_asked(site: Site) -> None:
    visitor = sign_in(site, "quan-tri")
    answer = visitor.post("/province/rules/KM-2018/figure", {"percent": "x"})
    visitor.client.close()
    assert answer.status_code == 422


def test_asking_goes_nowhere_foreign(strict: Site) -> None:
    visitor: Visitor = sign_in(strict, "ky")
    form = {"next": "https://elsewhere.example/", "_secret": strict.passwords["ky"]}
    answer = visitor.post("/account/confirmation", form)
    visitor.client.close()
    assert (answer.status_code, answer.headers["location"]) == (303, "/signing")
