"""A commune takes the receipt of what it handed in (tải biên nhận)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import is_within_reach
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.receipt import receipt_of

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """Which dossier (hồ sơ)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt to be saved (tệp biên nhận): a name made here, and the PDF."""

    name: str
    content: bytes


@on_record
async def read_receipt(ports: Ports, actor: Actor, request: ReadReceipt) -> ReceiptFile:
    """Make the receipt of the list that stands with the province; the look is an entry (F18).

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: no such dossier in the actor's commune, or nothing was handed in.
        Unavailable: the maker of papers is away; a later try may succeed.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        if dossier.submitted_at is None:
            raise NotFound("biên nhận của hồ sơ", request.appraisal_id)
        province = await tx.units.get(dossier.province)
        due = ports.calendar.due(dossier.submitted_at, dossier.province).day
        issuer = province.letterhead.issuer if province.letterhead else province.name
        receipt = receipt_of(dossier, issuer, due)
        subject = Subject("submission", str(dossier.id), dossier.version)
        await tx.audit.append(
            AuditEvent(Action.RECORD_VIEWED, actor, subject, after={"view": "receipt"})
        )
    return ReceiptFile(f"{receipt.number}.pdf", await ports.render_receipt(receipt))
