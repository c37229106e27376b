"""Part of preview and change of papers (văn bản để xem thử): the longest one with new texts."""

from dataclasses import dataclass

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.paper_form import written
from ntm_verify.domain.paper_sample import Place, worst_case
from ntm_verify.domain.people import Actor
from ntm_verify.domain.unit import Letterhead

from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class Sampled:
    """The texts in force, the new ones as they are kept, and the longest paper with them."""

    before: Letterhead
    after: Letterhead
    paper: Certificate


async def sample_paper(
    tx: Transaction, ports: Ports, actor: Actor, letterhead: Letterhead
) -> Sampled:
    """Lay new texts on the longest paper with the names that occur in the province.

    Raises:
        NotFound: the province has no letterhead.
        WrongPaperForm: a text cannot stand on a paper.

    """
    unit = await tx.units.get(actor.province)
    if unit.letterhead is None:
        raise NotFound("thể thức văn bản của tỉnh", actor.province)
    communes = tuple(one.name for one in await tx.units.of_province(actor.province))
    people = tuple(one.name for one in await tx.accounts.all_of(actor.province))
    before = unit.letterhead
    after = written(letterhead, before, max(before.form_version, 1) + 1)
    place = Place(actor.province, ports.base_url, communes, people)
    return Sampled(before, after, worst_case(after, place, ports.now()))
