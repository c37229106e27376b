"""The service removes raw files whose time has come (xóa tệp gốc hết hạn)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports

KEPT_FOR: Final = timedelta(days=90)
"""How long a raw file stays after it came in: a setting of ours, no source names a term."""
DRAFTS_KEPT_FOR: Final = timedelta(days=30)
"""How long a list that is being typed waits for its commune: a setting of ours as well."""


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
        await tx.drafts.purge(ports.now() - DRAFTS_KEPT_FOR)
        removed = await tx.blobs.purge(ports.now() - KEPT_FOR)
        if removed:
            subject = Subject("files", "raw")
            after = {"removed": len(removed), "files": list(removed[:200])}
            await tx.audit.append(AuditEvent(Action.FILES_PURGED, actor, subject, after=after))
    return len(removed)
