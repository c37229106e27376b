"""The shelf of what provinces propose and release for rule sets (kho ngưỡng của tỉnh)."""

from typing import Protocol
from uuid import UUID

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.rule_sets import LoneRelease, Placement, Proposal


class RuleSets(Protocol):
    """Proposals, groups of communes, and who may release alone; nothing is ever taken out."""

    async def get(self, proposal_id: UUID) -> Proposal:
        """Give a proposal, or raise `NotFound`."""
        ...

    async def of_province(self, province: str) -> tuple[Proposal, ...]:
        """Give every proposal of a province, in the order of entry."""
        ...

    async def save(self, proposal: Proposal, event: AuditEvent) -> Proposal:
        """Keep a proposal and its event; a released one puts its communes into their groups."""
        ...

    async def placements(self, province: str, commune: str = "") -> tuple[Placement, ...]:
        """Give the groups of a province's communes, or of one, in the order of release."""
        ...

    async def lone(self, province: str) -> tuple[LoneRelease, ...]:
        """Give the leaves of a province to release alone, in the order of entry."""
        ...

    async def allow_lone(self, lone: LoneRelease, event: AuditEvent) -> None:
        """Keep a leave and its event."""
        ...


class HasRuleSets(Protocol):
    """A transaction with this shelf (giao dịch có kho ngưỡng của tỉnh)."""

    @property
    def rule_sets(self) -> RuleSets:
        """Proposals and groups of communes."""
        ...
