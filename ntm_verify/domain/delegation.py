"""An office handed on for some days (ủy quyền có thời hạn): who acts for whom, on what ground."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from .audit import Action, AuditEvent, Subject
from .errors import InvalidInput
from .people import ROLE_LABELS, Actor, Role
from .unit import Letterhead

DELEGATED: Final = frozenset({Role.APPRAISER, Role.SIGNER})
LONGEST_DAYS: Final = 366


class WrongDelegation(InvalidInput):
    """A delegation that cannot be (ủy quyền không hợp lệ)."""

    code = "wrong_delegation"


@dataclass(frozen=True, slots=True)
class Delegation:
    """One person acts for another between two days, both included (ủy quyền).

    `giver` and `taker` are accounts of one office in one province. `post` is how the taker signs
    on paper. `ended_on` is the last day if it was ended early.
    """

    id: UUID
    province: str
    role: Role
    giver: str
    giver_name: str
    taker: str
    taker_name: str
    post: str
    first_day: date
    last_day: date
    legal_reference: str
    made_by: str
    made_at: datetime
    ended_on: date | None = None
    version: int = 0

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        over = self.ended_on is not None and day >= self.ended_on
        return self.first_day <= day <= self.last_day and not over

    def state(self) -> dict[str, object]:
        """Give what the log keeps: ids and days, no name."""
        return {
            "province": self.province,
            "role": self.role.value,
            "giver": self.giver,
            "taker": self.taker,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "ended_on": self.ended_on.isoformat() if self.ended_on else None,
        }


def require_possible(made: Delegation, *, today: date) -> None:
    """Refuse a delegation that cannot be.

    Raises:
        WrongDelegation: to oneself, of another office, backwards, over, for more than a year, or
            without the document it rests on.

    """
    if made.role not in DELEGATED:
        raise WrongDelegation(f"Vai trò {ROLE_LABELS[made.role]} không ủy quyền được.")
    if made.giver == made.taker:
        raise WrongDelegation("Không tự ủy quyền cho chính mình. Hãy chọn người khác.")
    days = (made.last_day - made.first_day).days
    if not 0 <= days <= LONGEST_DAYS or made.last_day < today:
        raise WrongDelegation(
            "Thời gian ủy quyền phải có ngày đầu trước ngày cuối, chưa qua và không quá một năm."
        )
    if not made.legal_reference.strip():
        raise WrongDelegation("Cần ghi số, ngày của văn bản ủy quyền.")


def told(before: Delegation | None, after: Delegation, by: Actor) -> AuditEvent:
    """Give the event of a delegation made or ended."""
    action = Action.OFFICE_DELEGATED if before is None else Action.DELEGATION_ENDED
    private = {"actor_name": by.name, "note": after.legal_reference}
    return AuditEvent(
        action,
        by,
        Subject("delegation", str(after.id), (before.version if before else 0) + 1),
        before=before.state() if before else None,
        after=after.state(),
        private={name: value for name, value in private.items() if value},
    )


def on_paper(letterhead: Letterhead, delegation: Delegation) -> Letterhead:
    """Write the block of the signature for a delegate (thừa ủy quyền).

    "TUQ." before the head's post, and the post of who signs below it: Nghị định 30/2020/NĐ-CP,
    Phụ lục I, phần II, mục 7.
    """
    return replace(letterhead, authority=f"TUQ. {letterhead.post}", post=delegation.post)


def acts_for(known: Iterable[Delegation], taker: Actor, giver: str, day: date) -> str:
    """Give the holder for whom somebody may act on a day, "" if they may not (thay mặt ai)."""
    if giver in {"", taker.id}:
        return ""
    holds = any(
        one.giver == giver and one.taker == taker.id and one.role is taker.role
        for one in known
        if one.holds_on(day)
    )
    return giver if holds else ""
