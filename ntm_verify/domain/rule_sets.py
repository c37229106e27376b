"""What a province sets for a rule set, and the second person's review (ngưỡng của tỉnh, rà soát).

Figures and groups of communes are entered as a proposal, read by another person and released
whole, or refused with a reason. A release is named and bears a digest; nothing of it changes
afterwards. Two releases never speak of the same days without saying so, and days without a figure
are named, never left out silently.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from .audit import Action, AuditEvent, Subject
from .errors import InvalidInput, NotPermitted, StaleRecord
from .people import Actor
from .regulation import EnteredFigure

LONGEST: Final = 300
"""Signs of a document's name, of a reason and of a note."""


class ProposalState(StrEnum):
    """What became of a proposal; values are stored and never change (tình trạng đề nghị)."""

    WAITING = "waiting"
    RELEASED = "released"
    REFUSED = "refused"
    REPLACED = "replaced"


STATE_LABELS: Final = {
    ProposalState.WAITING: "chờ người thứ hai rà soát",
    ProposalState.RELEASED: "đã công bố",
    ProposalState.REFUSED: "không công bố",
    ProposalState.REPLACED: "đã thay bằng bản nhập sau",
}


class WrongTerms(InvalidInput):
    """A proposal that cannot be as it was typed (nội dung chưa đúng)."""

    code = "wrong_rule_terms"

    def __init__(self, field: str, text: str) -> None:
        """Say what is wrong, and in which field."""
        super().__init__(text)
        self.field = field


class OwnReview(NotPermitted):
    """Who entered it does not review it (không tự rà soát)."""

    code = "own_review"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a proposal would set (nội dung đề nghị).

    `shares` are figures by group, "" for all communes; `placements` put communes (by code) into
    groups from `first_day` on. `replaces` says that earlier figures give way on these days;
    `gap_note` why days or groups stay without a figure.
    """

    rule_set: str
    legal_reference: str
    first_day: date
    last_day: date
    shares: tuple[tuple[str, Decimal], ...] = ()
    placements: tuple[tuple[str, str], ...] = ()
    both_sexes: bool | None = None
    replaces: bool = False
    gap_note: str = ""
    demonstration: bool = False

    def told(self) -> dict[str, object]:
        """Give what the log keeps of it: figures as written, no free text but the document."""
        return {
            "rule_set": self.rule_set,
            "legal_reference": self.legal_reference,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "shares": {group: str(share) for group, share in self.shares},
            "placements": dict(self.placements),
            "both_sexes": self.both_sexes,
            "replaces": self.replaces,
            "has_gap_note": bool(self.gap_note),
            "demonstration": self.demonstration,
        }


@dataclass(frozen=True, slots=True)
class Placement:
    """A commune in a group from a day on (xã thuộc nhóm), and the release that says so."""

    rule_set: str
    commune: str
    group: str
    first_day: date
    legal_reference: str
    release: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody entered, and what another person made of it (đề nghị).

    `clause_sha256` pins the national set it was entered for. `number` counts proposals of the
    province and set from 1. `note` tells why it was not released.
    """

    id: UUID
    province: str
    number: int
    terms: Terms
    clause_sha256: str
    entered_by: str
    entered_at: datetime
    state: ProposalState = ProposalState.WAITING
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""
    is_lone: bool = False
    version: int = 0

    @property
    def release(self) -> str:
        """Give the name under which it is pinned: NTM-2026/38/2."""
        return f"{self.terms.rule_set}/{self.province}/{self.number}"

    @property
    def sha256(self) -> str:
        """Give the digest of everything that a reviewer reads."""
        told = {
            "release": self.release,
            "clause_sha256": self.clause_sha256,
            "gap_note": self.terms.gap_note,
            **self.terms.told(),
        }
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    @property
    def figures(self) -> tuple[EnteredFigure, ...]:
        """Give the figures that the release puts in force."""
        t = self.terms
        return tuple(
            EnteredFigure(
                self.province,
                t.rule_set,
                share,
                t.legal_reference,
                t.both_sexes,
                t.demonstration,
                group=group,
                first_day=t.first_day,
                last_day=t.last_day,
                release=self.release,
                release_sha256=self.sha256,
                is_lone=self.is_lone,
            )
            for group, share in t.shares
        )

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Give the communes that the release puts into groups."""
        t = self.terms
        return tuple(
            Placement(t.rule_set, commune, group, t.first_day, t.legal_reference, self.release)
            for commune, group in t.placements
        )

    def told(self) -> dict[str, object]:
        """Give what the log keeps of it; people by their account."""
        return {
            "release": self.release,
            "sha256": self.sha256,
            "clause_sha256": self.clause_sha256,
            "state": self.state.value,
            "entered_by": self.entered_by,
            "decided_by": self.decided_by,
            "lone": self.is_lone,
            **self.terms.told(),
        }

    def event(self, by: Actor, before: "Proposal | None" = None) -> AuditEvent:
        """Give the entry of a step: entered, released, refused, replaced."""
        subject = Subject("rule_proposal", str(self.id), (before.version if before else 0) + 1)
        earlier = before.told() if before else None
        private = {"reason": self.note} if self.note else {}
        return AuditEvent(
            Action.CONFIG_CHANGED,
            by,
            subject,
            before=earlier,
            after=self.told(),
            private=private,
        )


@dataclass(frozen=True, slots=True)
class LoneRelease:
    """A province with one administrator may release alone for a time (một người nhập, công bố)."""

    province: str
    first_day: date
    last_day: date
    legal_reference: str
    set_by: str

    def told(self) -> dict[str, object]:
        """Give what the log keeps of it."""
        return {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "legal_reference": self.legal_reference,
        }

    def stands_on(self, day: date) -> bool:
        """Say whether the leave holds on a day."""
        return self.first_day <= day <= self.last_day


def group_on(placements: Iterable[Placement], day: date) -> Mapping[str, str]:
    """Give a commune's group on a day, by rule set; the placement with the latest day counts."""
    begun = sorted(
        (one for one in placements if one.first_day <= day), key=lambda one: one.first_day
    )
    return {one.rule_set: one.group for one in begun}


