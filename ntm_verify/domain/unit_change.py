"""Communes merge, split, take another name or kind (sắp xếp đơn vị hành chính), by a document.

A change is only ever added. Units that end keep their row with a last day, new ones get a row of
their own; a unit that changes name or kind keeps its code, and the change keeps what it was. So a
dossier and a paper stay with the unit of their day, and every day can be asked for. A new unit may
bear the number of one that ended: its key is then another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from .audit import Action, AuditEvent, Subject
from .errors import InvalidInput, NotFound
from .people import Actor
from .unit import Unit, key_of
from .wording import short_day

PROVINCE: Final = "province"
COMMUNE: Final = "commune"
WARD: Final = "ward"
LOWEST: Final[Mapping[str, str]] = {COMMUNE: "xã", WARD: "phường", "special": "đặc khu"}
MOST_WORDS: Final = 300
_DAY: Final = timedelta(1)


class ChangeKind(StrEnum):
    """What happens to units; values are stored and never change (loại thay đổi)."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    RETYPE = "retype"
    PART = "part"


CHANGE_LABELS: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.MERGE: "Nhập nhiều đơn vị thành một",
    ChangeKind.SPLIT: "Chia một đơn vị thành nhiều",
    ChangeKind.RENAME: "Đổi tên",
    ChangeKind.RETYPE: "Đổi loại (xã thành phường …)",
    ChangeKind.PART: "Chuyển một phần địa bàn sang đơn vị khác",
}
IN_PLACE: Final = frozenset({ChangeKind.RENAME, ChangeKind.RETYPE})
"""The unit goes on under its code."""
STAYS: Final = IN_PLACE | {ChangeKind.PART}
"""No unit ends and none begins."""


class WrongUnitChange(InvalidInput):
    """A change that cannot be as it was typed (thay đổi không hợp lệ); `field` says where."""

    code = "wrong_unit_change"

    def __init__(self, field: str, message: str) -> None:
        """Keep the field beside what is wrong with it."""
        super().__init__(message)
        self.field = field


class NotInProgramme(InvalidInput):
    """The unit hands nothing in for this day: it ended, or is a ward (không thuộc diện xét)."""

    code = "not_in_programme"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit as the document names it (đơn vị mới): code, name, kind."""

    code: str
    name: str
    kind: str = COMMUNE


@dataclass(frozen=True, slots=True)
class UnitOrder:
    """What a document orders (nội dung sắp xếp): which units, what they become, from which day."""

    kind: ChangeKind
    old: tuple[str, ...]
    new: tuple[NewUnit, ...]
    day: date
    document: str


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One change of a province's units (một lần sắp xếp); `number` counts them from 1.

    `before` are the units as they were, `after` what they became; `day` is the first day of it.
    """

    id: UUID
    province: str
    number: int
    kind: ChangeKind
    day: date
    document: str
    before: tuple[Unit, ...]
    after: tuple[Unit, ...]
    made_by: str
    made_at: datetime

    @property
    def rows(self) -> tuple[Unit, ...]:
        """Give the rows to keep: units that ended with their last day, and what came of them."""
        if self.kind is ChangeKind.PART:
            return ()
        if self.kind in IN_PLACE:
            return self.after
        return (*(replace(unit, last_day=self.day - _DAY) for unit in self.before), *self.after)

    def state(self) -> dict[str, object]:
        """Give what the log keeps of it (trạng thái)."""
        return {
            "kind": self.kind.value,
            "day": self.day.isoformat(),
            "document": self.document,
            "before": [{"code": unit.code, **unit.state()} for unit in self.before],
            "after": [{"code": unit.code, **unit.state()} for unit in self.after],
        }

    def event(self, by: Actor) -> AuditEvent:
        """Tell of it (sự kiện)."""
        subject = Subject("unit_change", f"{self.province}/{self.number}", 1)
        return AuditEvent(Action.CONFIG_CHANGED, by, subject, after=self.state())


