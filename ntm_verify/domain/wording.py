"""Numbers, dates and shares as Vietnamese offices write them (cách viết số, ngày, tỷ lệ).

Screen and paper differ in dates only: dd/MM/yyyy on screen, and on paper the long form of
Nghị định 30/2020/NĐ-CP, Phụ lục I, where days below 10 and the months 1 and 2 get a zero.
"""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7), "GMT+7")
NBSP: Final = "\u00a0"


def number(value: int) -> str:
    """Write a count: 2986172 → "2.986.172"."""
    return f"{value:,}".replace(",", ".")


def percent(text: str | Decimal) -> str:
    """Write a share given with a decimal point: "94.99" → "94,99 %", with a no-break space."""
    return f"{str(text).replace('.', ',')}{NBSP}%"


def day(value: date) -> str:
    """Write a date for the screen: 05/01/2026."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def moment(value: datetime) -> str:
    """Write a time for the screen, in Vietnam's time: 05/01/2026 09:30."""
    local = value.astimezone(VIETNAM)
    return f"{day(local)} {local:%H:%M}"


def short_day(value: date) -> str:
    """Write a date within a sentence of a paper: "25/9/2019", "05/02/2026" (NĐ 30, Phụ lục I)."""
    month = f"{value.month:02d}" if value.month <= 2 else str(value.month)  # noqa: PLR2004 - NĐ 30
    return f"{value.day:02d}/{month}/{value.year}"


def long_day(value: date) -> str:
    """Write a date for the paper: "ngày 05 tháng 01 năm 2026", "ngày 29 tháng 6 năm 2026"."""
    month = f"{value.month:02d}" if value.month <= 2 else str(value.month)  # noqa: PLR2004 - NĐ 30
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def document_number(value: int, symbol: str) -> str:
    """Write number and symbol of a paper: (5, "TB-BHXH") → "05/TB-BHXH"."""
    return f"{value:02d}/{symbol}"
