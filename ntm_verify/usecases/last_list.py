"""The list of the period before (danh sách kỳ trước): the commune's newest one with a paper."""

from ntm_verify.domain.appraisal import Appraisal, Outcome, Status

from .ports import AppraisalQuery, Transaction


async def last_certified(tx: Transaction, dossier: Appraisal) -> Outcome | None:
    """Give the result of the commune's newest certified list of an earlier day, if it is kept."""
    query = AppraisalQuery(
        dossier.province,
        dossier.commune,
        frozenset({Status.CERTIFIED, Status.SUPERSEDED}),
        limit=50,
    )
    found = await tx.appraisals.find(query)
    earlier = [other for other in found.items if other.as_of < dossier.as_of]
    newest = max(earlier, key=lambda other: (other.as_of, other.created_at), default=None)
    if newest is None or newest.outcome is None:
        return None
    gone = await tx.purging.absent({newest.outcome.roster_sha256})
    return None if gone else newest.outcome
