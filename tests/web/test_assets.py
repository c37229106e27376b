"""Files are named by their content, kept for ever, packed, and light."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ntm_verify.web.assets import Assets
from tests.support.files import ROOT
from tests.support.site import EVERY_PAGE, Site, Visitor, filled

Known = Callable[[str], Visitor]
FOLDER = ROOT / "templates" / "assets"


def test_a_changed_file_has_another_name(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = Assets.read(tmp_path).address("a.css")
    (tmp_path / "a.css").write_text("b{}")
    assert Assets.read(tmp_path).address("a.css") != before


def test_only_known_kinds_are_served(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    (tmp_path / "secret.env").write_text("x")
    assert set(Assets.read(tmp_path).named) == {"a.css"}


def test_the_script_is_short_and_evaluates_nothing() -> None:
    script = (FOLDER / "ntm.js").read_text("utf-8")
    assert len(script.splitlines()) <= 300
    assert re.findall(r"\beval\(|new Function|innerHTML|localStorage|document\.write", script) == []


def test_old_browsers_understand_the_styles() -> None:
    for path in FOLDER.glob("*.css"):
        style = path.read_text("utf-8")
        bare = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
        assert re.findall(r":has\(|color-mix|@container|@layer|lch\(|lab\(|&\s*[:.{]", bare) == []
        assert "url(" not in bare


def loaded_with(text: str) -> set[str]:
    """Give what a browser asks for besides the page, all of it from here."""
    found = {
        *re.findall(r'\bsrc="([^"]*)"', text),
        *re.findall(r'<link[^>]*\bhref="([^"]*)"', text),
    }
    files = {address for address in found if not address.startswith("data:")}
    assert all(re.match("/[^/]", address) for address in files), files
    return files


def test_the_page_for_use_without_network_is_light_and_whole(visitor: Known) -> None:
    page = visitor("").get("/offline.html")
    assert page.status_code == 200
    assert loaded_with(page.text) == set()
    assert page.num_bytes_downloaded <= 100 * 1024


@pytest.mark.parametrize(("who", "path"), EVERY_PAGE)
def test_a_first_visit_weighs_at_most_100_kib(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    known = visitor(who)
    page = known.get(filled(site, path))
    files = loaded_with(page.text)
    assert {file.rpartition(".")[2] for file in files} >= {"css", "js"}
    answers = [page, *(known.get(file) for file in files)]
    assert {answer.status_code for answer in answers[1:]} == {200}
    plain = [a for a in answers if a.headers.get("content-encoding") != "gzip"]
    assert all(len(answer.content) < 4096 for answer in plain)
    assert sum(answer.num_bytes_downloaded for answer in answers) <= 100 * 1024
