"""An administrator enters a figure with the document that sets it (nhập ngưỡng của tỉnh)."""

from dataclasses import dataclass
from decimal import Decimal

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.regulation import EnteredFigure, Ruling

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class EnterThreshold:
    """The figure, what it asks by sex, and the document (ngưỡng, theo giới, căn cứ)."""

    rule_set: str
    percent: Decimal
    legal_reference: str
    both_sexes: bool
    demonstration: bool = False


@on_record
async def enter_threshold(ports: Ports, actor: Actor, request: EnterThreshold) -> Ruling:
    """Fill a missing national figure or raise a known one, for the actor's province (F93).

    Raises:
        WrongOffice: the actor is no administrator.
        UnknownRuleSet: there is no such rule set.
        LegalReferenceMissing, WrongThreshold: no document, no possible share, or too low.

    """
    require_office(actor, Role.ADMINISTRATOR)
    clause = ports.rulebook.named(request.rule_set)
    figure = EnteredFigure(
        actor.province,
        request.rule_set,
        request.percent,
        request.legal_reference.strip(),
        request.both_sexes,
        request.demonstration,
    )
    ports.rulebook.ruling(actor.province, clause.first_day, (figure,), request.rule_set)
    async with ports.transaction() as tx:
        before = [
            old
            for old in await tx.figures.all()
            if (old.province, old.rule_set) == (figure.province, figure.rule_set)
        ]
        event = AuditEvent(
            Action.CONFIG_CHANGED,
            actor,
            Subject("threshold", f"{figure.province}/{figure.rule_set}", len(before) + 1),
            before=_state(before[-1]) if before else None,
            after=_state(figure),
        )
        await tx.figures.add(figure, event)
        entered = await tx.figures.all()
    return ports.rulebook.ruling(actor.province, clause.first_day, entered, request.rule_set)


def _state(figure: EnteredFigure) -> dict[str, object]:
    return {
        "rule_set": figure.rule_set,
        "threshold_bp": int(figure.percent * 100),
        "threshold_exact": str(figure.percent),
        "legal_reference": figure.legal_reference,
        "both_sexes": figure.both_sexes,
        "demonstration": figure.demonstration,
    }
