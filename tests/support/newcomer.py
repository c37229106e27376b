"""The way of somebody new from a printed paper to a bundle verified offline, with a picture of it.

`python -m tests.support.newcomer` walks it through a seeded service and leaves its pictures where
the README shows them. Everything on them is made up (DỮ LIỆU GIẢ LẬP).
"""

import asyncio
import html
import io
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import pypdfium2  # type: ignore[import-untyped] # ships no types
import zxingcpp
from PIL import Image
from playwright.async_api import Browser, Page, expect

from .browser import a_window, open_browser
from .files import ROOT
from .site import Site, open_site
from .site import sign_in as signed_in

PICTURES: Final = ROOT / ".ci" / "pictures"
VIEW: Final = {"width": 1120, "height": 760}
COLOURS: Final = 64
"""Enough for pages of two greens and black: a picture stays small."""
SCALE: Final = 2.0
"""144 dots an inch: what a phone sees of a sheet at arm's length."""
TERMINAL: Final = (
    "<body style='margin:0;background:#10231c;color:#e6efe9;font:17px/1.6 Liberation Mono'>"
    "<pre style='margin:28px;font:inherit;white-space:pre-wrap'>{}</pre></body>"
)


@dataclass
class Walk:
    """Counts the steps, the time that the service took for each, and keeps the pictures."""

    folder: Path
    told: list[str] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)
    said: str = ""
    code: int = -1
    bundle: Path = Path()
    began: float = field(default_factory=perf_counter)

    def step(self, words: str) -> None:
        """Note a step that is done."""
        self.told.append(f"{len(self.told) + 1}. {words} ({perf_counter() - self.began:.1f} s)")

    @property
    def summary(self) -> str:
        """Say how many steps it took, and how long the machine was at work."""
        taken = perf_counter() - self.began
        return f"{len(self.told)} bước, {taken / 60:.1f} phút máy chạy"

    def keep(self, name: str, picture: Image.Image) -> None:
        """Keep a picture with few colours."""
        path = self.folder / f"auditor-{len(self.pictures) + 1}-{name}.png"
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        self.pictures.append(path)

    async def shoot(self, page: Page, name: str) -> None:
        """Take a picture of what the window shows."""
        self.keep(name, Image.open(io.BytesIO(await page.screenshot())))


