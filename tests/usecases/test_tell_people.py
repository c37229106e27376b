"""Whatever verb moves a dossier on, the people concerned are told, once; without act nobody is."""

from dataclasses import replace
from typing import Final

import pytest

from ntm_verify.domain.appraisal import STEPS, Appraisal, Move, Status, advance
from ntm_verify.domain.delivery import Channel, DeliveryState
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.notice import KIND_OF_STEP, Kind
from ntm_verify.domain.people import SYSTEM, Actor, Role, WrongOffice
from ntm_verify.usecases.return_submission import ReturnSubmission, return_submission
from ntm_verify.usecases.tell_people import TellPeople, tell_people
from ntm_verify.usecases.withdraw_submission import WithdrawSubmission, withdraw_submission
from tests.support.builders import (
    APPRAISER,
    CHAIR,
    CLERK,
    OTHER_CLERK,
    SECOND_APPRAISER,
    SIGNER,
    an_account,
    an_appraisal,
    an_id,
)
from tests.support.notices import (
    addressed,
    hooked,
    peopled,
    returned,
    sent,
    tell,
    without_mail,
)
from tests.support.worlds import World

HANDS: Final = {Role.COMMUNE: CLERK, Role.APPRAISER: APPRAISER, Role.SIGNER: SIGNER}


def hand(way: tuple[Status, Status]) -> Actor:
    """Give somebody who may take a step, and is not its other hand."""
    if way == (Status.UNDER_APPRAISAL, Status.UNDER_APPRAISAL):
        return SECOND_APPRAISER
    return next((HANDS[role] for role in STEPS[way].roles if role in HANDS), SYSTEM)


async def step(world: World, dossier: Appraisal, to: Status) -> None:
    """Take a step as any verb does: advance, and save what came of it."""
    reasons = STEPS[(dossier.status, to)].reasons
    move = Move(to, dossier.version, next(iter(reasons), ""), "ghi rõ" if reasons else "")
    by = hand((dossier.status, to))
    moved, event = advance(dossier, move, by=by, at=world.ports.now())
    async with world.ports.transaction() as tx:
        await tx.appraisals.save(moved, event)


@pytest.mark.parametrize("way", list(KIND_OF_STEP))
async def test_every_step_is_told_without_its_verb_doing_anything(
    world: World, way: tuple[Status, Status]
) -> None:
    dossier = an_appraisal(status=way[0])
    await peopled(world)
    await world.holds(dossier)
    await tell(world)
    before = set(await sent(world, KIND_OF_STEP[way]))

    await step(world, dossier, way[1])
    await tell(world)

    told = set(await sent(world, KIND_OF_STEP[way]))
    expected = {CLERK.id, CHAIR.id} - {hand(way).id}
    assert expected <= told
    assert hand(way).id not in told - before
    assert OTHER_CLERK.id not in told


async def test_people_are_told_by_letter_once_they_confirmed_an_address(world: World) -> None:
    await peopled(world, CLERK)
    await returned(world)
    await tell(world)

    told = await sent(world, Kind.RETURNED)

    assert {who: d.state for who, d in told.items()} == {
        CLERK.id: DeliveryState.WAITING,
        CHAIR.id: DeliveryState.INSIDE,
    }
    assert {d.province for d in told.values()} == {CLERK.province}


async def test_without_a_mail_server_notices_show_inside_only(world: World) -> None:
    await peopled(world, CLERK)
    await returned(world)

    await tell_people(without_mail(world), SYSTEM, TellPeople())

    assert {d.state for d in (await sent(world, Kind.RETURNED)).values()} == {DeliveryState.INSIDE}


async def test_nobody_is_told_twice(world: World) -> None:
    await peopled(world)
    await returned(world)
    assert await tell_people(world.ports, SYSTEM, TellPeople()) == 1
    first = await sent(world, Kind.RETURNED)

    assert await tell_people(world.ports, SYSTEM, TellPeople()) == 0
    async with world.ports.transaction() as tx:
        told = await tx.outbox.get(first[CLERK.id].id)
        await tx.outbox.tell(told.happening, [replace(told.delivery, id=an_id(99))])

    assert await sent(world, Kind.RETURNED) == first


