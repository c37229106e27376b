"""What is in force for a commune or a province (quy định đang áp dụng): a part of several verbs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.regulation import EnteredFigure
from ntm_verify.domain.rule_fitting import Standing, require_terms
from ntm_verify.domain.rule_sets import Proposal, ProposalState, Terms, group_on
from ntm_verify.domain.wording import VIETNAM

from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class InForce:
    """Released figures, and a commune's group on a day by rule set (ngưỡng, nhóm xã)."""

    figures: tuple[EnteredFigure, ...]
    groups: Mapping[str, str]


async def standing_rules(tx: Transaction, province: str, commune: str, on: date) -> InForce:
    """Give what a province released, as it applies to a commune on a day."""
    placements = await tx.rule_sets.placements(province, commune)
    return InForce(await tx.figures.all(), group_on(placements, on))


async def around(tx: Transaction, ports: Ports, province: str, rule_set: str) -> Standing:
    """Give what a proposal of a province for a set has to fit.

    Raises:
        UnknownRuleSet: there is no such set.

    """
    figures = [one for one in await tx.figures.all() if one.province == province]
    placements = await tx.rule_sets.placements(province)
    units = await tx.units.of_province(province)
    return Standing(
        ports.rulebook.named(rule_set),
        ports.rulebook.groups_of(rule_set),
        tuple(figures),
        tuple(one for one in placements if one.rule_set == rule_set),
        frozenset(unit.code for unit in units),
    )


async def propose(tx: Transaction, ports: Ports, actor: Actor, terms: Terms) -> Proposal:
    """Keep a proposal that fits, for another person to review; an earlier waiting one gives way.

    Raises:
        InvalidInput, Conflict: it could not be released as it is (`require_terms`).

    """
    standing = await around(tx, ports, actor.province, terms.rule_set)
    require_terms(terms, standing)
    known = [
        one
        for one in await tx.rule_sets.of_province(actor.province)
        if one.terms.rule_set == terms.rule_set
    ]
    for old in known:
        same = bool(old.terms.shares) == bool(terms.shares)
        if old.state is ProposalState.WAITING and same:
            done = replace(
                old, state=ProposalState.REPLACED, decided_by=actor.id, decided_at=ports.now()
            )
            await tx.rule_sets.save(done, done.event(actor, old))
    new = Proposal(
        ports.new_id(),
        actor.province,
        len(known) + 1,
        terms,
        standing.clause.sha256,
        actor.id,
        ports.now(),
    )
    return await tx.rule_sets.save(new, new.event(actor))


async def is_alone(tx: Transaction, ports: Ports, actor: Actor) -> bool:
    """Say whether nobody else administers the actor's province at this moment."""
    accounts = await tx.accounts.all_of(actor.province)
    others = (one for one in accounts if one.id != actor.id and one.role is Role.ADMINISTRATOR)
    return not any(one.serves(ports.now()) for one in others)


async def may_be_lone(tx: Transaction, ports: Ports, actor: Actor) -> bool:
    """Say whether the actor may release alone: nobody else is there, and a leave stands today."""
    today = ports.now().astimezone(VIETNAM).date()
    leaves = await tx.rule_sets.lone(actor.province)
    stands = any(one.stands_on(today) for one in leaves)
    return stands and await is_alone(tx, ports, actor)


def figure_event(
    figure: EnteredFigure, earlier: tuple[EnteredFigure, ...], by: Actor
) -> AuditEvent:
    """Give the entry of a figure that takes effect, after the one before it in its set."""
    subject = Subject("threshold", f"{figure.province}/{figure.rule_set}", len(earlier) + 1)
    before = figure_state(earlier[-1]) if earlier else None
    return AuditEvent(Action.CONFIG_CHANGED, by, subject, before=before, after=figure_state(figure))


def figure_state(figure: EnteredFigure) -> dict[str, object]:
    """Give what the log keeps of a figure; later members only where they are used."""
    told: dict[str, object] = {
        "rule_set": figure.rule_set,
        "threshold_bp": int(figure.percent * 100),
        "threshold_exact": str(figure.percent),
        "legal_reference": figure.legal_reference,
        "both_sexes": figure.both_sexes,
        "demonstration": figure.demonstration,
    }
    days = {
        "first_day": figure.first_day.isoformat() if figure.first_day else "",
        "last_day": figure.last_day.isoformat() if figure.last_day else "",
    }
    later: dict[str, object] = {
        "group": figure.group,
        **days,
        "release": figure.release,
        "release_sha256": figure.release_sha256,
        "lone": figure.is_lone,
    }
    return told | {name: value for name, value in later.items() if value}
