"""Three communes become one through the page: papers verify, figures add up, totals stand.

The communes are the test's own: nobody else reads them, and they lie beside those of the site.
"""

import asyncio
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Final

from ntm_verify.app import open_ports
from ntm_verify.cli.demo_cast import Cast
from ntm_verify.cli.main import main
from ntm_verify.cli.openers import console
from ntm_verify.domain.people import Role
from ntm_verify.domain.unit import Unit
from ntm_verify.usecases.found_province import FoundProvince, NewAccount, found_province
from ntm_verify.usecases.ports import Ports
from tests.cli.test_demo import openers
from tests.support.site import PEOPLE, Site, Visitor, a_list
from tests.support.walk import Seeded, Walk

PROVINCE: Final = "00"
CODES: Final = ("00801", "00802", "00803")
KEY: Final = "00801-2"
"""The new unit takes the number of the first; its dossiers are kept apart."""
HANDED_IN, MERGED, LATER = date(2019, 11, 30), "15/12/2019", date(2020, 12, 31)
END: Final = "31/12/2019"
PASSWORD: Final = "ba con trâu cùng uống nước"  # noqa: S105 - made up
ORDER: Final = {
    "kind": "merge",
    **{f"unit-{code}": "1" for code in CODES},
    "new": "00801; Xã Mẫu Thịnh",
    "day": MERGED,
    "document": "Nghị quyết 8/NQ (DỮ LIỆU GIẢ LẬP)",
}


async def issued(
    ports: Ports, site: Site, units: tuple[Unit, ...], codes: tuple[str, ...], day: date
) -> Seeded:
    """Found units if there are any; take a list of each code's clerk to a paper for a day."""
    own = Seeded(site.seeded.cast)
    clerks = tuple(
        NewAccount(f"xa-{code}", "Bùi Thị Mẫu", Role.COMMUNE, code, PROVINCE, PASSWORD)
        for code in codes
    )
    known = console(Role.OPERATOR, PROVINCE)
    opened = await found_province(ports, known, FoundProvince(units, clerks))
    for place, clerk in enumerate(opened):
        cast = Cast({**site.seeded.cast.accounts, "xa-an": clerk}, site.passwords)
        walk = Walk(ports, Seeded(cast), {clerk.unit: day})
        await walk.issued(clerk.unit, a_list(first=8_000_000 + 1_000 * day.year + 100 * place))
        own.references.update(walk.seeded.references)
        own.tokens.update(walk.seeded.tokens)
    return own


def sums(page: str) -> list[str]:
    """Give the province's main figures: participants, and the population they are of."""
    return re.findall(r"<b>([\d.]+)</b><span>người tham gia trên ([\d.]+) dân", page)


def years(page: str) -> dict[str, list[str]]:
    rows = re.findall(r'<tr><th scope="row">(\d{4})</th>(.*?)</tr>', page)
    return {year: re.findall(r"<td[^>]*>(.*?)</td>", cells) for year, cells in rows}


async def test_three_communes_become_one_and_nothing_of_before_is_lost(
    site: Site, visitor: Callable[[str], Visitor]
) -> None:
    parts = tuple(
        Unit(code, f"Xã Mẫu Phần {place}", "commune", PROVINCE, date(2010, 1, 1))
        for place, code in enumerate(CODES, 1)
    )
    known, anybody = visitor("quan-tri"), Visitor(site.address)
    async with open_ports(site.settings) as ports:
        own = await issued(ports, site, parts, CODES, HANDED_IN)
        before = sums(known.get(f"/dashboard?day={END}").text)
        proven = [anybody.get(f"/verify/{own.tokens[code]}").text for code in CODES]

        confirm(known)

        await issued(ports, site, (), (KEY,), LATER)
    dashboard = known.get(f"/dashboard?day={END}").text
    assert len(before) == 1
    assert sums(dashboard) == before
    assert "cộng gộp từ văn bản của các đơn vị cũ" in dashboard
    assert "Xã Mẫu Thịnh" in dashboard
    assert "Xã Mẫu Phần" not in dashboard
    for code, page in zip(CODES, proven, strict=True):
        again = anybody.get(f"/verify/{own.tokens[code]}").text
        assert steady(again) == steady(page)
        assert "Xã Mẫu Phần" in again
    file = visitor("ky").get(f"/certificates/{own.references['00801']}.pdf").content
    assert await asyncio.to_thread(verified, site, file) == 0
    told = years(known.get(f"/province/units?unit={KEY}").text)
    assert told["2019"][:3] == [str(3 * PEOPLE), str(3 * PEOPLE), "–"]
    assert "cộng gộp" in told["2019"][3]
    assert told["2020"][:3] == [str(PEOPLE), str(PEOPLE), f"-{2 * PEOPLE}"]
    assert "Xã Mẫu Thịnh (00801)" in known.get("/province/units?unit=00801").text


def verified(site: Site, file: bytes) -> int:
    """Verify a paper at the command line; give the exit code."""
    paper = site.folder / "sap-nhap.pdf"
    paper.write_bytes(file)
    return main(openers(site.settings.data_dir), ["verify", str(paper)])


def confirm(known: Visitor) -> None:
    """Look at the change on the page, and send what stands there back."""
    preview = unescape(known.post("/province/units/preview", ORDER).text)
    assert f"{3 * PEOPLE} / {3 * PEOPLE}" in preview
    assert all(f"Xã Mẫu Phần {place} (0080{place})" in preview for place in (1, 2, 3))
    assert "Xã Mẫu Thịnh (00801)" in preview
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', preview))
    assert known.post("/province/units", fields).status_code == 303


def steady(page: str) -> str:
    """Leave out what a page says of the moment it was asked."""
    return re.sub(r"\d{2}:\d{2}(:\d{2})?|\d{1,2}/\d{1,2}/\d{4}|nonce=\S+", "", page)
