"""Two rule sets are laid side by side (so sánh hai bộ tiêu chí)."""

from dataclasses import dataclass

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.regulation import COVERAGE
from ntm_verify.domain.rule_comparison import RuleComparison, SetFile, compare_sets

from .on_record import within_reach
from .ports import Ports

STAFF = (Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class CompareRules:
    """Which two sets (hai bộ tiêu chí); where none is named, the newest after the one before."""

    first: str = ""
    second: str = ""


@within_reach
async def compare_rules(ports: Ports, actor: Actor, request: CompareRules) -> RuleComparison:
    """Compare two sets as they stand, with what the actor's province released for them.

    They come from public documents and tell of nobody: the look is no entry.

    Raises:
        WrongOffice: the actor does not serve the province.
        UnknownRuleSet: one of them is not known.

    """
    require_office(actor, *STAFF)
    async with ports.reading() as tx:
        figures = [one for one in await tx.figures.all() if one.province == actor.province]
    own = sorted(
        (one for one in ports.rulebook.clauses if one.criterion == COVERAGE),
        key=lambda clause: clause.first_day,
    )
    names = request.first or own[-2].rule_set, request.second or own[-1].rule_set
    first, second = (
        SetFile(
            ports.rulebook.named(name),
            ports.rulebook.groups_of(name),
            tuple(one for one in figures if one.rule_set == name),
        )
        for name in names
    )
    return compare_sets(first, second, ports.catalogue, ports.rules_version)
