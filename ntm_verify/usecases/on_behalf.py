"""For whom a decision is made that the dossier's holder has handed on (thay mặt)."""

from datetime import datetime

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.delegation import acts_for
from ntm_verify.domain.people import Actor
from ntm_verify.domain.wording import VIETNAM

from .ports import Transaction


async def on_behalf(tx: Transaction, actor: Actor, appraisal: Appraisal, at: datetime) -> str:
    """Give the account of the holder for whom the actor may act that day, or "" for oneself."""
    known = await tx.delegations.of_province(actor.province)
    return acts_for(known, actor, appraisal.appraised_by, at.astimezone(VIETNAM).date())
