"""A commune sees which of its hamlets a list has (thôn đã có, thôn còn thiếu, F15)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ntm_verify.domain.appraisal import may_see
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.hamlets import HamletLine, survey
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.steps import Status

from .on_record import on_record
from .ports import AppraisalQuery, Ports

KNOWN_FROM = frozenset({Status.CERTIFIED, Status.SUPERSEDED})


@dataclass(frozen=True, slots=True)
class SurveyHamlets:
    """Which dossier (hồ sơ cần xem theo thôn)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class HamletSurvey:
    """The hamlets of a list (các thôn), and how many of its people other lists name too.

    `known_from` is the day of the certified list whose hamlets stand beside; None: there is no
    such list, and how many hamlets the commune has is not known.
    """

    lines: tuple[HamletLine, ...]
    known_from: date | None
    shared: int


@on_record
async def survey_hamlets(ports: Ports, actor: Actor, request: SurveyHamlets) -> HamletSurvey:
    """Hold the hamlets of a list against the commune's newest certified list.

    Names and counts of hamlets tell of nobody: the look is no entry.

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: there is no such dossier in the actor's commune.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.reading() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        query = AppraisalQuery(dossier.province, dossier.commune, KNOWN_FROM, limit=50)
        page = await tx.appraisals.find(query)
        shared = {hit.place for hit in await tx.listings.elsewhere(dossier.id)}
    earlier = [d for d in page.items if d.id != dossier.id and d.as_of <= dossier.as_of]
    last = max(earlier, key=lambda d: (d.as_of, d.created_at), default=None)
    before = last.outcome.hamlets if last and last.outcome else ()
    now = dossier.outcome.hamlets if dossier.outcome else ()
    lines = survey(now, before)
    named = any(line.before is not None for line in lines)
    return HamletSurvey(lines, last.as_of if last and named else None, len(shared))
