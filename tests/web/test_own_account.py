"""Everybody sees and ends the own sessions, changes the password, and sets a second factor up."""

import re
from base64 import b32decode
from datetime import UTC, datetime
from html import unescape
from typing import Final

import httpx

from ntm_verify.domain.people import Role
from tests.support.access import totp
from tests.support.site import Site, Visitor, sign_in

NEW: Final = "bốn từ không liên quan"
FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def cookie_of(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition("=")[2].partition(";")[0]


def test_a_strange_device_is_seen_and_ended(site: Site) -> None:
    site = site.newcomer("thiet-bi-la")
    here, there = sign_in(site, "thiet-bi-la"), Visitor(site.address)
    there.client.headers["user-agent"] = FIREFOX
    form = {"username": "thiet-bi-la", "password": site.passwords["thiet-bi-la"]}
    there.cookie = cookie_of(there.post("/sign-in", form))
    text = here.get("/account").text
    assert "Firefox trên Linux" in text
    assert "127.0." in text
    assert "phiên này" in text
    row = text.split("Firefox trên Linux")[1]
    handle = re.search(r'name="session" value="([0-9a-f]{16})"', row)
    assert handle is not None
    assert handle[1] not in there.cookie

    assert here.post("/account/sessions", {"session": handle[1]}).status_code == 303

    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200
    for visitor in (here, there):
        visitor.client.close()


def test_all_others_end_at_once(site: Site) -> None:
    site = site.newcomer("nhieu-phien")
    others = [sign_in(site, "nhieu-phien") for _ in range(2)]
    here = sign_in(site, "nhieu-phien")
    here.post("/account/sessions", {})
    assert [other.get("/account").status_code for other in others] == [303, 303]
    assert here.get("/account").status_code == 200
    for visitor in (*others, here):
        visitor.client.close()


def test_a_changed_password_signs_in_and_the_old_one_does_not(site: Site) -> None:
    site = site.newcomer("doi-mat-khau")
    visitor = sign_in(site, "doi-mat-khau")
    old = site.passwords["doi-mat-khau"]
    wrong = {"current": "sai-mat-khau-12", "password": NEW, "again": NEW}
    assert "Mật khẩu đang dùng không đúng" in visitor.post("/account/password", wrong).text
    unlike = {"current": old, "password": NEW, "again": f"{NEW}."}
    assert "không giống nhau" in visitor.post("/account/password", unlike).text
    weak = {"current": old, "password": "ngắn", "again": "ngắn"}
    refused = visitor.post("/account/password", weak)
    assert refused.status_code == 422
    assert "từ 12 đến 128 ký tự" in refused.text

    done = visitor.post("/account/password", {"current": old, "password": NEW, "again": NEW})

    assert done.status_code == 303
    visitor.cookie = cookie_of(done)
    assert visitor.get("/account").status_code == 200
    stranger = Visitor(site.address)
    form = {"username": "doi-mat-khau", "password": old}
    assert stranger.post("/sign-in", form).status_code == 422
    form["password"] = NEW
    assert stranger.post("/sign-in", form).status_code == 303
    back = {"current": NEW, "password": old, "again": old}
    assert visitor.post("/account/password", back).status_code == 303
    for one in (visitor, stranger):
        one.client.close()


def key_on(text: str) -> str:
    found = re.search(r'id="key">([A-Z2-7 ]+)<', text)
    assert found is not None
    return found[1].replace(" ", "")


def now_code(key: str, steps: int = 0) -> str:
    return totp(key, datetime.now(UTC), steps)


def test_a_second_factor_is_set_up_asked_for_and_taken_away(site: Site) -> None:  # noqa: PLR0915 - one life, from set-up to removal
    site = site.newcomer("hai-lop", Role.APPRAISER)
    visitor = sign_in(site, "hai-lop")
    page = visitor.get("/account/second-factor")
    key = key_on(page.text)
    assert len(b32decode(key)) == 20
    assert 'src="data:image/svg+xml' in page.text
    assert "no-store" in page.headers["cache-control"]
    assert visitor.post("/account/second-factor", {"code": "12"}).status_code == 422

    done = visitor.post("/account/second-factor", {"code": now_code(key)})

    assert done.status_code == 200
    codes = re.findall(r'<li class="code">([A-Z0-9-]{14})</li>', done.text)
    assert len(codes) == 10
    visitor.cookie = cookie_of(done)
    assert "Đang bật" in visitor.get("/account").text
    assert key not in visitor.get("/account/second-factor").text

    second = Visitor(site.address)
    form = {"username": "hai-lop", "password": site.passwords["hai-lop"]}
    half = second.post("/sign-in", {**form, "next": "/appraisals?view=mine"})
    assert half.headers["location"] == "/sign-in/code?next=%2Fappraisals%3Fview%3Dmine"
    second.cookie = cookie_of(half)
    assert second.get("/appraisals").status_code == 303
    assert unescape(second.get(half.headers["location"]).text).count("/appraisals?view=mine") == 1
    wrong = second.post("/sign-in/code", {"code": "000000"}, csrf="")
    assert (wrong.status_code, "Mã không đúng" in wrong.text) == (422, True)
    typed = {"code": codes[0].lower(), "next": "/appraisals?view=mine"}
    opened = second.post("/sign-in/code", typed, csrf="")
    assert (opened.status_code, opened.headers["location"]) == (303, typed["next"])
    half_cookie, second.cookie = second.cookie, cookie_of(opened)
    assert second.cookie != half_cookie
    assert second.get("/appraisals").status_code == 200

    bad = visitor.post("/account/second-factor/removal", {"code": "1"})
    assert bad.status_code == 422
    gone = visitor.post("/account/second-factor/removal", {"code": codes[1]})
    assert gone.status_code == 303
    assert "Chưa bật" in visitor.get("/account").text
    assert second.get("/appraisals").status_code == 303
    for one in (visitor, second):
        one.client.close()


def test_without_a_password_before_it_the_code_page_leads_back(site: Site) -> None:
    stranger = Visitor(site.address)
    answer = stranger.post("/sign-in/code", {"code": "123456"})
    stranger.client.close()
    assert answer.status_code == 422
    assert "Hãy đăng nhập lại" in answer.text
    assert 'name="password"' in answer.text
