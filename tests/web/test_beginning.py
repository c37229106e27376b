"""A fresh installation says how to begin, has no password of its own, and then steps back."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser

from tests.support.browser import SIZES, WIDE, a_window, violations
from tests.support.files import ROOT
from tests.support.serving import SURROUNDINGS
from tests.support.site import Site, Visitor, open_site


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve an installation in which nobody is known."""
    with open_site(tmp_path_factory.mktemp("fresh"), dossiers=None) as site:
        yield site


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="session")
async def test_everybody_can_use_the_page(browser: Browser, fresh: Site) -> None:
    async with a_window(browser, fresh.address, "") as page:
        await page.goto("/sign-in")
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            assert await violations(page) == "", width
        await page.set_viewport_size({"width": 320, "height": 640})
        assert await page.evaluate(WIDE) <= 0


def command(site: Site, *words: str) -> str:
    """Run the service's command on the same data, as whoever installed it would."""
    told = {**SURROUNDINGS, "NTM_DATA_DIR": str(site.folder / "data"), "NTM_BASE_URL": site.address}
    told.pop("NTM_PASSWORD", None)
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "ntm_verify", *words],
        cwd=ROOT,
        env=told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_steps_of_the_page_lead_to_the_first_administrator(fresh: Site) -> None:
    stranger = Visitor(fresh.address)
    for path in ("/", "/sign-in"):
        page = stranger.get(path)
        assert page.status_code == 200
        assert "Hệ thống vừa được cài đặt" in page.text
        assert "không có tài khoản hay mật khẩu mặc định" in page.text.casefold()
        assert 'type="password"' not in page.text
    assert stranger.get("/rules").status_code == 200
    shut = stranger.post("/sign-in", {"username": "admin", "password": "admin"})
    assert shut.status_code == 422

    sample = re.search(r"(\[\[unit\]\].*?)</pre>", page.text, re.DOTALL)
    assert sample is not None
    units = fresh.folder / "tinh.toml"
    units.write_text(sample[1].replace("&#34;", '"'), "utf-8")
    assert "ntm-verify unit import" in page.text
    command(fresh, "unit", "import", str(units))
    assert "Hệ thống vừa được cài đặt" in stranger.get("/sign-in").text

    assert "--role administrator" in page.text
    told = ("--name", "Người Mẫu", "--role", "administrator", "--unit", "00")
    name, password = command(fresh, "user", "add", "quan-tri-1", *told).split()
    assert "Hệ thống vừa được cài đặt" not in stranger.get("/").text
    opened = stranger.post("/sign-in", {"username": name, "password": password})
    assert opened.status_code == 303
    assert "Hệ thống vừa được cài đặt" not in stranger.get("/sign-in").text
    stranger.client.close()
