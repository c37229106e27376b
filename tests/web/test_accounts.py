"""An administrator lets people in, resets, ends and reopens accounts, all on pages."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from tests.support.site import Site, Visitor, sign_in

Known = Callable[[str], Visitor]
PASSWORD: Final = "bốn từ không liên quan"  # noqa: S105 - of nobody
PERSON: Final = {
    "username": "lan.nguyen",
    "name": "Nguyễn Thị Lập",
    "role": "commune",
    "unit": "00001",
    "email": "",
}


def link_on(text: str) -> str:
    found = re.search(r"(/invitation/[A-Za-z0-9]{43})", text)
    assert found is not None
    return found[1]


def account_of(visitor: Visitor, username: str) -> str:
    text = visitor.get("/province/accounts").text
    found = re.search(rf'(/province/accounts/u-\w+)">{re.escape(username)}<', text)
    assert found is not None
    return found[1]


def seen_on(text: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', text)
    assert found is not None
    return found[1]


def test_accounts_are_listed_and_hold_no_secret(site: Site, visitor: Known) -> None:
    text = visitor("quan-tri").get("/province/accounts").text
    assert all(username in text for username in site.passwords)
    assert "argon2" not in text
    assert "Lãnh đạo UBND xã" in text
    assert "<form" not in text.split("<main")[1].split("</main>")[0]


def test_a_person_is_invited_and_begins_by_a_link_that_serves_once(
    site: Site, visitor: Known
) -> None:
    made = visitor("quan-tri").post("/province/accounts/new", PERSON)

    assert made.status_code == 200
    assert made.headers["cache-control"] == "no-store"
    link = link_on(made.text)
    stranger = Visitor(site.address)
    page = stranger.get(link)
    assert "lan.nguyen" in page.text
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    weak = stranger.post(link, {"password": "lan.nguyen1234", "again": "lan.nguyen1234"})
    assert weak.status_code == 422
    done = stranger.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert "Đã đặt mật khẩu" in done.text
    assert stranger.get(link).status_code == 409
    form = {"username": "lan.nguyen", "password": PASSWORD}
    stranger.cookie = _cookie(stranger.post("/sign-in", form).headers["set-cookie"])
    assert stranger.get("/submissions").status_code == 200
    stranger.client.close()


def test_an_ended_account_is_out_at_once_and_begins_anew_by_a_new_link(
    site: Site, visitor: Known
) -> None:
    administrator, stranger = visitor("quan-tri"), Visitor(site.address)
    made = administrator.post("/province/accounts/new", {**PERSON, "username": "ha.le"})
    link = link_on(made.text)
    stranger.post(link, {"password": PASSWORD, "again": PASSWORD})
    form = {"username": "ha.le", "password": PASSWORD}
    stranger.cookie = _cookie(stranger.post("/sign-in", form).headers["set-cookie"])
    one = account_of(administrator, "ha.le")
    seen = seen_on(administrator.get(one).text)
    assert administrator.post(f"{one}/deactivation", {"seen": seen}).status_code == 303
    assert stranger.get("/submissions").status_code == 303
    assert "đã ngừng" in administrator.get(one).text

    seen = seen_on(administrator.get(one).text)
    again = administrator.post(f"{one}/reactivation", {"seen": seen})
    assert link_on(again.text) != link
    reset = administrator.post(f"{one}/reset", {"seen": seen_on(administrator.get(one).text)})
    assert stranger.get(link_on(again.text)).status_code == 409
    assert stranger.get(link_on(reset.text)).status_code == 200
    stranger.client.close()


def _cookie(told: str) -> str:
    return told.partition("=")[2].partition(";")[0]


def test_another_office_is_given_with_a_term(visitor: Known) -> None:
    administrator = visitor("quan-tri")
    person = {**PERSON, "username": "kiem.toan.2", "role": "auditor", "unit": "00"}
    refused = administrator.post("/province/accounts/new", person)
    assert refused.status_code == 422
    assert "cần ngày kết thúc" in unescape(refused.text)
    assert 'href="#last_day"' in refused.text
    person |= {"last_day": "31/12/2099", "first_day": "40/01/2026", "communes": "00001, 99999"}
    refused = administrator.post("/province/accounts/new", person)
    assert "không phải ngày" in refused.text

    person |= {"username": "thu.ky", "role": "appraiser", "first_day": "", "communes": ""}
    assert administrator.post("/province/accounts/new", person).status_code == 200
    one = account_of(administrator, "thu.ky")
    page = administrator.get(f"{one}/office").text
    assert 'value="31/12/2099"' in page
    assert 'name="username"' not in page
    change = {**person, "role": "signer", "name": "Lê Thị Lập", "seen": seen_on(page)}
    assert administrator.post(f"{one}/office", {**change, "unit": "00001"}).status_code == 422
    assert administrator.post(f"{one}/office", change).status_code == 303
    assert "Người ký" in administrator.get(one).text
    assert administrator.post(f"{one}/office", change).status_code == 409


def test_a_sheet_tells_all_faults_or_makes_all_accounts(visitor: Known) -> None:
    administrator = visitor("quan-tri")
    header = "Tên đăng nhập,Họ và tên,Vai trò,Mã đơn vị\n"
    bad = f"{header}ky,,thủ kho,00\nnam.le,Lê Văn Mẫu,công chức xã,00002\n".encode()
    path = "/province/accounts/import"

    refused = administrator.post(path, files=[("file", ("tk.csv", bad))])
    assert refused.status_code == 422
    text = unescape(refused.text)
    assert text.count("Dòng 2: ") == 3
    assert "nam.le" not in administrator.get("/province/accounts").text

    good = f"{header}nam.le,Lê Văn Mẫu,công chức xã,00002\n".encode()
    made = administrator.post(path, files=[("file", ("tk.csv", good))])
    assert made.status_code == 200
    assert "nam.le" in made.text
    assert link_on(made.text)

    assert administrator.post(path, {}).status_code == 422
    unread = administrator.post(path, files=[("file", ("tk.xlsx", b"PK\x03\x04"))])
    assert unread.status_code == 422


def test_nobody_changes_the_own_account(site: Site) -> None:
    visitor = sign_in(site, "quan-tri")
    one = account_of(visitor, "quan-tri")
    page = visitor.get(one).text
    assert "không sửa được ở đây" in page
    assert visitor.post(f"{one}/deactivation", {"seen": "1"}).status_code == 404
    visitor.client.close()
