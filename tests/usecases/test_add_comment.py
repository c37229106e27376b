"""Both sides write on a case, a row or a finding; nothing is changed or lost."""

from dataclasses import replace
from typing import Any, Final

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action
from ntm_verify.domain.casework import Comment, NothingSaid
from ntm_verify.domain.errors import NotFound, Refusal
from ntm_verify.domain.people import Role, WrongOffice
from ntm_verify.domain.roster import read_roster
from ntm_verify.usecases.add_comment import AddComment, add_comment
from tests.support.builders import AN_ID, APPRAISER, AUDITOR, CLERK, OTHER_CLERK, an_id
from tests.support.scenes import a_dossier, acts, must_refuse
from tests.support.worlds import World

SAID: Final = AddComment(AN_ID, " Dòng này đã đối chiếu thẻ. ")


async def test_both_sides_write_and_read_in_order_and_words_stay_under_cover(world: World) -> None:
    dossier = await a_dossier(world, Status.UNDER_APPRAISAL)
    async with world.ports.reading() as tx:
        assert dossier.outcome
        line = read_roster(await tx.blobs.get(dossier.outcome.roster_sha256)).rows[2].line

    asked = await add_comment(
        world.ports, APPRAISER, AddComment(AN_ID, "Xã giải trình", line, "id_length")
    )
    told = await add_comment(world.ports, CLERK, SAID)

    async with world.ports.reading() as tx:
        kept = await tx.casework.of(AN_ID)
    assert kept == (asked, told)
    assert isinstance(kept[0], Comment)
    assert (kept[0].row, kept[0].code, kept[0].role) == (line, "id_length", Role.APPRAISER)
    assert told.text == "Dòng này đã đối chiếu thẻ."
    first, second = await acts(world)
    assert first.action is second.action is Action.COMMENT_ADDED
    assert first.private["note"] == "Xã giải trình"
    assert "Xã" not in str(first.after)


async def test_nobody_writes_without_words_elsewhere_or_about_nothing(world: World) -> None:
    await a_dossier(world, Status.UNDER_APPRAISAL)
    await a_dossier(world, Status.CHECKED, id=an_id(2))

    async def ask(refusal: type[Refusal], **changes: Any) -> None:  # noqa: ANN401 - any field
        await must_refuse(world, add_comment, APPRAISER, replace(SAID, **changes), refusal)

    await ask(NothingSaid, text=" ")
    await ask(NothingSaid, text="x" * 2001)
    await ask(NothingSaid, row=999)
    await ask(NothingSaid, code="made_up")
    await ask(NotFound, appraisal_id=an_id(2))
    await must_refuse(world, add_comment, OTHER_CLERK, SAID, NotFound)
    await must_refuse(world, add_comment, AUDITOR, SAID, WrongOffice)
