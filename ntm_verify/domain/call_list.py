"""Whom a hamlet head calls on (danh sách vận động theo thôn): F33, F99.

A list is kept as name, number, hamlet and findings (F7). Who is named here had a card that the
check found to be over or soon over, with its last day, or stood on the list before and is gone
from this one: a weaker reason, said as such. Whom the dates of the list would add later is known
as a count only, and is never guessed by name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final

from .endings import Ending
from .errors import Conflict, InvalidInput
from .findings import Check
from .participant_list import Finding
from .person_name import clean_name, place_key, tone_key
from .roster import Roster, RosterRow

SHOWN_DIGITS: Final = 4
"""So many last digits of a number stand on the sheet: two people of one name are told apart."""
TOLD_BY: Final = frozenset({Check.CARD_EXPIRED, Check.CARD_EXPIRES_SOON})
PURPOSES: Final[Mapping[str, str]] = {
    "renewal": "Vận động gia hạn thẻ đã hết hạn",
    "reminder": "Nhắc gia hạn trước khi thẻ hết hạn",
    "checking": "Rà soát hộ theo chỉ đạo của xã",
}
"""Why a list of people is made (mục đích lập danh sách): kept in the log, by code."""


class PurposeMissing(InvalidInput):
    """Nobody makes a list of people without saying what for (thiếu mục đích)."""

    code = "purpose_missing"


class NewerList(Conflict):
    """The commune has handed in a newer list: who renewed stands there (đã có danh sách mới)."""

    code = "newer_list"


class Reason(StrEnum):
    """Why somebody is called on (lý do vận động); the strongest first."""

    LAPSED = "lapsed"
    ENDING = "ending"
    GONE = "gone"


REASON_WORDS: Final = {
    Reason.LAPSED: "đã hết hạn",
    Reason.ENDING: "sắp hết hạn",
    Reason.GONE: "có ở danh sách trước, không còn ở danh sách này",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One person to call on (một người): `day` is the card's last day, None where not known.

    `place` is the person's place in the list it was taken from.
    """

    name: str
    digits: str
    hamlet: str
    reason: Reason
    day: date | None
    place: int


@dataclass(frozen=True, slots=True)
class HamletCalls:
    """The people of one hamlet (một thôn), in groups.

    People who stand in a row in the list are one group: lists are mostly written household by
    household, and nothing that is kept names the household.
    """

    hamlet: str
    groups: tuple[tuple[Call, ...], ...]

    @property
    def people(self) -> int:
        """Count the people."""
        return sum(map(len, self.groups))


def require_purpose(code: str) -> str:
    """Give the purpose's code, or refuse it.

    Raises:
        PurposeMissing: the code is none of `PURPOSES`.

    """
    if code not in PURPOSES:
        raise PurposeMissing(
            "Cần chọn mục đích lập danh sách. Mục đích được ghi vào nhật ký cùng với người lập, "
            "vì danh sách có họ tên người dân."
        )
    return code


def calls(
    now: Roster, findings: Iterable[Finding], before: Roster | None, today: date, until: date
) -> tuple[Call, ...]:
    """Name the people to call on, those whose card ends up to a day among them.

    A person with another row whose card is neither over nor ending has renewed. Nobody whom the
    list calls dead is named.
    """
    ends = _last_days(findings)
    renewed = {
        row.number for at, row in enumerate(now.rows) if row.number_stands and at not in ends
    }
    last: dict[str, tuple[date, int]] = {}
    for place, day in ends.items():
        row = now.rows[place]
        person = row.number if row.number_stands else f"row {place}"
        if _may_call(row) and row.number not in renewed:
            last[person] = max(last.get(person, (day, place)), (day, place))
    found = (_ends(now.rows[at], day, at, today) for day, at in last.values() if day <= until)
    return (*found, *_gone(now, before))


def unnamed(
    now: Roster,
    findings: Iterable[Finding],
    kept: Iterable[Ending],
    until: date,
    hamlet: str | None,
) -> int:
    """Count the people whose card ends up to a day and of whom no date was kept by name.

    Their number is known from the counts of the list alone; `hamlet` None takes them all together.
    """
    ends = _last_days(findings)
    dated = sum(
        day <= until and now.rows[at].counted and _is_of(now.rows[at].hamlet, hamlet)
        for at, day in ends.items()
    )
    all_ = sum(one.people for one in kept if one.day <= until and _is_of(one.hamlet, hamlet))
    return max(0, all_ - dated)


def of_hamlet(found: Iterable[HamletCalls], hamlet: str) -> tuple[HamletCalls, ...]:
    """Give the people of one hamlet, however its name is spelt."""
    return tuple(one for one in found if _is_of(one.hamlet, hamlet))


def _is_of(name: str, hamlet: str | None) -> bool:
    return hamlet is None or _key(name) == _key(hamlet)


def _key(hamlet: str) -> str:
    return tone_key(clean_name(hamlet))


def by_hamlet(named: Iterable[Call]) -> tuple[HamletCalls, ...]:
    """Lay people out by hamlet in Vietnamese order, those without hamlet last, in their groups."""
    hamlets: dict[str, list[Call]] = {}
    names: dict[str, str] = {}
    for call in named:
        key = _key(call.hamlet)
        names.setdefault(key, clean_name(call.hamlet))
        hamlets.setdefault(key, []).append(call)
    ordered = sorted(hamlets, key=lambda key: (not key, place_key(names[key])))
    return tuple(HamletCalls(names[key], _groups(hamlets[key])) for key in ordered)


def _last_days(findings: Iterable[Finding]) -> dict[int, date]:
    """Give the last day of each row whose card the check found to be over or soon over."""
    told = (one for one in findings if one.check in TOLD_BY and one.place is not None)
    return {one.place: date.fromisoformat(one.detail) for one in told if one.place is not None}


def _may_call(row: RosterRow) -> bool:
    return bool(row.name) and Check.PERSON_DECEASED.value not in row.codes


def _ends(row: RosterRow, day: date, place: int, today: date) -> Call:
    reason = Reason.LAPSED if day < today else Reason.ENDING
    return _call(row, reason, day, place)


def _call(row: RosterRow, reason: Reason, day: date | None, place: int) -> Call:
    digits = row.number[-SHOWN_DIGITS:] if row.number_stands else ""
    return Call(row.name, digits, row.hamlet, reason, day, place)


def _gone(now: Roster, before: Roster | None) -> list[Call]:
    """Name those whom the list before counted and this one does not name at all."""
    if before is None:
        return []
    here = {row.number for row in now.rows if row.number_stands}
    return [
        _call(row, Reason.GONE, None, place)
        for place, row in enumerate(before.rows)
        if row.counted and row.number_stands and row.number not in here and _may_call(row)
    ]


def _groups(named: Sequence[Call]) -> tuple[tuple[Call, ...], ...]:
    """Group people who stand in a row in one list."""
    ordered = sorted(named, key=lambda one: (one.reason is Reason.GONE, one.place))
    lists = groupby(
        enumerate(ordered), key=lambda at: (at[1].reason is Reason.GONE, at[1].place - at[0])
    )
    return tuple(tuple(call for _, call in group) for _, group in lists)
