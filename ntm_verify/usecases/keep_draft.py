"""A commune keeps what it has typed so far (lưu bản nháp)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ntm_verify.domain.draft import Draft
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """The rows as typed, the figures beside them, and the version they began with (bản nháp)."""

    text: str
    seen: int
    figures: Mapping[str, str] = field(default_factory=dict)


@on_record
async def keep_draft(ports: Ports, actor: Actor, request: KeepDraft) -> Draft:
    """Keep the draft of the actor's own commune, encrypted; scratch paper is no entry of the log.

    Raises:
        WrongOffice: the actor does not act for a commune.
        DraftTooLong: more than a draft holds.
        StaleRecord: it was kept on another device since it was read.

    """
    require_office(actor, *COMMUNE_SIDE)
    draft = Draft(
        actor.unit, request.text, dict(request.figures), actor.id, ports.now(), request.seen
    )
    async with ports.transaction() as tx:
        return await tx.drafts.save(draft)
