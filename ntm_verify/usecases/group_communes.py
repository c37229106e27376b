"""An administrator puts communes into the groups of a rule set (xếp nhóm xã)."""

from dataclasses import dataclass
from datetime import date

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.rule_sets import Proposal, Terms, WrongTerms

from .on_record import on_record
from .ports import Ports
from .standing_rules import propose


@dataclass(frozen=True, slots=True)
class GroupCommunes:
    """Which communes (by code) go into which group, from which day, by which document."""

    rule_set: str
    placements: tuple[tuple[str, str], ...]
    first_day: date
    legal_reference: str
    replaces: bool = False


@on_record
async def group_communes(ports: Ports, actor: Actor, request: GroupCommunes) -> Proposal:
    """Propose groups for the actor's province; they count when another person releases them.

    Raises:
        WrongOffice: the actor is no administrator.
        UnknownRuleSet: there is no such rule set.
        LegalReferenceMissing: the document has no number.
        WrongTerms: no line, an unknown commune or group, a day outside the set.
        OverlappingPeriods: a commune was put into a group on the same day already.

    """
    require_office(actor, Role.ADMINISTRATOR)
    clause = ports.rulebook.named(request.rule_set)
    if not request.placements:
        raise WrongTerms("placements", "Ghi ít nhất một dòng: mã xã; mã nhóm, ví dụ 14999; 2.")
    terms = Terms(
        request.rule_set,
        request.legal_reference.strip(),
        request.first_day,
        clause.last_day,
        placements=tuple(sorted(request.placements)),
        replaces=request.replaces,
    )
    async with ports.transaction() as tx:
        return await propose(tx, ports, actor, terms)
