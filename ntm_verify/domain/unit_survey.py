"""What a change of units touches (việc liên quan khi sắp xếp): shown before it is decided."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID

from .appraisal import LABELS, Status
from .people import Role
from .unit_change import STAYS, UnitChange
from .unit_years import Figure
from .wording import short_day

__all__ = ["TouchedAccount", "TouchedDossier", "TouchedPaper", "UnitSurvey"]
SEEN: Final = 16
"""Signs of the digest that a page hands back."""


@dataclass(frozen=True, slots=True)
class TouchedAccount:
    """Somebody who acts for a touched unit (tài khoản của đơn vị)."""

    id: str
    name: str
    role: Role
    unit: str


@dataclass(frozen=True, slots=True)
class TouchedDossier:
    """An open dossier of a touched unit (hồ sơ đang mở), and when its appraisal is due."""

    id: UUID
    unit: str
    commune_name: str
    as_of: date
    status: Status
    due: date | None


@dataclass(frozen=True, slots=True)
class TouchedPaper:
    """A paper in force of a touched unit (văn bản còn hiệu lực): it stays as it is."""

    reference: str
    symbol: str
    commune_name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class UnitSurvey:
    """A change as it would be, and everything it touches (bản xem trước)."""

    change: UnitChange
    accounts: tuple[TouchedAccount, ...]
    dossiers: tuple[TouchedDossier, ...]
    papers: tuple[TouchedPaper, ...]
    drafts: tuple[str, ...] = ()

    @property
    def seen(self) -> str:
        """Name what stands here: a decision names the survey its maker has seen."""
        c = self.change
        told = [c.number, c.state(), *(repr(part) for part in (*self.accounts, *self.dossiers))]
        told += [*(repr(paper) for paper in self.papers), *self.drafts]
        return sha256(json.dumps(told).encode()).hexdigest()[:SEEN]

    @property
    def after_the_day(self) -> tuple[str, ...]:
        """Name dossiers and papers whose cut-off date lies in the new time, under an old unit."""
        day = self.change.day
        papers = (p.symbol for p in self.papers if p.figure.as_of >= day)
        dossiers = (
            f"{d.commune_name}, {short_day(d.as_of)} ({LABELS[d.status].lower()})"
            for d in self.dossiers
            if d.as_of >= day
        )
        return (*papers, *dossiers)

    @property
    def totals(self) -> tuple[int, int]:
        """Add participants and population of the latest paper of each touched unit up.

        Of several papers of a unit the latest cut-off date counts. Exact whole numbers.
        """
        latest: dict[str, Figure] = {}
        for paper in sorted(self.papers, key=lambda p: (p.figure.as_of, p.reference)):
            latest[paper.figure.unit] = paper.figure
        figures = latest.values()
        return sum(f.participants for f in figures), sum(f.population for f in figures)

    @property
    def is_in_place(self) -> bool:
        """Say that the unit goes on under its code: accounts and dossiers stay where they are."""
        return self.change.kind in STAYS
