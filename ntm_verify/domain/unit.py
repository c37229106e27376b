"""Provinces and communes, dated (đơn vị hành chính), and how an office signs its papers."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Final

LATER: Final = frozenset(
    {"addressees", "bases", "closing", "meeting_place", "attendants", "form_version"}
)
"""Members that letterheads did not have at first: their digests stay what they were."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How the issuing office of a province writes its papers (thể thức của cơ quan ban hành).

    Names, post and place are settings of the office, never derived (Nghị định 30/2020/NĐ-CP,
    Phụ lục I). `recipients` are the lines of "Nơi nhận" without their marks, `addressees` those of
    "Kính gửi" (of a report to a superior), `bases` the province's own legal bases without
    "Căn cứ". `closing` is the last sentence, "" for the usual one; "[đơn vị]" in it stands for the
    commune. `meeting_place` and `attendants` belong to minutes (biên bản). `form_version` numbers
    these texts within the province, 0 as founded.
    """

    parent: str
    issuer: str
    symbol: str
    place: str
    authority: str
    post: str
    address: str
    recipients: tuple[str, ...] = ()
    paper_type: str = "TB"
    paper_title: str = "THÔNG BÁO"
    abstract: str = "Kết quả thẩm định tỷ lệ người dân tham gia bảo hiểm y tế"
    demonstration: bool = False
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    closing: str = ""
    meeting_place: str = ""
    attendants: tuple[str, ...] = ()
    form_version: int = 0

    def state(self) -> dict[str, object]:
        """Give what the log keeps of it by its digest; later members only where they are used."""
        told = asdict(self)
        return {name: told[name] for name in told if name not in LATER or told[name]}


@dataclass(frozen=True, slots=True)
class Unit:
    """A province or a commune for as long as it bears this name (đơn vị).

    A province's `province` is its own code. `kind` is province, commune (xã), ward (phường) or
    special (đặc khu). `code` is the key that dossiers, papers and accounts name, and never changes
    its meaning; `number` is the unit's number in the country's list where an older unit already
    has that number as its key. `area` is the old district that a province counts it to.
    """

    code: str
    name: str
    kind: str
    province: str
    first_day: date
    last_day: date | None = None
    letterhead: Letterhead | None = None
    number: str = ""
    area: str = ""

    @property
    def official(self) -> str:
        """Its number in the country's list of its days (mã đơn vị hành chính)."""
        return self.number or self.code

    def state(self) -> dict[str, object]:
        """Give what the log keeps of a unit; the letterhead by its digest."""
        written = None if self.letterhead is None else self.letterhead.state()
        later = {"number": self.number, "area": self.area}
        return {
            "name": self.name,
            "kind": self.kind,
            "province": self.province,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "letterhead_sha256": written and sha256(json.dumps(written).encode()).hexdigest(),
            **{name: value for name, value in later.items() if value},
        }

    def stands_on(self, day: date) -> bool:
        """Say whether the unit exists under this name on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def key_of(typed: str, units: Iterable[Unit], day: date) -> str:
    """Give the key of the unit that bears a typed number on a day; else what was typed."""
    found = (unit.code for unit in units if unit.official == typed and unit.stands_on(day))
    return next(found, typed)
