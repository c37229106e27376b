"""A commune asks that a rule be waived for its dossier (đề nghị miễn áp dụng một quy tắc)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, is_within_reach
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.roster import load_findings, read_roster
from ntm_verify.domain.waiver import rows_against
from ntm_verify.domain.waiving import Wish, ask, require_wish, withdraw

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class RequestWaiver:
    """The rule, the rows (as shown in the file; none means all), and why (nội dung đề nghị).

    `withdraw` is the number of an earlier request that is taken back; nothing else counts then.
    """

    appraisal_id: UUID
    seen: int
    rule: str = ""
    rows: tuple[tuple[int, int], ...] = ()
    reason_code: str = ""
    reason: str = ""
    evidence: str = ""
    withdraw: int = 0


@on_record
async def request_waiver(ports: Ports, actor: Actor, request: RequestWaiver) -> Appraisal:
    """Keep the request, with who asks and why; nothing of the result changes yet (F40).

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: there is no such dossier in the actor's commune, or no such request.
        NotWaivable: the rule may be waived for nobody.
        WrongWaiver: the rule speaks against no such row, or was asked for already.
        ReasonMissing: no reason as code and in words.
        WrongStatus: there is no checked list, or it was decided on.
        StaleRecord: the dossier moved on since it was seen.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        if request.withdraw:
            kept, event = withdraw(
                dossier, request.seen, request.withdraw, by=actor, at=ports.now()
            )
            return await tx.appraisals.save(kept, event)
        known = ports.catalogue.entries.get(request.rule)
        wish = Wish(
            request.rule,
            request.rows,
            request.reason_code,
            request.reason,
            request.evidence,
            known.waivable if known else "",
        )
        kept, event = ask(dossier, request.seen, wish, by=actor, at=ports.now())
        if dossier.outcome is not None:
            roster = read_roster(await tx.blobs.get(dossier.outcome.roster_sha256))
            findings = load_findings(await tx.blobs.get(dossier.outcome.report_sha256))
            require_wish(wish, rows_against(findings, roster, wish.rule), ports.catalogue)
        return await tx.appraisals.save(kept, event)
