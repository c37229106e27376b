"""An administrator puts new texts of a province's papers in force (đổi mẫu văn bản của tỉnh)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.paper_form import MOST_WORDS, PaperForm, WrongPaperForm, changed
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit import Letterhead

from .on_record import on_record
from .ports import Ports
from .sample_paper import Sampled, sample_paper


@dataclass(frozen=True, slots=True)
class ChangePaper:
    """The texts, why they change, and the version on the screen (nội dung mẫu mới, lý do)."""

    letterhead: Letterhead
    reason: str
    seen: int


@on_record
async def change_paper(ports: Ports, actor: Actor, request: ChangePaper) -> PaperForm:
    """Keep a version of the texts; papers whose number is taken from now on bear it (F74).

    The longest paper is laid out first, with no transaction open: texts that break it are never
    put in force. Papers that were planned before keep theirs.

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: the province has no letterhead.
        StaleRecord: another version was put in force meanwhile.
        WrongPaperForm: a text cannot stand on a paper, or no reason is given.
        Refusal: the page cannot be laid out: a text too long, a letter without a glyph.

    """
    require_office(actor, Role.ADMINISTRATOR)
    reason = request.reason.strip()
    if not reason or len(reason) > MOST_WORDS:
        raise WrongPaperForm("reason", "Ghi lý do đổi mẫu, ví dụ đổi tên cơ quan, đổi người ký.")
    async with ports.reading() as tx:
        sampled = await sample_paper(tx, ports, actor, request.letterhead)
    if sampled.after.form_version != request.seen + 1:
        raise StaleRecord("mẫu văn bản", request.seen)
    await ports.render(sampled.paper)
    return await _keep(ports, actor, sampled, reason)


async def _keep(ports: Ports, actor: Actor, sampled: Sampled, reason: str) -> PaperForm:
    version, now = sampled.after.form_version, ports.now()
    made = PaperForm(actor.province, version, sampled.after, actor.id, actor.name, now, reason)
    first = PaperForm(actor.province, version - 1, sampled.before, "", "", now)
    async with ports.transaction() as tx:
        known = await tx.paper_texts.forms(actor.province)
        was = known[0] if known else first
        if was.version != first.version:
            raise StaleRecord("mẫu văn bản", first.version)
        event = changed(was if known else None, made, actor)
        await tx.paper_texts.add_forms((made,) if known else (first, made), event)
        unit = await tx.units.get(actor.province)
        await tx.units.save(replace(unit, letterhead=made.letterhead))
    return made
