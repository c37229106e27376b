"""A look at how a file is read shows its first rows, keeps nothing and is on record."""

from ntm_verify.domain.audit import Action
from ntm_verify.domain.column_memory import ColumnChoice
from ntm_verify.domain.findings import Field, Refused
from ntm_verify.usecases.preview_list import PreviewList, preview_list
from tests.support.builders import CLERK
from tests.support.handed_in import handed_in
from tests.support.worlds import World


async def test_the_first_rows_and_what_was_recognised_are_shown(world: World) -> None:
    dossier = await handed_in(world)

    shown = await preview_list(world.ports, CLERK, PreviewList(dossier.id))

    (head,) = shown.heads
    assert (shown.refused, head.header_row) == (None, 1)
    assert head.columns == {Field.NAME: "A", Field.ID: "B", Field.HAMLET: "C"}
    last = (await world.audit_log())[-1]
    assert (last.action, last.after) == (Action.RECORD_VIEWED, {"view": "reading"})
    assert (await world.find(dossier)).version == dossier.version


async def test_a_choice_that_cannot_be_read_says_why_and_still_shows_the_rows(
    world: World,
) -> None:
    dossier = await handed_in(world)
    choice = ColumnChoice(((Field.NAME, ""), (Field.ID, "")), 1)

    shown = await preview_list(world.ports, CLERK, PreviewList(dossier.id, choice))

    assert shown.refused is not None
    assert shown.refused.reason in set(Refused)
    assert shown.heads[0].rows[0][0] == 1
