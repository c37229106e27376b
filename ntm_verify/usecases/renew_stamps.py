"""Papers get a new archive time-stamp before the last one ends (gia hạn dấu thời gian)."""

from dataclasses import dataclass, replace
from typing import Final

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.sealing import require_same_page
from ntm_verify.domain.signing_order import (
    RENEW_BEFORE,
    PaperStamp,
    must_renew,
    renewal_event,
)

from .on_record import on_record
from .ports import Ports, Unavailable

AT_ONCE: Final = 20
"""Papers looked at in one round: the next round goes on."""


@dataclass(frozen=True, slots=True)
class RenewStamps:
    """Ask for a round over papers in force (yêu cầu gia hạn)."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What the round did (kết quả): papers looked at, renewed, and not renewed for now."""

    looked_at: int
    renewed: int
    failed: int


@on_record
async def renew_stamps(ports: Ports, actor: Actor, _: RenewStamps) -> Renewed:
    """Learn until when each paper proves, and renew what ends within half a year.

    The issued file stays as it is and is a prefix of the renewed one; the paper keeps its number,
    its digest and its standing. What cannot be renewed now is tried in the next round.

    Raises:
        WrongOffice: somebody else than the service or its operator asks.

    """
    require_office(actor, Role.SYSTEM, Role.OPERATOR)
    async with ports.reading() as tx:
        papers = await tx.issuing.to_stamp(ports.now() + RENEW_BEFORE, AT_ONCE)
    renewed = failed = 0
    for paper in papers:
        try:
            renewed += await _look(ports, actor, paper)
        except Unavailable:
            failed += 1
    return Renewed(len(papers), renewed, failed)


async def _look(ports: Ports, actor: Actor, paper: Certificate) -> bool:
    """Look at one paper, and renew it if it is time; say whether it was renewed."""
    async with ports.reading() as tx:
        known = await tx.issuing.stamp(paper.id)
        pdf = await tx.blobs.get(known.pdf_sha256 if known else paper.pdf_sha256)
    stamp = known or PaperStamp(
        paper.id,
        paper.reference,
        paper.pdf_sha256,
        paper.pdf_length,
        (await ports.examine(pdf)).kept_until,
        ports.now(),
    )
    if not must_renew(stamp, ports.now()):
        async with ports.transaction() as tx:
            await tx.issuing.keep_stamp(stamp)
        return False
    again = await ports.renew_stamp(pdf)
    require_same_page(pdf, again)
    until = (await ports.examine(again)).kept_until
    if until is None or stamp.kept_until is None or until <= stamp.kept_until:
        raise Unavailable("Dấu thời gian mới không bền hơn dấu cũ; kiểm tra máy chủ dấu thời gian.")
    async with ports.transaction() as tx:
        digest = await tx.blobs.keep(again)
        kept = replace(
            stamp,
            pdf_sha256=digest,
            pdf_length=len(again),
            kept_until=until,
            looked_at=ports.now(),
            renewals=stamp.renewals + 1,
        )
        await tx.issuing.keep_stamp(kept, renewal_event(kept, by=actor))
    return True