@dataclass(frozen=True, slots=True)
class Known:
    """What a province has so far (đơn vị và các lần sắp xếp trước), oldest change first."""

    province: str
    units: Mapping[str, Unit]
    changes: tuple[UnitChange, ...] = ()

    def on(self, code: str, day: date) -> Unit | None:
        """Give a unit with the name and kind of a day, None where it did not stand then."""
        unit = self.units.get(code)
        if unit is None or not unit.stands_on(day):
            return None
        for change in self.changes:
            if change.kind in IN_PLACE and day < change.day and change.before[0].code == code:
                return replace(change.before[0], last_day=change.day - _DAY)
        return unit

    def standing(self, day: date) -> tuple[Unit, ...]:
        """Give the units that stood on a day, with the names and kinds of that day."""
        found = (self.on(code, day) for code in self.units)
        return tuple(unit for unit in found if unit is not None)

    def holder(self, number: str, day: date) -> Unit | None:
        """Give the unit that bore a number of the country's list on a day (đơn vị mang mã)."""
        return next((unit for unit in self.standing(day) if unit.official == number), None)

    def moved(self, code: str, after: date, until: date) -> tuple[UnitChange, ...]:
        """Give the changes between two days that gave a unit ground or took some (đổi địa bàn)."""
        return tuple(
            change
            for change in self.changes
            if change.kind is ChangeKind.PART
            and after < change.day <= until
            and code in {unit.code for unit in (*change.before, *change.after)}
        )

    def names(self, code: str) -> tuple[str, ...]:
        """Give every name a unit bore, oldest first (các tên đã dùng)."""
        earlier = [
            change.before[0].name
            for change in self.changes
            if change.kind in IN_PLACE and change.before[0].code == code
        ]
        return tuple(dict.fromkeys([*earlier, self.units[code].name]))

    def became(self, code: str) -> tuple[Unit, ...]:
        """Give what an ended unit went into: one, or several to ask about (đơn vị kế thừa)."""
        return tuple(
            unit
            for change in self.changes
            if change.kind not in STAYS and code in {old.code for old in change.before}
            for unit in change.after
        )

    def merged_into(self, code: str) -> UnitChange | None:
        """Give the merger that made a unit, if one did (lần nhập tạo ra đơn vị)."""
        made = (c for c in self.changes if c.kind is ChangeKind.MERGE and c.after[0].code == code)
        return next(made, None)


def planned(order: UnitOrder, known: Known, made: tuple[UUID, Actor, datetime]) -> UnitChange:
    """Hold an order against what is known; `made` is (id, by whom, when) (lập thay đổi).

    Raises:
        WrongUnitChange: the order cannot be as it was typed.

    """
    if not order.document.strip() or len(order.document) > MOST_WORDS:
        raise WrongUnitChange(
            "document",
            "Ghi số, ký hiệu, ngày và cơ quan ban hành của văn bản sắp xếp, ví dụ "
            "“Nghị quyết 237/NQ-UBTVQH16 ngày 14/4/2026 của Ủy ban Thường vụ Quốc hội”.",
        )
    eve, units = order.day - _DAY, known.units.values()
    order = replace(order, old=tuple(sorted({key_of(code, units, eve) for code in order.old})))
    before = tuple(_standing(code, order.day, known) for code in order.old)
    _require_numbers(order, before)
    after = _after(order, before[0], known)
    made_id, by, at = made
    return UnitChange(
        made_id,
        known.province,
        len(known.changes) + 1,
        order.kind,
        order.day,
        order.document.strip(),
        before,
        after,
        by.id,
        at,
    )


def _after(order: UnitOrder, was: Unit, known: Known) -> tuple[Unit, ...]:
    if order.kind in IN_PLACE:
        return _in_place(order, was)
    return _receiving(order, known) if order.kind is ChangeKind.PART else _new(order, known)


def _receiving(order: UnitOrder, known: Known) -> tuple[Unit, ...]:
    """Give the unit that a part goes to: it stands already, under the number that was typed."""
    number = order.new[0].code.strip()
    unit = known.holder(number, order.day)
    if unit is None or unit.code in order.old:
        raise WrongUnitChange(
            "new",
            f"Ghi mã của một đơn vị khác đang tồn tại để nhận phần địa bàn; “{number}” thì không.",
        )
    return (_standing(unit.code, order.day, known),)


def _standing(code: str, day: date, known: Known) -> Unit:
    unit = known.units.get(code)
    if unit is None or unit.kind == PROVINCE or unit.province != known.province:
        raise WrongUnitChange("old", f"Không có đơn vị mang mã “{code}” trong tỉnh.")
    if not (unit.stands_on(day) and unit.stands_on(day - _DAY)):
        raise WrongUnitChange(
            "old",
            f"{unit.name} ({code}) không tồn tại vào ngày {short_day(day - _DAY)} và hôm sau.",
        )
    later = [c for c in known.changes if c.day >= day and code in {u.code for u in c.after}]
    if later:
        raise WrongUnitChange(
            "day",
            f"{unit.name} đã có thay đổi từ ngày {short_day(later[-1].day)}; chọn ngày sau đó.",
        )
    return unit


