"""Signing in through the province's provider, as a browser goes: there, back, and no farther."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser

from tests.support.browser import a_window, violations
from tests.support.keyboard import Keyboard
from tests.support.oidc_provider import CLIENT, SECRET, ProviderAt
from tests.support.site import Site, Visitor, open_site, sign_in

CALLBACK: Final = "/sign-in/provider/callback"
NAME: Final = "Cổng định danh tỉnh Mẫu"
KEEPSAKE: Final = "__Host-ntm-provider"
LONG_AGO: Final = 1_500_000_000


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory, provider_at: ProviderAt) -> Iterator[Site]:
    """Serve a province that has a provider, with accounts and no dossiers."""
    folder = tmp_path_factory.mktemp("joined")
    secret = folder / "cong.secret"
    secret.write_text(SECRET, "utf-8")
    secret.chmod(0o600)
    settings: dict[str, Any] = {
        "NTM_OIDC_ISSUER": provider_at.issuer,
        "NTM_OIDC_CLIENT_ID": CLIENT,
        "NTM_OIDC_CLIENT_SECRET_FILE": str(secret),
        "NTM_OIDC_NAME": NAME,
        "NTM_CONFIRM_MINUTES": "0",
    }
    with open_site(folder, dossiers=False, **settings) as site:
        yield site


@dataclass
class Jar:
    """A browser without a screen that keeps every cookie, as `Visitor` keeps one."""

    site: Site
    at: ProviderAt
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.site.address)
        self.at.behaves()

    def get(self, path: str) -> httpx.Response:
        return self._kept(self.visitor.client.get(path, headers=self._sent()))

    def post(self, path: str, data: Mapping[str, str], origin: str = "") -> httpx.Response:
        sent = {**self._sent(), "origin": origin or self.site.address}
        return self._kept(self.visitor.client.post(path, data=dict(data), headers=sent))

    def goes(self, start: str, who: str) -> str:
        """Set out, say who one is at the provider, and give the address that leads back."""
        away = self.get(start)
        assert away.status_code == 303, away.text
        back = self.at.client.post(away.headers["location"], data={"who": who})
        place = urlsplit(back.headers["location"])
        assert f"{place.scheme}://{place.netloc}{place.path}" == self.site.address + CALLBACK
        return f"{place.path}?{place.query}"

    def comes_in(self, start: str, who: str) -> httpx.Response:
        return self.get(self.goes(start, who))

    def csrf(self) -> str:
        found = re.search(r'name="_csrf" value="([^"]+)"', self.get("/help").text)
        assert found is not None
        return found[1]

    def _sent(self) -> dict[str, str]:
        told = "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)
        return {"cookie": told} if told else {}

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            assert {"HttpOnly", "Secure", "SameSite=lax"} <= set(line.split("; ")), line
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return answer


@pytest.fixture
def jar(joined: Site, provider_at: ProviderAt) -> Iterator[Jar]:
    jar = Jar(joined, provider_at)
    yield jar
    jar.visitor.client.close()
    provider_at.behaves()


def bind(site: Site, username: str, subject: str) -> httpx.Response:
    """Bind an account, as the administrator does it in front of the page."""
    visitor = sign_in(site, "quan-tri")
    account = f"/province/accounts/{site.accounts[username]}"
    found = re.search(r'name="seen" value="(\d+)"', visitor.get(f"{account}/identity").text)
    assert found is not None
    form = {"seen": found[1], "subject": subject, "_secret": site.passwords["quan-tri"]}
    answer = visitor.post(f"{account}/identity", form)
    visitor.client.close()
    return answer


def test_without_a_provider_there_is_no_button_and_no_address(site: Site) -> None:
    visitor = Visitor(site.address)
    assert "/sign-in/provider" not in visitor.get("/sign-in").text
    for path in ("/sign-in/provider", f"{CALLBACK}?state=a&code=b", "/invitation/A/provider"):
        assert visitor.get(path).status_code == 404, path
    visitor.client.close()


def test_a_stranger_reads_what_to_do_and_has_no_account(jar: Jar) -> None:
    assert f"Đăng nhập bằng {NAME}" in jar.get("/sign-in?next=/account").text
    answer = jar.comes_in("/sign-in/provider", "nguoi-la-01")
    assert answer.status_code == 403
    assert "nguoi-la-01" in answer.text
    assert "Chưa có tài khoản nào được tạo" in answer.text
    assert "__Host-ntm" not in jar.cookies


def test_somebody_bound_by_the_administrator_lands_on_the_first_page_of_the_office(
    jar: Jar,
) -> None:
    done = bind(jar.site, "xa-an", "can-bo-xa-an")
    assert done.status_code == 303, done.text
    planted = jar.cookies["__Host-ntm"] = "A" * 43
    answer = jar.comes_in("/sign-in/provider", "can-bo-xa-an")
    assert answer.headers["location"] == "/submissions"
    assert jar.cookies["__Host-ntm"] != planted
    assert jar.cookies[KEEPSAKE] == ""
    assert jar.get("/submissions").status_code == 200

    taken = bind(jar.site, "xa-hoa", "can-bo-xa-an")
    assert taken.status_code == 409
    assert "đã gắn với một tài khoản khác" in taken.text


@pytest.mark.parametrize(
    ("wanted", "arrives"),
    [
        ("//elsewhere.example", "/audit"),
        ("https://elsewhere.example/", "/audit"),
        ("/%5Celsewhere.example", "/audit"),
        ("/audit/log?x=1", "/audit/log?x=1"),
    ],
)
def test_after_the_provider_people_go_on_within_this_service(
    jar: Jar, wanted: str, arrives: str
) -> None:
    bind(jar.site, "kiem-toan", "kiem-toan-vien")
    answer = jar.comes_in(f"/sign-in/provider?next={wanted}", "kiem-toan-vien")
    assert answer.headers["location"] == arrives


def test_an_answer_that_somebody_else_went_for_signs_nobody_in(jar: Jar) -> None:
    """Sign-in forged from outside: a link leads the victim's browser to the attacker's answer."""
    bind(jar.site, "tham-dinh-2", "ke-gian")
    theirs = jar.goes("/sign-in/provider", "ke-gian")
    victim = Jar(jar.site, jar.at)
    for _ in range(2):
        answer = victim.get(theirs)
        assert answer.status_code == 422
        assert "không hoàn tất được" in answer.text
        assert not victim.cookies.get("__Host-ntm")
        victim.get("/sign-in/provider")  # an attempt of the victim's own changes nothing
    victim.visitor.client.close()


def test_an_invitation_is_accepted_only_after_its_owner_has_said_yes(jar: Jar) -> None:
    link, subject = invited(jar.site), "nguoi-moi-01"
    assert f"Dùng {NAME}" in jar.get(link).text
    page = jar.comes_in(f"{link}/provider", subject)
    assert page.status_code == 200, page.text
    assert subject in page.text
    assert "Đúng là tôi, gắn danh tính" in page.text

    stranger = Jar(jar.site, jar.at)
    assert stranger.post(f"{link}/provider", {}).status_code == 422
    stranger.visitor.client.close()
    assert jar.post(f"{link}/provider", {}, "https://elsewhere.example").status_code == 403
    assert jar.get(link).status_code == 200

    assert "Đã gắn danh tính" in jar.post(f"{link}/provider", {}).text
    assert jar.get(link).status_code == 409
    assert jar.comes_in("/sign-in/provider", subject).headers["location"] == "/submissions"
    own = jar.get("/account").text
    assert "không có; đăng nhập bằng danh tính đã gắn" in own


def invited(site: Site) -> str:
    """Invite somebody, and give the path of the link."""
    visitor = sign_in(site, "quan-tri")
    unit = re.search(r'<option value="(\d{5})"', visitor.get("/province/accounts/new").text)
    assert unit is not None
    form = {
        "username": "moi-qua-cong",
        "name": "Đỗ Thị Mẫu",
        "role": "commune",
        "unit": unit[1],
        "_secret": site.passwords["quan-tri"],
    }
    answer = visitor.post("/province/accounts/new", form)
    visitor.client.close()
    found = re.search(r"/invitation/\w+", answer.text)
    assert found is not None, answer.text
    return found[0]


def without_password(jar: Jar, username: str, subject: str) -> None:
    """Reset somebody, and let the link be accepted through the provider."""
    visitor = sign_in(jar.site, "quan-tri")
    account = f"/province/accounts/{jar.site.accounts[username]}"
    seen = re.findall(r'name="seen" value="(\d+)"', visitor.get(account).text)[0]
    secret = {"_secret": jar.site.passwords["quan-tri"]}
    answer = visitor.post(f"{account}/reset", {"seen": seen, **secret})
    visitor.client.close()
    link = re.findall(r"/invitation/\w+", answer.text)[0]
    jar.comes_in(f"{link}/provider", subject)
    assert "Đã gắn danh tính" in jar.post(f"{link}/provider", {}).text


def confirms(jar: Jar, who: str, **told: Any) -> httpx.Response:  # noqa: ANN401 - as the provider takes it
    """Show oneself again, where somebody else's session is open at the provider."""
    jar.at.behaves(who="ai-do-khac", **told)
    away = jar.get("/account/confirmation/provider").headers["location"]
    assert "prompt=login&max_age=0" in away
    assert "location" not in jar.at.client.get(away).headers
    return jar.comes_in("/account/confirmation/provider", who)