@dataclass(frozen=True, slots=True)
class Review:
    """What the second person decides (kết luận rà soát); `seen` is the digest that was read."""

    seen: str
    release: bool
    note: str = ""
    may_be_lone: bool = False


def reviewed(proposal: Proposal, review: Review, *, by: Actor, at: datetime) -> Proposal:
    """Decide on a proposal (rà soát): released whole, or refused with a reason.

    Raises:
        StaleRecord: it was decided on or replaced meanwhile, or another text was read.
        OwnReview: the reviewer entered it, and the province has no leave to release alone.
        WrongTerms: a refusal without a reason.

    """
    if proposal.state is not ProposalState.WAITING or review.seen != proposal.sha256:
        raise StaleRecord("đề nghị về bộ tiêu chí", proposal.release)
    is_own = proposal.entered_by == by.id
    if is_own and not review.may_be_lone:
        raise OwnReview(
            "Người nhập không tự rà soát ngưỡng của mình. Nhờ một quản trị khác của tỉnh đọc và "
            "công bố; tỉnh chỉ có một quản trị thì mời thêm người, hoặc đề nghị đơn vị vận hành "
            "ghi thiết lập một người công bố kèm văn bản."
        )
    note = " ".join(review.note.split())
    if not review.release and not note:
        raise WrongTerms("note", "Ghi lý do không công bố để người nhập biết phải sửa gì.")
    if len(note) > LONGEST:
        raise WrongTerms("note", f"Lý do dài nhất {LONGEST} ký tự.")
    state = ProposalState.RELEASED if review.release else ProposalState.REFUSED
    return replace(
        proposal,
        state=state,
        decided_by=by.id,
        decided_at=at,
        note=note,
        is_lone=is_own and review.release,
    )
