"""A person who works with the keyboard alone: goes on with Tab, presses Enter, types.

Nothing here can click, and after signing in nothing opens an address: whatever is reached was
reached by keys.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.async_api import Locator, Page, expect

MOST_KEYS: Final = 160
"""As many stops a page may have before the wanted one; more is no way to work."""
LONGEST_CHECK: Final = 60_000
"""Milliseconds until a list is checked; generous, as other tests may run beside."""
HERE: Final = "e => e === document.activeElement"


@dataclass
class Keyboard:
    """The keys of somebody in front of a window; `pressed` counts them."""

    page: Page
    pressed: int = 0

    def __post_init__(self) -> None:
        # A window of files opens only where somebody listens for it from the beginning.
        self.page.on("filechooser", lambda _: None)

    async def sign_in(self, username: str, password: str) -> None:
        """Open the one address that is typed, and sign in."""
        await self.page.goto("/sign-in")
        await self.type("Tên đăng nhập", username)
        await self.type("Mật khẩu", password)
        await self.key("Enter")
        await expect(self.page.get_by_role("button", name="Đăng xuất")).to_be_visible()

    async def key(self, name: str) -> None:
        self.pressed += 1
        await self.page.keyboard.press(name)

    async def reach(self, wanted: Locator) -> None:
        """Go on with Tab until the focus is on what is wanted."""
        await expect(wanted).to_be_visible()
        for _ in range(MOST_KEYS):
            if await wanted.evaluate(HERE):
                return
            await self.key("Tab")
        raise AssertionError(f"not reached with {MOST_KEYS} keys: {wanted}")

    async def press(self, name: str) -> None:
        """Reach a button or link by its words, and press Enter."""
        button = self.page.get_by_role("button", name=name)
        await self.reach(button.or_(self.page.get_by_role("link", name=name)).first)
        await self.key("Enter")

    async def type(self, label: str, text: str) -> None:
        """Reach a field, and type over what stands in it."""
        await self.reach(self.page.get_by_label(label, exact=True).first)
        await self.key("Control+A")
        await self.page.keyboard.type(text)

    async def choose(self, label: str, text: str) -> None:
        """Reach a list of answers, and type the beginning of one."""
        wanted = self.page.get_by_label(label, exact=True).first
        await self.reach(wanted)
        await self.page.keyboard.type(text)
        assert text in await wanted.evaluate("e => e.selectedOptions[0].text")

    async def tick(self, label: str) -> None:
        wanted = self.page.get_by_label(label).first
        await self.reach(wanted)
        await self.key("Space")
        await expect(wanted).to_be_checked()

    async def choose_file(self, label: str, file: Path) -> None:
        """Reach the field of a file, open the window of files with Enter, and name one."""
        await self.reach(self.page.get_by_label(label, exact=True))
        async with self.page.expect_file_chooser() as coming:
            await self.key("Enter")
        await (await coming.value).set_files(file)

    async def arrives(self, heading: str, *, longest: int = LONGEST_CHECK) -> None:
        """Wait until the page with this heading is there."""
        title = self.page.get_by_role("heading", level=1)
        await expect(title).to_contain_text(heading, timeout=longest)

    async def sees(self, text: str) -> None:
        await expect(self.page.get_by_text(text).first).to_be_visible(timeout=LONGEST_CHECK)
