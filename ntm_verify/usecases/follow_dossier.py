"""Somebody wants to be told of a dossier, or no longer (theo dõi hồ sơ)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import may_see
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class FollowDossier:
    """Which dossier, and whether to follow it; None only asks (hồ sơ, theo dõi hay thôi)."""

    appraisal_id: UUID
    follows: bool | None = None


@on_record
async def follow_dossier(ports: Ports, actor: Actor, request: FollowDossier) -> bool:
    """Have the actor told of every step of a dossier he may see, or no longer; say which (F60).

    Following changes no record, so it leaves no entry; each notice is sent only while its
    recipient may still see the dossier.

    Raises:
        WrongOffice: the office sees no dossiers.
        NotFound: there is no such dossier within the actor's reach.

    """
    require_office(
        actor, *COMMUNE_SIDE, Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR
    )
    opening = ports.reading if request.follows is None else ports.transaction
    async with opening() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        if request.follows is not None:
            await tx.mailbox.follow(dossier.id, actor.id, follows=request.follows)
        return actor.id in await tx.mailbox.followers(dossier.id)
