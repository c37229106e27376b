"""From the code on a printed paper to a bundle that holds where there is no server: every step.

The steps are those of the section for auditors in the README; a step more or less is a change.
"""

from pathlib import Path
from time import perf_counter
from typing import Final

import pytest
from playwright.async_api import Browser

from ntm_verify.documents.reader import read_paper
from ntm_verify.trail.bundle import unpack_bundle
from tests.support.files import ROOT
from tests.support.newcomer import PICTURES, walk_through
from tests.support.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
STEPS: Final = 8
LONGEST: Final = 300.0
"""Seconds for the machine's part: five minutes, and people think besides."""
LARGEST: Final = 120 * 1024
"""Bytes of a picture."""


async def test_a_newcomer_comes_from_a_printed_code_to_a_bundle_verified_offline(
    browser: Browser, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = site.references["certified"]

    walk = await walk_through(browser, site, tmp_path)

    with capsys.disabled():
        print("\n" + "\n".join([*walk.told, walk.summary]))  # noqa: T201 - the figures of the walk
    assert (walk.code, "Toàn vẹn" in walk.said) == (0, True), walk.said
    assert len(walk.told) == STEPS
    assert perf_counter() - walk.began < LONGEST
    paper = unpack_bundle(walk.bundle.read_bytes())[f"docs/{reference}.pdf"]
    assert (await read_paper(paper)).statement["reference"] == reference
    readme = (ROOT / "README.md").read_text("utf-8")
    for picture in walk.pictures:
        assert picture.stat().st_size <= LARGEST, picture.name
        assert (PICTURES / picture.name).stat().st_size <= LARGEST
        assert f"(.ci/pictures/{picture.name})" in readme