def printed(pdf: bytes) -> list[Image.Image]:
    """Lay the sheets of a paper out as a printer would."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=SCALE).to_pil() for page in document]
    finally:
        document.close()


def scanned(sheets: list[Image.Image]) -> str:
    """Read the one QR code of a paper from the pictures of its sheets alone."""
    codes = [code for sheet in sheets for code in zxingcpp.read_barcodes(sheet)]
    (address,) = {code.text for code in codes}
    return address


def side_by_side(sheets: list[Image.Image]) -> Image.Image:
    """Lay two sheets beside each other, half as large."""
    small = [sheet.resize((sheet.width // 2, sheet.height // 2)) for sheet in sheets]
    whole = Image.new("RGB", (sum(s.width for s in small) + 12, small[0].height), "#d5dcd8")
    for place, sheet in enumerate(small):
        whole.paste(sheet, (place * (sheet.width + 12), 0))
    return whole


async def walk_through(browser: Browser, site: Site, folder: Path) -> Walk:
    """Walk from the paper of the certified dossier to the verdict on its bundle."""
    reference = site.references["certified"]
    sheets = printed(_paper(site, reference))
    walk, policy = Walk(folder), folder / "policy.txt"
    walk.keep("paper", side_by_side(sheets[:2]))
    async with a_window(browser, site.address, viewport=VIEW) as page:
        policy.write_text(await _learn(page, walk, scanned(sheets)))
        await _sign_in(page, site)
        walk.step("Đăng nhập bằng tài khoản kiểm toán")
        await _find(page, walk, reference)
        walk.bundle = await _take_bundle(page, walk)
        walk.step("Lập và tải gói bằng chứng, ghi lý do")
    walk.code, walk.said = await _verified(folder, walk.bundle.name, "--policy", policy.name)
    walk.step("Chạy ntm-verify verify, không máy chủ, không mạng: Toàn vẹn")
    async with a_window(browser, "about:blank", viewport={"width": 1120, "height": 240}) as page:
        line = f"$ ntm-verify verify {walk.bundle.name} --policy policy.txt"
        shown = html.escape(f"{line}\n{walk.said}$ echo $?\n{walk.code}")
        await page.set_content(TERMINAL.format(shown))
        await walk.shoot(page, "offline")
    return walk


def _paper(site: Site, reference: str) -> bytes:
    visitor = signed_in(site, "ky")
    try:
        return visitor.get(f"/certificates/{reference}.pdf").content
    finally:
        visitor.client.close()


async def _learn(page: Page, walk: Walk, address: str) -> str:
    """Look the paper up as anybody does, and take the keys down; give them."""
    await page.goto(address)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Văn bản còn hiệu lực")
    await walk.shoot(page, "verified")
    walk.step("Quét mã QR trên văn bản: trang xác minh nói văn bản còn hiệu lực")
    await page.goto("/help")
    keys = await page.locator("pre").first.inner_text()
    walk.step("Mở Trợ giúp, chép mục policy.txt vào một tệp")
    return keys


async def _sign_in(page: Page, site: Site) -> None:
    await page.get_by_role("link", name="Đăng nhập").click()
    await page.get_by_label("Tên đăng nhập").fill("kiem-toan")
    await page.get_by_label("Mật khẩu").fill(site.passwords["kiem-toan"])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Tra cứu hồ sơ đã thẩm định")).to_be_visible()


async def _find(page: Page, walk: Walk, reference: str) -> None:
    await page.get_by_label("Xã (tên cũ, tên mới)").fill(reference)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1 hồ sơ, mới nhất đứng trước")).to_be_visible()
    await walk.shoot(page, "search")
    walk.step("Tra cứu bằng số văn bản")
    await page.locator("a.open").first.click()
    await expect(page.get_by_text("Chỉ đọc").first).to_be_visible()
    timeline = page.get_by_role("heading", name="Dòng thời gian")
    await timeline.evaluate("it => it.scrollIntoView()")
    await walk.shoot(page, "case")
    walk.step("Mở hồ sơ chỉ đọc")
    await page.get_by_role("button", name="Tính lại và so sánh").click()
    await expect(page.get_by_text("Giống hệt kết quả đã ghi")).to_be_visible()
    await page.get_by_role("link", name="Về hồ sơ").click()
    walk.step("Thẩm định lại: giống hệt kết quả đã ghi")


async def _take_bundle(page: Page, walk: Walk) -> Path:
    await page.get_by_role("link", name="Gói bằng chứng").click()
    await page.get_by_label("Lý do").select_option("audit_plan")
    await page.get_by_label("Căn cứ bằng chữ").fill("Quyết định kiểm toán số 1 (giả lập)")
    await walk.shoot(page, "bundle")
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Lập và tải gói bằng chứng").click()
    download = await waiting.value
    target = walk.folder / download.suggested_filename
    await download.save_as(target)
    return target


async def _verified(folder: Path, *arguments: str) -> tuple[int, str]:
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


async def _shoot(site: Site, folder: Path) -> Walk:
    async with open_browser() as browser:
        return await walk_through(browser, site, folder)


def main() -> None:
    """Walk once, and leave the pictures for the README."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, open_site(Path(scratch)) as site:
        folder = Path(scratch) / "walk"
        folder.mkdir()
        walk = asyncio.run(_shoot(site, folder))
        for picture in walk.pictures:
            (PICTURES / picture.name).write_bytes(picture.read_bytes())
    sys.stdout.write("\n".join([*walk.told, walk.summary, ""]))


if __name__ == "__main__":
    main()
