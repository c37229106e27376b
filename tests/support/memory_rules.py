"""Proposals for rule sets and groups of communes, in memory: the fake of `storage.rule_sets`."""

from dataclasses import dataclass, replace
from uuid import UUID

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.rule_sets import LoneRelease, Placement, Proposal, ProposalState

from .memory_log import Kept, MemoryLog


@dataclass
class MemoryRuleSets:
    kept: Kept
    log: MemoryLog

    async def get(self, proposal_id: UUID) -> Proposal:
        if proposal_id not in self.kept.proposals:
            raise NotFound("đề nghị về bộ tiêu chí", proposal_id)
        return self.kept.proposals[proposal_id]

    async def of_province(self, province: str) -> tuple[Proposal, ...]:
        mine = [one for one in self.kept.proposals.values() if one.province == province]
        return tuple(sorted(mine, key=lambda one: (one.terms.rule_set, one.number)))

    async def save(self, proposal: Proposal, event: AuditEvent) -> Proposal:
        known = self.kept.proposals.get(proposal.id)
        names = {one.release for one in self.kept.proposals.values() if one.id != proposal.id}
        if (known.version if known else 0) != proposal.version or proposal.release in names:
            raise StaleRecord("đề nghị về bộ tiêu chí", proposal.release)
        self.log.queue(event)
        kept = replace(proposal, version=proposal.version + 1)
        self.kept.proposals[proposal.id] = kept
        if kept.state is ProposalState.RELEASED:
            self.kept.placements.extend((kept.province, one) for one in kept.placements)
        return kept

    async def placements(self, province: str, commune: str = "") -> tuple[Placement, ...]:
        return tuple(
            one
            for owner, one in self.kept.placements
            if owner == province and commune in {"", one.commune}
        )

    async def lone(self, province: str) -> tuple[LoneRelease, ...]:
        return tuple(one for one in self.kept.lone_releases if one.province == province)

    async def allow_lone(self, lone: LoneRelease, event: AuditEvent) -> None:
        self.log.queue(event)
        self.kept.lone_releases.append(lone)
