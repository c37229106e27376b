"""The service removes raw files whose time has come (xóa tệp gốc hết hạn)."""

from dataclasses import dataclass

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.retention import RetentionKind

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class PurgeExpired:
    """Ask for the removal of what is due (yêu cầu dọn dẹp)."""


@on_record
async def purge_expired(ports: Ports, actor: Actor, _: PurgeExpired) -> int:
    """Delete sealed raw files past their time; digest, counts and result stay (F19).

    Files of dossiers that are still being prepared or were returned stay, whatever their age.
    Drafts that nobody went on with go too; they are scratch paper, and no entry tells of them.

    Raises:
        WrongOffice: somebody else than the service itself asks.

    """
    require_office(actor, Role.SYSTEM)
    async with ports.transaction() as tx:
        await tx.drafts.purge(ports.now() - ports.retention.own(RetentionKind.DRAFTS))
        removed = await tx.blobs.purge(ports.now() - ports.retention.own(RetentionKind.RAW_FILES))
        if removed:
            subject = Subject("files", "raw")
            after = {"removed": len(removed), "files": list(removed[:200])}
            await tx.audit.append(AuditEvent(Action.FILES_PURGED, actor, subject, after=after))
    return len(removed)
