"""An administrator looks at texts of a paper before they are put in force (xem thử mẫu văn bản)."""

from dataclasses import dataclass

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit import Letterhead

from .on_record import on_record
from .ports import Ports
from .sample_paper import sample_paper


@dataclass(frozen=True, slots=True)
class PreviewPaper:
    """The texts as they are typed (nội dung mẫu đang soạn)."""

    letterhead: Letterhead


@on_record
async def preview_paper(ports: Ports, actor: Actor, request: PreviewPaper) -> bytes:
    """Give the longest paper that these texts may have to stand on, as PDF; nothing is kept (F74).

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: the province has no letterhead.
        WrongPaperForm: a text cannot stand on a paper.
        Refusal: the page cannot be laid out: a text too long, a letter without a glyph.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.reading() as tx:
        sampled = await sample_paper(tx, ports, actor, request.letterhead)
    return await ports.render(sampled.paper)
