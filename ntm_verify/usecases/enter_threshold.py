"""An administrator enters a figure with the document that sets it (nhập ngưỡng của tỉnh)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.rule_sets import Proposal, Terms

from .on_record import on_record
from .ports import Ports
from .standing_rules import propose


@dataclass(frozen=True, slots=True)
class EnterThreshold:
    """The figure, what it asks by sex, the document, and its days (ngưỡng, căn cứ, thời gian).

    `percent` is for all communes; None where `by_group` gives one for each group. A day left open
    is that of the set. `replaces` says that figures in force give way on these days; `gap_note`
    why days or groups stay without a figure.
    """

    rule_set: str
    percent: Decimal | None
    legal_reference: str
    both_sexes: bool
    demonstration: bool = False
    by_group: tuple[tuple[str, Decimal], ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    replaces: bool = False
    gap_note: str = ""


@on_record
async def enter_threshold(ports: Ports, actor: Actor, request: EnterThreshold) -> Proposal:
    """Propose a figure for the actor's province; it takes effect when another releases it (F93).

    It fills a missing national figure or raises a known one. What could not be released is
    refused at once, with the sentence that the reviewer would get.

    Raises:
        WrongOffice: the actor is no administrator.
        UnknownRuleSet: there is no such rule set.
        LegalReferenceMissing, WrongThreshold: no document number, no possible share, too low.
        WrongTerms: days outside the set, or groups that it does not know.
        OverlappingPeriods, SilentGap: other figures on these days, or days without any.

    """
    require_office(actor, Role.ADMINISTRATOR)
    clause = ports.rulebook.named(request.rule_set)
    whole = () if request.percent is None else (("", request.percent),)
    terms = Terms(
        request.rule_set,
        request.legal_reference.strip(),
        request.first_day or clause.first_day,
        request.last_day or clause.last_day,
        shares=(*whole, *request.by_group),
        both_sexes=request.both_sexes,
        replaces=request.replaces,
        gap_note=" ".join(request.gap_note.split()),
        demonstration=request.demonstration,
    )
    async with ports.transaction() as tx:
        return await propose(tx, ports, actor, terms)
