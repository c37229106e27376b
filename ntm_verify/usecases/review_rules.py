"""A second administrator releases what was entered, or refuses it (rà soát, công bố ngưỡng)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.errors import Conflict, NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.rule_fitting import require_terms
from ntm_verify.domain.rule_sets import Proposal, ProposalState, Review, reviewed

from .on_record import on_record
from .ports import Ports, Transaction
from .standing_rules import around, figure_event, may_be_lone


class NationalSetChanged(Conflict):
    """The national set is not the one that the proposal was entered for (bộ tiêu chí đã đổi)."""

    code = "national_set_changed"


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """Which proposal, the digest that was read, and what is decided (kết luận rà soát)."""

    proposal_id: UUID
    seen: str
    release: bool
    note: str = ""


@on_record
async def review_rules(ports: Ports, actor: Actor, request: ReviewRules) -> Proposal:
    """Put a proposal in force whole, or refuse it with a reason (F93).

    What is released is tried again against everything in force at this moment. Dossiers that were
    checked before keep what they were checked by.

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: there is no such proposal in the actor's province.
        StaleRecord: it was decided on or replaced meanwhile, or another text was read.
        OwnReview: the actor entered it, and has no leave to release alone.
        WrongTerms: a refusal without a reason.
        NationalSetChanged: the national set was another one when it was entered.
        OverlappingPeriods, SilentGap, WrongThreshold: it does not fit what is in force now.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        proposal = await tx.rule_sets.get(request.proposal_id)
        if proposal.province != actor.province:
            raise NotFound("đề nghị về bộ tiêu chí", request.proposal_id)
        lone = await may_be_lone(tx, ports, actor)
        review = Review(request.seen, request.release, request.note, lone)
        done = reviewed(proposal, review, by=actor, at=ports.now())
        if done.state is ProposalState.RELEASED:
            await _require_fitting(tx, ports, done)
        kept = await tx.rule_sets.save(done, done.event(actor, proposal))
        for figure in kept.figures if kept.state is ProposalState.RELEASED else ():
            name = figure.province, figure.rule_set
            known = await tx.figures.all()
            earlier = tuple(one for one in known if (one.province, one.rule_set) == name)
            await tx.figures.add(figure, figure_event(figure, earlier, actor))
    return kept


async def _require_fitting(tx: Transaction, ports: Ports, proposal: Proposal) -> None:
    standing = await around(tx, ports, proposal.province, proposal.terms.rule_set)
    if standing.clause.sha256 != proposal.clause_sha256:
        raise NationalSetChanged(
            f"Bộ {proposal.terms.rule_set} trong phần mềm đã đổi từ khi ngưỡng được nhập. Nhập lại "
            "ngưỡng theo bản hiện hành rồi rà soát lại."
        )
    require_terms(proposal.terms, standing)
