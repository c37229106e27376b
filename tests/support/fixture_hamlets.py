"""A list in parts: one sheet a hamlet, a summary, and a hidden sheet that nobody should count."""

from datetime import date
from pathlib import Path

from tests.support.fixture_forms import BANNER, Cell, Sheet, write_workbook
from tests.support.fixture_places import STOCK, Place

HAMLETS = 6


def by_hamlet(path: Path) -> None:
    """Write a list whose hamlets stand only in the names of the sheets."""
    place = Place.of("00006", date(2019, 12, 31), 2_900, 2_655)
    people = place.people
    share = -(-people.households[-1] // HAMLETS)
    parts: list[list[int]] = [[] for _ in range(HAMLETS)]
    for at in place.chosen:
        parts[(people.households[at] - 1) // share].append(at)
    sheets = [_part(place, number, part) for number, part in enumerate(parts, 1)]
    old = _part(place, 0, [at for at in range(len(people)) if at not in set(place.chosen)][:60])
    hidden = Sheet("Danh sách cũ", old.rows, header_rows=(4,), hidden=True)
    write_workbook(path, [_summary(place, parts), *sheets, hidden])


def _part(place: Place, number: int, part: list[int]) -> Sheet:
    people = place.people
    rows: list[list[Cell]] = [
        [BANNER],
        [f"DANH SÁCH NGƯỜI THAM GIA BHYT – {people.name}"],
        [],
        ["STT", "Họ và tên", "Mã số BHXH"],
    ]
    rows += [[order, people.names[at], people.numbers[at]] for order, at in enumerate(part, 1)]
    return Sheet(f"{STOCK.hamlet} {number}", rows, header_rows=(4,))


def _summary(place: Place, parts: list[list[int]]) -> Sheet:
    rows: list[list[Cell]] = [
        [BANNER],
        [f"TỔNG HỢP NGƯỜI THAM GIA BHYT – {place.people.name}"],
        [],
        ["STT", "Thôn", "Số người tham gia"],
    ]
    rows += [[n, f"{STOCK.hamlet} {n}", len(part)] for n, part in enumerate(parts, 1)]
    rows += [[None, "Tổng cộng", sum(map(len, parts))]]
    return Sheet("Tổng hợp", rows, header_rows=(4,))
