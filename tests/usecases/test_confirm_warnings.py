"""A commune answers for warnings group by group, with a reason; then nobody is in doubt."""

from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import ReasonMissing, Status, WrongStatus
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.usecases.confirm_warnings import ConfirmWarnings, confirm_warnings
from ntm_verify.usecases.submit_list import SubmitList, WarningsUnconfirmed, submit_list
from tests.support.builders import CLERK, OTHER_CLERK
from tests.support.handed_in import MEMBERS, UNKNOWN_GROUP, handed_in
from tests.support.scenes import a_dossier, must_refuse
from tests.support.worlds import World

DOUBTFUL = (*MEMBERS, UNKNOWN_GROUP)


async def test_an_answered_group_leaves_nobody_in_doubt(world: World) -> None:
    dossier = await handed_in(world, DOUBTFUL)
    request = ConfirmWarnings(
        dossier.id, dossier.version, "id_group_unknown", "id", "checked_papers"
    )

    confirmed = await confirm_warnings(world.ports, CLERK, request)

    assert dossier.outcome is not None
    assert confirmed.outcome is not None
    assert (dossier.outcome.tally.doubtful, confirmed.outcome.tally.doubtful) == (1, 0)
    assert confirmed.outcome.tally.insured == dossier.outcome.tally.insured == 4
    (kept,) = confirmed.preparation.confirmations
    assert (kept.code, kept.reason_code, kept.rows, kept.by) == (
        "id_group_unknown",
        "checked_papers",
        1,
        CLERK.id,
    )
    assert (await world.audit_log())[-1].action is Action.LIST_AMENDED
    submitted = await submit_list(
        world.ports, CLERK, SubmitList(confirmed.id, confirmed.version, declared=True)
    )
    assert submitted.status is Status.SUBMITTED


async def test_a_confirmation_can_be_taken_back(world: World) -> None:
    dossier = await handed_in(world, DOUBTFUL)
    request = ConfirmWarnings(
        dossier.id, dossier.version, "id_group_unknown", "id", "checked_papers"
    )
    confirmed = await confirm_warnings(world.ports, CLERK, request)

    again = await confirm_warnings(
        world.ports, CLERK, replace(request, seen=confirmed.version, withdraw=True)
    )

    assert again.outcome is not None
    assert (again.preparation.confirmations, again.outcome.tally.doubtful) == ((), 1)


async def test_a_list_with_unanswered_warnings_is_not_handed_in(world: World) -> None:
    dossier = await handed_in(world, DOUBTFUL)

    request = SubmitList(dossier.id, dossier.version, declared=True)
    await must_refuse(world, submit_list, CLERK, request, WarningsUnconfirmed)


@pytest.mark.parametrize(
    ("code", "reason", "note"), [("id_group_unknown", "", ""), ("id_group_unknown", "other", " ")]
)
async def test_a_confirmation_needs_its_reason(
    world: World, code: str, reason: str, note: str
) -> None:
    dossier = await handed_in(world, DOUBTFUL)

    request = ConfirmWarnings(dossier.id, dossier.version, code, "id", reason, note)
    await must_refuse(world, confirm_warnings, CLERK, request, ReasonMissing)


async def test_what_is_not_there_cannot_be_confirmed(world: World) -> None:
    dossier = await handed_in(world, DOUBTFUL)
    request = ConfirmWarnings(dossier.id, dossier.version, "id_missing", "id", "checked_papers")

    await must_refuse(world, confirm_warnings, CLERK, request, NotFound)
    known = replace(request, code="id_group_unknown")
    await must_refuse(world, confirm_warnings, OTHER_CLERK, known, NotFound)
    await must_refuse(world, confirm_warnings, CLERK, replace(known, seen=1), StaleRecord)


async def test_an_unchecked_list_has_nothing_to_confirm(world: World) -> None:
    draft = await a_dossier(world, Status.DRAFT)
    request = ConfirmWarnings(draft.id, draft.version, "id_group_unknown", "id", "checked_papers")
    if draft.outcome is None:
        await must_refuse(world, confirm_warnings, CLERK, request, WrongStatus)


async def test_a_list_that_is_not_read_yet_has_no_warnings_to_answer_for(world: World) -> None:
    dossier = await a_dossier(world, Status.CHECKING, outcome=None)
    request = ConfirmWarnings(dossier.id, 1, "id_group_unknown", "id", "checked_papers")

    await must_refuse(world, confirm_warnings, CLERK, request, WrongStatus)
