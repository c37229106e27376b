"""From the code on a paper to a bundle that holds where there is no server: counted step by step.

The steps are those of the section for auditors in the README; a step more or less is a change.
"""

import asyncio
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import Final

import pytest
from playwright.async_api import Browser, Page, expect

from ntm_verify.documents.reader import read_paper
from ntm_verify.trail.bundle import unpack_bundle
from tests.support.browser import a_window
from tests.support.files import ROOT
from tests.support.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
STEPS: Final = 8
LONGEST: Final = 300.0
"""Seconds for the machine's part: five minutes, and people think besides."""


class Walk:
    """Counts the steps, and the time that the service took for each."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.began = perf_counter()

    def step(self, words: str) -> None:
        self.told.append(f"{len(self.told) + 1}. {words} ({perf_counter() - self.began:.1f} s)")


async def sign_in(page: Page, site: Site) -> None:
    await page.get_by_role("link", name="Đăng nhập").click()
    await page.get_by_label("Tên đăng nhập").fill("kiem-toan")
    await page.get_by_label("Mật khẩu").fill(site.passwords["kiem-toan"])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Tra cứu hồ sơ đã thẩm định")).to_be_visible()


async def take_bundle(page: Page, folder: Path) -> Path:
    await page.get_by_role("link", name="Gói bằng chứng").click()
    await page.get_by_label("Lý do").select_option("audit_plan")
    await page.get_by_label("Căn cứ bằng chữ").fill("Quyết định kiểm toán số 1 (giả lập)")
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Lập và tải gói bằng chứng").click()
    download = await waiting.value
    target = folder / download.suggested_filename
    await download.save_as(target)
    return target


async def verified(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the command as on a computer that has nothing of the service but the program."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("NTM_")}
    bare |= {"PYTHONPATH": str(ROOT), "NTM_DATA_DIR": str(folder / "nothing-here")}
    command = (sys.executable, "-m", "ntm_verify", "verify", *arguments)
    pipe, both = asyncio.subprocess.PIPE, asyncio.subprocess.STDOUT
    run = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=bare, stdout=pipe, stderr=both
    )
    out, _ = await run.communicate()
    assert not (folder / "nothing-here").exists()
    return run.returncode or 0, out.decode()


async def find(page: Page, walk: Walk, reference: str) -> None:
    await page.get_by_label("Xã (tên cũ, tên mới)").fill(reference)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1 hồ sơ, mới nhất đứng trước")).to_be_visible()
    walk.step("Tra cứu bằng số văn bản")
    await page.locator("a.open").first.click()
    await expect(page.get_by_text("Chỉ đọc").first).to_be_visible()
    walk.step("Mở hồ sơ chỉ đọc")
    await page.get_by_role("button", name="Tính lại và so sánh").click()
    await expect(page.get_by_text("Giống hệt kết quả đã ghi")).to_be_visible()
    await page.get_by_role("link", name="Về hồ sơ").click()
    walk.step("Thẩm định lại: giống hệt kết quả đã ghi")


async def learn(page: Page, walk: Walk, token: str) -> str:
    """Look the paper up as anybody does, and take the keys down; give them."""
    await page.goto(f"/verify/{token}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Văn bản còn hiệu lực")
    walk.step("Quét mã QR trên văn bản: trang xác minh nói văn bản còn hiệu lực")
    await page.goto("/help")
    keys = await page.locator("pre").first.inner_text()
    walk.step("Mở Trợ giúp, chép mục policy.txt vào một tệp")
    return keys


async def test_a_newcomer_comes_from_a_printed_code_to_a_bundle_verified_offline(
    browser: Browser, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walk, policy, reference = Walk(), tmp_path / "policy.txt", site.references["certified"]
    async with a_window(browser, site.address) as page:
        policy.write_text(await learn(page, walk, site.tokens["certified"]))
        await sign_in(page, site)
        walk.step("Đăng nhập bằng tài khoản kiểm toán")
        await find(page, walk, reference)
        bundle = await take_bundle(page, tmp_path)
        walk.step("Lập và tải gói bằng chứng, ghi lý do")
    code, said = await verified(tmp_path, bundle.name, "--policy", policy.name)
    walk.step("Chạy ntm-verify verify, không máy chủ, không mạng: Toàn vẹn")
    taken = perf_counter() - walk.began
    with capsys.disabled():
        print("\n" + "\n".join(walk.told))  # noqa: T201 - the figures of the walk
    assert (code, "Toàn vẹn" in said) == (0, True), said
    assert len(walk.told) == STEPS
    assert taken < LONGEST
    paper = unpack_bundle(bundle.read_bytes())[f"docs/{reference}.pdf"]
    assert (await read_paper(paper)).statement["reference"] == reference
