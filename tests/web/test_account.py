"""Signing in says the same to everybody, and leads back to where somebody wanted to go."""

import pytest

from ntm_verify.web.account import own_address
from tests.support.site import Site, Visitor, sign_in


@pytest.mark.parametrize(
    "told",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere",
        "",
        "javascript:x",
        "/a\r\nb",
    ],
)
def test_only_addresses_of_our_own_are_gone_on_to(told: str) -> None:
    assert own_address(told) == ""
    assert own_address("/submissions?x=1") == "/submissions?x=1"


def test_unknown_name_and_wrong_password_hear_the_same_words(site: Site) -> None:
    answers = []
    for name in ("van-hanh", "khong-co-ai"):
        visitor = Visitor(site.address)
        answer = visitor.post("/sign-in", {"username": name, "password": "mat-khau-sai-123"})
        answers.append((answer.status_code, answer.text.replace(name, "")))
        assert f'value="{name}"' in answer.text
        visitor.client.close()
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answers[0][1]


def test_signing_in_leads_back_to_the_page_that_was_asked_for(site: Site) -> None:
    visitor = Visitor(site.address)
    asked = visitor.get("/audit?q=mau&status=certified")
    assert asked.headers["location"] == "/sign-in?next=%2Faudit%3Fq%3Dmau%26status%3Dcertified"
    form = {
        "username": "kiem-toan",
        "password": site.passwords["kiem-toan"],
        "next": "/audit?q=mau&status=certified",
    }
    assert visitor.post("/sign-in", form).headers["location"] == form["next"]
    visitor.client.close()


def test_what_was_typed_is_shown_again_when_the_session_has_ended(site: Site) -> None:
    visitor = sign_in(site, "tham-dinh-2")
    token = visitor.csrf()
    visitor.post("/sign-out")
    path = f"/appraisals/{site.dossiers['taken_2'].id}/return"
    typed = {"seen": "1", "reason": "other", "note": "Một đoạn dài đã gõ <b>cẩn thận</b>"}
    answer = visitor.post(path, typed, csrf=token)
    visitor.client.close()
    assert answer.status_code == 401
    assert "Một đoạn dài đã gõ &lt;b&gt;cẩn thận&lt;/b&gt;" in answer.text
    assert "Chưa có gì được lưu" in answer.text


def test_a_signed_in_visitor_is_not_asked_again(site: Site) -> None:
    visitor = sign_in(site, "van-hanh")
    answer = visitor.get("/sign-in?next=//elsewhere.example")
    visitor.client.close()
    assert answer.status_code == 303
    assert answer.headers["location"] == "/audit/log"