def _require_numbers(order: UnitOrder, before: Sequence[Unit]) -> None:
    least, told = {
        ChangeKind.MERGE: (2, "Chọn từ hai đơn vị trở lên để nhập làm một."),
        ChangeKind.SPLIT: (1, "Chọn đúng một đơn vị để chia."),
        ChangeKind.RENAME: (1, "Chọn đúng một đơn vị để đổi tên."),
        ChangeKind.RETYPE: (1, "Chọn đúng một đơn vị để đổi loại."),
        ChangeKind.PART: (1, "Chọn đúng một đơn vị bị chuyển đi một phần địa bàn."),
    }[order.kind]
    if len(before) < least or (least == 1 and len(before) != 1):
        raise WrongUnitChange("old", told)
    is_split = order.kind is ChangeKind.SPLIT
    if (len(order.new) < 2) if is_split else (len(order.new) != 1):  # noqa: PLR2004 - two parts
        need = "từ hai đơn vị mới trở lên" if is_split else "đúng một đơn vị mới"
        raise WrongUnitChange("new", f"Ghi {need}, mỗi đơn vị một dòng: mã, tên, loại.")
    for unit in order.new:
        if not unit.name.strip() or len(unit.name) > MOST_WORDS:
            raise WrongUnitChange("new", "Ghi tên đầy đủ của đơn vị mới, ví dụ “Xã Mẫu Thịnh”.")
        if unit.kind not in LOWEST:
            raise WrongUnitChange("new", "Loại đơn vị là xã, phường hoặc đặc khu.")


def _in_place(order: UnitOrder, was: Unit) -> tuple[Unit, ...]:
    told = order.new[0]
    now = replace(was, name=told.name.strip())
    if order.kind is ChangeKind.RETYPE:
        if told.kind == was.kind:
            raise WrongUnitChange("new", f"{was.name} đang là {LOWEST[was.kind]}; chọn loại khác.")
        now = replace(now, kind=told.kind)
    elif now.name == was.name:
        raise WrongUnitChange("new", f"Tên mới giống tên đang dùng: {was.name}.")
    return (now,)


def _new(order: UnitOrder, known: Known) -> tuple[Unit, ...]:
    numbers = [unit.code.strip() for unit in order.new]
    for number in numbers:
        if not (number.isascii() and number.isalnum()) or numbers.count(number) > 1:
            raise WrongUnitChange("new", "Mỗi đơn vị mới có một mã riêng gồm chữ số, ví dụ 14900.")
        _require_free(number, order, known)
    return tuple(
        _begun(number, told, order, known) for number, told in zip(numbers, order.new, strict=True)
    )


def _require_free(number: str, order: UnitOrder, known: Known) -> None:
    """Refuse a number that another unit bears on the day or later; those that end give theirs."""
    bearers = (
        unit
        for unit in known.units.values()
        if unit.official == number
        and unit.code not in order.old
        and (unit.last_day is None or order.day <= unit.last_day)
    )
    bearer = next(bearers, None)
    if number == known.province or bearer is not None:
        named = bearer.name if bearer else "tỉnh"
        raise WrongUnitChange(
            "new",
            f"Mã {number} là của {named} từ ngày {short_day(order.day)}. Đơn vị mới lấy một mã "
            "chưa dùng, hoặc mã của đơn vị hết tồn tại trong lần sắp xếp này.",
        )


def _begun(number: str, told: NewUnit, order: UnitOrder, known: Known) -> Unit:
    """Begin a unit; dossiers of an older bearer of its number keep the key, so it gets another."""
    keys = (number, *(f"{number}-{turn}" for turn in range(2, len(known.units) + 3)))
    key = next(key for key in keys if key not in known.units)
    areas = {known.units[code].area for code in order.old}
    area = areas.pop() if len(areas) == 1 else ""
    unit = Unit(key, told.name.strip(), told.kind, known.province, order.day, area=area)
    return unit if key == number else replace(unit, number=number)


def require_in_programme(known: Known, code: str, day: date) -> Unit:
    """Give the unit as it stood on a cut-off date, if it hands lists in for it.

    A commune that became a ward leaves the programme from that day; its papers stay.

    Raises:
        NotFound: there is no such unit.
        NotInProgramme: it had ended, had not begun, or had become a ward.

    """
    if code not in known.units:
        raise NotFound("đơn vị hành chính", code)
    unit = known.on(code, day)
    if unit is None:
        name = known.units[code].name
        heirs = ", ".join(heir.name for heir in known.became(code))
        after = f" Đơn vị kế thừa: {heirs}." if heirs else ""
        raise NotInProgramme(
            f"{name} không tồn tại vào ngày chốt số liệu {short_day(day)}.{after} Chọn ngày trong "
            "thời gian đơn vị tồn tại, hoặc nộp cho đơn vị kế thừa."
        )
    for change in known.changes:
        left = change.kind is ChangeKind.RETYPE and change.after[0].kind == WARD
        if left and change.after[0].code == code and change.day <= day and unit.kind == WARD:
            raise NotInProgramme(
                f"{change.before[0].name} là {unit.name} từ ngày {short_day(change.day)} "
                f"({change.document}), nên không còn xét nông thôn mới từ ngày đó. Hồ sơ và văn "
                "bản trước ngày đó giữ nguyên."
            )
    return unit
