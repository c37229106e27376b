"""Days that are looked ahead to (các mốc dự báo thẻ hết hạn): windows, and days of many ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Ahead(StrEnum):
    """Why somebody looks at a day (loại mốc dự báo)."""

    TODAY = "today"
    WINDOW = "window"
    CLIFF = "cliff"


@dataclass(frozen=True, slots=True)
class Horizon:
    """A day that is looked ahead to (mốc dự báo): `days` away; at a cliff `who` loses cards."""

    day: date
    ahead: Ahead
    days: int
    who: str = ""


@dataclass(frozen=True, slots=True)
class Cliff:
    """A day of the year on which cards of whole groups end (mốc thẻ hết hạn đồng loạt).

    `month` and `day` are the last day of validity, never 29 February; `who` says whose cards.
    """

    month: int
    day: int
    who: str
    source: str
    mark: str

    def after(self, day: date) -> date:
        """Give the first day without those cards: the day after the next such last day."""
        last = date(day.year, self.month, self.day)
        if last < day:
            last = last.replace(year=day.year + 1)
        return last + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OutlookRule:
    """How far is looked ahead (quy tắc dự báo): windows in days, cliffs, and their source.

    `near_days` is how shortly before a cliff a cut-off day is worth a word.
    """

    windows: tuple[int, ...]
    cliffs: tuple[Cliff, ...]
    near_days: int
    source: str
    mark: str

    def horizons(self, today: date) -> tuple[Horizon, ...]:
        """Give the days to look at: today, the windows and the next cliffs, in their order."""
        found = [Horizon(today, Ahead.TODAY, 0)]
        found += [
            Horizon(today + timedelta(days=days), Ahead.WINDOW, days) for days in self.windows
        ]
        for cliff in self.cliffs:
            after = cliff.after(today)
            found.append(Horizon(after, Ahead.CLIFF, (after - today).days, cliff.who))
        return tuple(sorted(found, key=lambda one: (one.day, one.ahead.value)))

    def near(self, as_of: date) -> Cliff | None:
        """Give the cliff that a cut-off day lies shortly before, None where there is none."""
        for cliff in self.cliffs:
            if (cliff.after(as_of) - as_of).days <= self.near_days:
                return cliff
        return None
