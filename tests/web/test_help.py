"""The page of help gives an auditor what it takes to verify the log alone."""

import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from ntm_verify.trail.policy_file import read_policy
from tests.support.files import ROOT
from tests.support.serving import SURROUNDINGS
from tests.support.site import Site, Visitor

Known = Callable[[str], Visitor]


def policy_on(page: str) -> str:
    """Give the lines that the page asks to be kept."""
    found = re.search(r"<pre[^>]*>([^<]+)</pre>", page)
    assert found is not None
    return f"{unescape(found[1])}\n"


def commands_on(page: str) -> list[str]:
    """Give the commands that the page names, in their order."""
    return re.findall(r'<span class="code">((?:ntm-verify|python -m) [^<]+)</span>', page)


def typed(site: Site, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the page in a folder, as somebody who copied it."""
    program, *words = command.split()
    module = ["-m", "ntm_verify"] if program == "ntm-verify" else []
    data = {"NTM_DATA_DIR": str(site.folder / "data"), "NTM_BASE_URL": site.address}
    return subprocess.run(  # noqa: S603 - a command of our own page
        [sys.executable, *module, *words],
        cwd=folder,
        env={**SURROUNDINGS, **data, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_the_log_and_its_key(visitor: Known) -> None:
    page = visitor("").get("/help").text
    policy = read_policy(policy_on(page))
    for words in (policy.origin, f"{policy.origin}+"):
        assert words in page


@pytest.mark.slow
def test_what_help_tells_an_auditor_works_as_it_stands(
    site: Site, visitor: Known, tmp_path: Path
) -> None:
    page = visitor("").get("/help").text
    policy = tmp_path / "policy.txt"
    policy.write_text(policy_on(page), "utf-8")
    commands = commands_on(page)
    assert [c.split(" nhat-ky")[0] for c in commands] == [
        "ntm-verify audit export",
        "ntm-verify audit verify --folder",
        "python -m ntm_verify.trail",
    ]
    for command in commands:
        done = typed(site, command, tmp_path)
        assert done.returncode == 0, done.stderr + done.stdout
    log = next((tmp_path / "nhat-ky").rglob("entries/*.p/*"))
    spoilt = bytearray(log.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    log.write_bytes(spoilt)
    for command in commands[1:]:
        assert typed(site, command, tmp_path).returncode == 1
