"""Deadlines in working days (thời hạn theo ngày làm việc): weekends and announced public holidays.

The first day of a term is not counted: it begins on the day after the dossier came in (Bộ luật Dân
sự 2015, Điều 147 khoản 2), and ends on a working day. Public holidays are those of Bộ luật Lao động
2019, Điều 112, on the days announced for each year. For a year that nobody has announced only
weekends are counted, and the deadline says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from .errors import InvalidInput
from .wording import VIETNAM

ONE: Final = timedelta(days=1)
WEEKEND: Final = 5
LONGEST: Final = 120
"""No office has longer than this, in working days: a bound on what is walked through."""


class WrongTerm(InvalidInput):
    """A term that no office can have (thời hạn không hợp lệ)."""

    code = "wrong_term"


@dataclass(frozen=True, slots=True)
class YearOff:
    """The public holidays of one year as they were announced (lịch nghỉ của một năm).

    `days_off` are the days off besides weekends, `worked` the weekend days worked in exchange.
    """

    year: int
    days_off: frozenset[date]
    worked: frozenset[date]
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Term:
    """How long a province has for an appraisal (thời hạn thẩm định), in working days.

    `province` is "" for the term of every province that names none.
    """

    province: str
    days: int
    legal_reference: str
    mark: str

    def __post_init__(self) -> None:
        """Refuse a term of no days or of half a year.

        Raises:
            WrongTerm: fewer than 1 or more than 120 working days.

        """
        if not 0 < self.days <= LONGEST:
            raise WrongTerm(f"Thời hạn {self.days} ngày làm việc không hợp lệ (1 đến {LONGEST}).")


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term (hạn cuối), and the years whose holidays are not known."""

    day: date
    unknown: tuple[int, ...] = ()

    @property
    def note(self) -> str:
        """Say what the day rests on where something is not known; "" otherwise."""
        if not self.unknown:
            return ""
        years = ", ".join(map(str, self.unknown))
        return (
            f"Chưa đủ căn cứ về ngày nghỉ lễ năm {years}: hạn này mới chỉ trừ thứ Bảy và Chủ nhật."
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """Years that were announced, and the terms of the provinces (lịch làm việc, thời hạn)."""

    years: tuple[YearOff, ...]
    terms: tuple[Term, ...]

    def term(self, province: str) -> Term:
        """Give the term of a province, its own one first.

        Raises:
            WrongTerm: there is none for this province, nor one for all.

        """
        for wanted in (province, ""):
            for term in self.terms:
                if term.province == wanted:
                    return term
        raise WrongTerm(f"Chưa có thời hạn thẩm định cho tỉnh {province}.")

    def is_working(self, day: date) -> bool:
        """Say whether offices work on a day, as far as it is known."""
        known = self._year(day.year)
        if known is not None and day in known.worked:
            return True
        return day.weekday() < WEEKEND and not (known is not None and day in known.days_off)

    def after(self, first: date, days: int) -> Due:
        """Give the day on which so many working days after `first` are over."""
        day, left, years = first, days, {first.year}
        while left:
            day += ONE
            years.add(day.year)
            left -= self.is_working(day)
        unknown = tuple(year for year in sorted(years) if self._year(year) is None)
        return Due(day, unknown)

    def due(self, came_in: datetime, province: str) -> Due:
        """Give the deadline of a dossier that came in at a moment (hạn thẩm định)."""
        return self.after(came_in.astimezone(VIETNAM).date(), self.term(province).days)

    def overdue_before(self, today: date, province: str) -> datetime:
        """Give the moment before which dossiers came in whose deadline is over on a day.

        A dossier without an extension is late on `today` exactly when it came in before this.
        """
        return _midnight(self._last_before(today, province) + ONE)

    def came_in_for(self, until: date, province: str) -> datetime:
        """Give the moment at which a dossier with this deadline would have come in.

        It puts a dossier whose term was extended among the others, by deadline.
        """
        return _midnight(self._last_before(until + ONE, province))

    def days_between(self, start: datetime, end: datetime) -> int:
        """Count the working days after the day of `start` up to that of `end`."""
        first, last = (moment.astimezone(VIETNAM).date() for moment in (start, end))
        return sum(self.is_working(day) for day in _days(first + ONE, last))

    def _last_before(self, limit: date, province: str) -> date:
        """Find the last day on which a dossier may come in whose deadline is before a day."""
        days, day = self.term(province).days, limit - ONE
        while self.after(day, days).day >= limit:
            day -= ONE
        return day

    def _year(self, year: int) -> YearOff | None:
        return next((known for known in self.years if known.year == year), None)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
