"""Two administrators, and figures on their way through both."""

from decimal import Decimal
from typing import Final

from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.rule_sets import Proposal
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from ntm_verify.usecases.group_communes import GroupCommunes, group_communes
from ntm_verify.usecases.review_rules import ReviewRules, review_rules

from .builders import ADMINISTRATOR, OTHER_PROVINCE, PROVINCE, UNITS, an_account
from .worlds import World

SECOND: Final = Actor("u-admin-2", Role.ADMINISTRATOR, PROVINCE, PROVINCE, "Ngô Thị Lập")
FOREIGN: Final = Actor(
    "u-admin-3", Role.ADMINISTRATOR, OTHER_PROVINCE, OTHER_PROVINCE, "Mai Văn Giả"
)
ENTER: Final = EnterThreshold("NTM-2026", Decimal("92.5"), " 5/QĐ-UBND ", both_sexes=True)


async def both_there(world: World) -> None:
    """Put the province, its units and both administrators on their shelves."""
    await world.holds(*UNITS, an_account(ADMINISTRATOR), an_account(SECOND))


async def entered(world: World, request: EnterThreshold | GroupCommunes = ENTER) -> Proposal:
    """Have the first administrator enter something."""
    if isinstance(request, GroupCommunes):
        return await group_communes(world.ports, ADMINISTRATOR, request)
    return await enter_threshold(world.ports, ADMINISTRATOR, request)


async def released(world: World, request: EnterThreshold | GroupCommunes = ENTER) -> Proposal:
    """Have the first administrator enter something, and the second release it."""
    proposal = await entered(world, request)
    review = ReviewRules(proposal.id, proposal.sha256, release=True)
    return await review_rules(world.ports, SECOND, review)