def test_somebody_without_a_password_confirms_at_the_provider(jar: Jar) -> None:
    without_password(jar, "tham-dinh", "tham-dinh-vien")
    jar.at.behaves(claims={"auth_time": LONG_AGO})
    jar.comes_in("/sign-in/provider", "tham-dinh-vien")

    form = {"label": "Kho <dữ liệu>", "scope-read": "yes", "days": "30"}
    asked = jar.post("/account/tokens", {**form, "_csrf": jar.csrf()})
    assert asked.status_code == 401
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.text)
    kept = {name: unescape(value) for name, value in found}
    assert kept["label"] == form["label"]
    early = jar.post("/account/tokens", kept)
    assert "Chưa nhận được xác nhận từ cổng" in early.text

    for refused in (
        confirms(jar, "tham-dinh-vien", claims={"auth_time": LONG_AGO}),
        confirms(jar, "tham-dinh-vien", claims={"auth_time": None}),
        confirms(jar, "nguoi-khac"),
    ):
        assert "chưa xác nhận lại đúng người" in refused.text
    assert jar.post("/account/tokens", kept).status_code == 401

    before = jar.cookies["__Host-ntm"]
    assert "Đã xác nhận lại" in confirms(jar, "tham-dinh-vien").text
    assert jar.cookies["__Host-ntm"] != before
    assert "Đã tạo mã" in jar.post("/account/tokens", kept).text


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="session")
async def test_the_keyboard_alone_leads_through_the_provider_to_the_first_page(
    browser: Browser, joined: Site, provider_at: ProviderAt
) -> None:
    provider_at.behaves()
    bind(joined, "ky", "nguoi-ky-01")
    async with a_window(browser, joined.address) as page:
        keys = Keyboard(page)
        await page.goto("/sign-in")
        assert await violations(page) == ""
        await keys.press(f"Đăng nhập bằng {NAME}")
        await keys.arrives("Cổng giả lập")
        await keys.type("Mã định danh", "nguoi-ky-01")
        await keys.key("Enter")
        await keys.arrives("Chờ ký")
        assert urlsplit(page.url).path == "/signing"
        assert await page.get_by_role("button", name="Đăng xuất").is_visible()
    async with a_window(browser, joined.address) as page:
        keys = Keyboard(page)
        await page.goto("/sign-in/provider")
        await keys.type("Mã định danh", "nguoi-la-02")
        await keys.key("Enter")
        await keys.arrives("chưa gắn với tài khoản nào")
        assert await violations(page) == ""
