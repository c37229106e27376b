"""Look ahead for one commune, by hamlet (dự báo thẻ hết hạn của một xã): F33, F99."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.horizons import Cliff
from ntm_verify.domain.outlook import CommuneOutlook, commune_outlook
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadOutlook:
    """Which dossier, and from which day on; None is today (hồ sơ, ngày bắt đầu dự báo)."""

    appraisal_id: UUID
    day: date | None = None


@dataclass(frozen=True, slots=True)
class DossierOutlook:
    """A dossier's people on the days ahead (dự báo của một hồ sơ).

    `near` is the cliff that the cut-off day lies shortly before, None where there is none.
    """

    appraisal: Appraisal
    found: CommuneOutlook
    near: Cliff | None


@on_record
async def read_outlook(ports: Ports, actor: Actor, request: ReadOutlook) -> DossierOutlook:
    """Lay the hamlets of a dossier's list out; counts tell of nobody, the look is no entry.

    Raises:
        WrongOffice: neither the commune nor staff of the province.
        NotFound: no such dossier within the actor's reach, or its list was not checked.

    """
    require_office(
        actor, *COMMUNE_SIDE, Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR
    )
    async with ports.reading() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        if dossier.outcome is None:
            raise NotFound("danh sách đã kiểm tra của hồ sơ", request.appraisal_id)
        kept = await tx.card_endings.of(dossier.id)
    day = request.day or ports.now().astimezone(VIETNAM).date()
    required = dossier.assessment.required if dossier.assessment else None
    found = commune_outlook(dossier.outcome, required, kept, ports.outlook.horizons(day))
    return DossierOutlook(dossier, found, ports.outlook.near(dossier.as_of))
