"""An administrator looks at the texts of the province's papers (xem mẫu văn bản của tỉnh)."""

from dataclasses import dataclass

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.paper_form import PaperForm
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit import Letterhead

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadPaperForms:
    """Ask for the actor's own province; there is nothing to choose (yêu cầu xem)."""


@dataclass(frozen=True, slots=True)
class PaperForms:
    """What is in force, its version, and every version kept, newest first (các phiên bản)."""

    letterhead: Letterhead
    version: int
    forms: tuple[PaperForm, ...]


@on_record
async def read_paper_forms(ports: Ports, actor: Actor, _: ReadPaperForms) -> PaperForms:
    """Give the texts in force and the versions before; no figures, no person of a list.

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: the province has no letterhead.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.reading() as tx:
        unit = await tx.units.get(actor.province)
        forms = await tx.paper_texts.forms(actor.province)
    if unit.letterhead is None:
        raise NotFound("thể thức văn bản của tỉnh", actor.province)
    return PaperForms(unit.letterhead, max(unit.letterhead.form_version, 1), forms)
