"""One commune of the roll-up (một xã trong bảng tổng hợp): its dossier, its state, its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from .coverage import Verdict
from .ratios import Base, Ratio
from .steps import Status
from .targets import Actual
from .unit import Unit
from .unit_change import Known

COMMUNE: Final = "commune"
"""The kind of unit that indicator 15.1 is about; wards follow coverage only."""


class Progress(StrEnum):
    """How far a commune's dossier of the year is (tình trạng nộp)."""

    CERTIFIED = "certified"
    IN_HAND = "in_hand"
    RETURNED = "returned"
    REFUSED = "refused"
    NOT_HANDED_IN = "not_handed_in"
    LATE = "late"


PROGRESS_LABELS: Final = {
    Progress.CERTIFIED: "đã cấp kết quả",
    Progress.IN_HAND: "tỉnh đang xử lý",
    Progress.RETURNED: "bị trả lại, xã đang sửa",
    Progress.REFUSED: "không được công nhận",
    Progress.NOT_HANDED_IN: "chưa nộp",
    Progress.LATE: "chưa nộp, đã quá hạn",
}
OF_STATUS: Final = {
    Status.CERTIFIED: Progress.CERTIFIED,
    Status.SUBMITTED: Progress.IN_HAND,
    Status.UNDER_APPRAISAL: Progress.IN_HAND,
    Status.APPROVED: Progress.IN_HAND,
    Status.RETURNED: Progress.RETURNED,
    Status.REFUSED: Progress.REFUSED,
}
"""Drafts, withdrawn dossiers and papers out of force count for nobody."""
COUNTED: Final = frozenset(OF_STATUS)


@dataclass(frozen=True, slots=True)
class DossierFact:
    """What the roll-up needs of one dossier (số liệu một hồ sơ); `number` is its paper's."""

    id: UUID
    commune: str
    as_of: date
    status: Status
    insured: int
    people: int
    required: int | None
    verdict: Verdict | None
    number: str = ""

    @property
    def is_appraised(self) -> bool:
        """Say whether a paper in force states these figures."""
        return self.status is Status.CERTIFIED


class Origin(StrEnum):
    """Where a commune's figure comes from (nguồn số liệu)."""

    PAPER = "paper"
    DOSSIER = "dossier"
    ADDED_UP = "added_up"
    TABLE = "table"


ORIGIN_LABELS: Final = {
    Origin.PAPER: "văn bản kết quả",
    Origin.DOSSIER: "hồ sơ chưa có văn bản",
    Origin.ADDED_UP: "cộng gộp từ văn bản của các đơn vị cũ",
    Origin.TABLE: "số liệu nhập từ bảng",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The figure that stands for a commune, and its origin (số liệu hiển thị)."""

    insured: int
    people: int
    required: int | None
    origin: Origin
    source: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A commune a year before (cùng kỳ năm trước), added up where it was merged since.

    `moved`: ground was given or taken since, so the two figures speak of different people.
    """

    insured: int
    people: int
    is_added_up: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a province's dossiers are seen with (dữ liệu đi kèm khi tổng hợp).

    `due` is the last day for dossiers, None where none is set; `areas` names the old district of
    a unit; `known` has the units of every day; `reports` are counts entered from tables;
    `percent` is the threshold of the day where one figure holds for every commune.
    """

    due: date | None = None
    areas: Mapping[str, str] = field(default_factory=dict)
    known: Known | None = None
    reports: tuple[Actual, ...] = ()
    percent: Decimal | None = None

    def units_on(self, units: Sequence[Unit], day: date) -> tuple[Unit, ...]:
        """Give the units of a day, with the names and kinds of that day."""
        if self.known is not None:
            return self.known.standing(day)
        return tuple(unit for unit in units if unit.stands_on(day))

    def required(self, people: int) -> int | None:
        """Give how many of so many people the threshold of the day asks for."""
        if self.percent is None:
            return None
        p, q = self.percent.as_integer_ratio()
        return -(-p * people // (100 * q))


ALONE: Final = Around()


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """One commune on a day (một xã): its dossier, None where none counts, and a year before."""

    unit: Unit
    fact: DossierFact | None
    before: Earlier | None
    progress: Progress
    area: str = ""
    shown: Shown | None = None

    @property
    def is_in_programme(self) -> bool:
        """Say whether the criterion is about this unit."""
        return self.unit.kind == COMMUNE

    @property
    def coverage(self) -> Ratio | None:
        """The share of the population, None where nothing is known."""
        shown = self.shown
        return None if shown is None else Ratio(shown.insured, shown.people, Base.POPULATION)

    @property
    def increase(self) -> int | None:
        """How many more than a year before; None where the ground is another."""
        if self.fact is None or self.before is None or self.before.moved:
            return None
        return self.fact.insured - self.before.insured

    @property
    def shortfall(self) -> int | None:
        """How many people are missing (còn thiếu); None where no threshold is known."""
        fact = self.fact
        if fact is None or fact.required is None:
            return None
        return max(0, fact.required - fact.insured)
