"""An administrator reads what waits for review, beside what is in force (đọc để rà soát)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.rule_fitting import Standing
from ntm_verify.domain.rule_sets import Proposal

from .on_record import on_record
from .ports import Ports
from .standing_rules import around, is_alone, may_be_lone


@dataclass(frozen=True, slots=True)
class ReadProposal:
    """Which proposal (đề nghị cần đọc)."""

    proposal_id: UUID


@dataclass(frozen=True, slots=True)
class ProposalFile:
    """A proposal and what stands around it (đề nghị và căn cứ).

    `people` are names by account, `communes` names by code. `is_own`: the reader entered it;
    `is_alone`: there is nobody else to ask; `may_be_lone`: the reader may release it nevertheless.
    """

    proposal: Proposal
    standing: Standing
    people: Mapping[str, str]
    communes: Mapping[str, str]
    is_own: bool
    is_alone: bool
    may_be_lone: bool


@on_record
async def read_proposal(ports: Ports, actor: Actor, request: ReadProposal) -> ProposalFile:
    """Give a proposal of the actor's province; the look is an entry.

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: there is no such proposal in the actor's province.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        proposal = await tx.rule_sets.get(request.proposal_id)
        if proposal.province != actor.province:
            raise NotFound("đề nghị về bộ tiêu chí", request.proposal_id)
        accounts = await tx.accounts.all_of(actor.province)
        units = await tx.units.of_province(actor.province)
        subject = Subject("rule_proposal", str(proposal.id), proposal.version)
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject))
        return ProposalFile(
            proposal,
            await around(tx, ports, actor.province, proposal.terms.rule_set),
            {account.id: account.name for account in accounts},
            {unit.code: unit.name for unit in units},
            proposal.entered_by == actor.id,
            await is_alone(tx, ports, actor),
            await may_be_lone(tx, ports, actor),
        )
