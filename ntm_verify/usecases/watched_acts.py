"""What officials decided in some days, as the log tells it (việc được xem xét)."""

from datetime import date, datetime, time, timedelta

from ntm_verify.domain.oversight import WATCHED, Act, act_of
from ntm_verify.domain.people import Actor, Reach
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.trail.entry import read_entry

from .ports import Transaction


async def acts_between(
    tx: Transaction, actor: Actor, first: date, last: date, people: frozenset[str]
) -> tuple[Act, ...]:
    """Give the acts of the province's officials between two days, within the actor's reach."""
    begin = datetime.combine(first, time(), VIETNAM)
    end = datetime.combine(last + timedelta(1), time(), VIETNAM)
    types = [action.value for action in WATCHED]
    kept = await tx.retrieval.entries_between(begin, end, types)
    acts = (act_of(index, read_entry(entry)) for index, entry in kept)
    reach = actor.reach or Reach()
    return tuple(
        act
        for act in acts
        if act.actor in people and (not reach.communes or act.unit in reach.communes)
    )