async def test_an_act_that_was_rolled_back_tells_nobody(world: World) -> None:
    dossier = an_appraisal(status=Status.UNDER_APPRAISAL)
    await peopled(world)
    await world.holds(dossier)
    await tell(world)
    move = Move(Status.APPROVED, dossier.version)
    moved, event = advance(dossier, move, by=APPRAISER, at=world.ports.now())

    async def broken_off() -> None:
        async with world.ports.transaction() as tx:
            await tx.appraisals.save(moved, event)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await broken_off()

    assert await tell_people(world.ports, SYSTEM, TellPeople()) == 0


async def test_a_refused_act_tells_nobody(world: World) -> None:
    dossier = an_appraisal(status=Status.UNDER_APPRAISAL)
    await peopled(world)
    await world.holds(dossier)
    await tell(world)

    with pytest.raises(Refusal):
        await return_submission(
            world.ports, APPRAISER, ReturnSubmission(dossier.id, 99, "list_errors", "x")
        )

    assert await tell_people(world.ports, SYSTEM, TellPeople()) == 0


async def test_who_no_longer_serves_is_not_told(world: World) -> None:
    await peopled(world)
    gone = replace(an_account(CHAIR), id="u-gone", username="gone", active=False)
    await world.holds(gone)
    await returned(world)
    await tell(world)

    assert "u-gone" not in await sent(world, Kind.RETURNED)


async def test_who_follows_a_dossier_is_told(world: World) -> None:
    await peopled(world)
    dossier = await returned(world)
    async with world.ports.transaction() as tx:
        await tx.mailbox.follow(dossier.id, SECOND_APPRAISER.id, follows=True)
        await tx.mailbox.follow(dossier.id, SECOND_APPRAISER.id, follows=True)
        await tx.mailbox.follow(dossier.id, OTHER_CLERK.id, follows=True)

    await tell(world)

    told = await sent(world, Kind.RETURNED)
    assert set(told) == {CLERK.id, CHAIR.id, SECOND_APPRAISER.id}


async def test_who_stopped_following_is_not_told(world: World) -> None:
    await peopled(world)
    dossier = await returned(world)
    async with world.ports.transaction() as tx:
        await tx.mailbox.follow(dossier.id, SECOND_APPRAISER.id, follows=True)
        await tx.mailbox.follow(dossier.id, SECOND_APPRAISER.id, follows=False)

    await tell(world)

    assert SECOND_APPRAISER.id not in await sent(world, Kind.RETURNED)


async def test_the_webhooks_that_chose_a_kind_are_told(world: World) -> None:
    await peopled(world)
    wanted = await hooked(world, Kind.RETURNED, Kind.CERTIFIED)
    await hooked(world, Kind.CERTIFIED)
    await hooked(world, Kind.RETURNED, province="40")
    await returned(world)

    await tell(world)

    assert set(await sent(world, Kind.RETURNED, Channel.HOOK)) == {str(wanted.id)}


async def test_a_new_address_is_asked_about_by_letter(world: World) -> None:
    from ntm_verify.usecases.set_mail_address import SetMailAddress, set_mail_address

    await peopled(world)
    await set_mail_address(world.ports, CLERK, SetMailAddress("can.bo@xa.example"))

    await tell(world)

    told = await sent(world, Kind.ADDRESS_ASKED)
    assert {who: d.state for who, d in told.items()} == {CLERK.id: DeliveryState.WAITING}


async def test_a_withdrawn_dossier_is_told_to_who_held_it(world: World) -> None:
    dossier = an_appraisal(status=Status.UNDER_APPRAISAL)
    await peopled(world)
    await world.holds(dossier)
    await addressed(world, APPRAISER)
    await tell(world)

    await withdraw_submission(world.ports, CLERK, WithdrawSubmission(dossier.id, dossier.version))
    await tell(world)

    assert APPRAISER.id in await sent(world, Kind.WITHDRAWN)


async def test_a_batch_takes_the_oldest_first_and_leaves_the_rest(world: World) -> None:
    await peopled(world)
    await returned(world)
    await world.holds(an_appraisal(id=an_id(2), status=Status.SUBMITTED))
    async with world.ports.reading() as tx:
        waiting = (await tx.outbox.line(None, world.ports.now())).waiting

    assert waiting > 1
    assert await tell_people(world.ports, SYSTEM, TellPeople(limit=1)) == 1
    assert await sent(world, Kind.RETURNED)
    async with world.ports.reading() as tx:
        assert (await tx.outbox.line(None, world.ports.now())).waiting == waiting - 1


async def test_people_do_not_do_it_by_hand(world: World) -> None:
    with pytest.raises(WrongOffice):
        await tell_people(world.ports, APPRAISER, TellPeople())
