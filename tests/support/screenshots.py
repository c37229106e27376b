"""Take pictures of every page of a seeded service: `python -m tests.support.screenshots`."""

import asyncio
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from .browser import a_window, open_browser
from .files import ROOT
from .site import EVERY_PAGE, Site, filled, open_site, sign_in

SIZES: Final = {"desk": (1280, 800), "phone": (360, 780)}


async def shoot(site: Site, folder: Path) -> None:
    """Leave two pictures of each page: the whole of it at a desk, and on a narrow phone."""
    cookies = {"": ""}
    for who in {who for who, _ in EVERY_PAGE if who}:
        visitor = sign_in(site, who)
        visitor.client.close()
        cookies[who] = visitor.cookie
    async with open_browser() as browser:
        for who, path in EVERY_PAGE:
            name = re.sub(r"[^\w-]+", "-", f"{who or 'cong-khai'}{path}").strip("-")
            for size, (width, height) in SIZES.items():
                view = {"viewport": {"width": width, "height": height}}
                async with a_window(browser, site.address, cookies[who], **view) as page:
                    await page.goto(filled(site, path))
                    picture = folder / f"{name}.{size}.png"
                    await page.screenshot(path=picture, full_page=True)


def main() -> None:
    folder = ROOT / ".data" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, open_site(Path(scratch)) as site:
        asyncio.run(shoot(site, folder))
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} ảnh trong {folder} (DỮ LIỆU GIẢ LẬP)\n")


if __name__ == "__main__":
    main()
