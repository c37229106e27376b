"""A letter goes out once in effect, again while the server is busy, and its end is on record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.delivery import PAUSES, Channel, Delivery, DeliveryState, End, Outcome
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.usecases.ports import Letter
from ntm_verify.usecases.send_notice import SendNotice, send_notice
from ntm_verify.usecases.set_mail_address import SetMailAddress, set_mail_address
from tests.support.builders import APPRAISER, CHAIR, CLERK, an_account, an_id
from tests.support.notices import claimed, peopled, read, returned, sent, tell, without_mail
from tests.support.worlds import World

BUSY = Outcome(End.LATER, "451")


async def waiting(world: World) -> Delivery:
    """Leave one letter in line: to the clerk, about a returned dossier."""
    await peopled(world, CLERK)
    await returned(world)
    await tell(world)
    return (await sent(world, Kind.RETURNED))[CLERK.id]


async def try_all(world: World) -> None:
    for delivery_id in await claimed(world):
        await send_notice(world.ports, SYSTEM, SendNotice(delivery_id))


def letters(world: World) -> list[Letter]:
    return [letter for letter in world.outside.letters if "trả lại" in letter.subject]


async def test_the_letter_goes_to_the_confirmed_address_and_names_nobody(world: World) -> None:
    delivery = await waiting(world)

    await try_all(world)

    (letter,) = letters(world)
    assert (letter.to, letter.name) == ("u-clerk@xa.example", delivery.id.hex)
    assert "Lý do: Danh sách còn lỗi phải sửa." in letter.text
    assert "https://ntm.test.example/submissions/" in letter.text
    for name in (CLERK.name, CHAIR.name, APPRAISER.name, "Bà Giả"):
        assert name not in letter.text + letter.subject


async def test_the_end_is_on_record_without_an_address(world: World) -> None:
    delivery = await waiting(world)

    await try_all(world)

    kept = await read(world, delivery)
    assert (kept.state, kept.code, kept.attempts) == (DeliveryState.SENT, "250", 1)
    (event,) = [e for e in await world.audit_log() if e.subject.id == str(delivery.id)]
    assert (event.action, (event.after or {})["state"]) == (Action.NOTICE_SENT, "sent")
    assert "u-clerk@xa.example" not in str(event)


async def test_a_busy_server_is_tried_again_after_growing_pauses_under_one_name(
    world: World,
) -> None:
    delivery = await waiting(world)
    world.outside.mail = BUSY
    await try_all(world)
    assert await claimed(world) == []
    assert (await read(world, delivery)).state is DeliveryState.WAITING

    world.outside.pass_time(minutes=1)
    await try_all(world)
    assert await claimed(world) == []
    world.outside.mail = Outcome(End.DONE, "250")
    world.outside.pass_time(minutes=5)
    await try_all(world)

    assert (await read(world, delivery)).state is DeliveryState.SENT
    assert {letter.name for letter in letters(world)} == {delivery.id.hex}
    assert len(letters(world)) == 3
    async with world.ports.reading() as tx:
        tries = await tx.outbox.attempts(delivery.id)
    assert [t.code for t in tries] == ["451", "451", "250"]


async def test_a_server_that_stays_busy_is_given_up_and_seen(world: World) -> None:
    delivery = await waiting(world)
    world.outside.mail = BUSY
    for pause in (timedelta(), *PAUSES[Channel.MAIL]):
        world.outside.now += pause
        await try_all(world)

    kept = await read(world, delivery)
    assert (kept.state, kept.code) == (DeliveryState.FAILED, "451")
    assert len(letters(world)) == len(PAUSES[Channel.MAIL]) + 1
    assert [e.after for e in await world.audit_log() if e.subject.id == str(delivery.id)] == [
        {
            "channel": "mail",
            "kind": "dossier.returned",
            "recipient": CLERK.id,
            "happening": str(delivery.happening),
            "state": "failed",
            "code": "451",
        }
    ]


async def test_an_address_that_does_not_exist_is_given_up_at_once(world: World) -> None:
    delivery = await waiting(world)
    world.outside.mail = Outcome(End.NEVER, "550")

    await try_all(world)

    kept = await read(world, delivery)
    assert (kept.state, kept.code) == (DeliveryState.FAILED, "550")


async def test_a_letter_that_went_out_does_not_go_out_again(world: World) -> None:
    delivery = await waiting(world)
    await try_all(world)

    await send_notice(world.ports, SYSTEM, SendNotice(delivery.id))

    assert len(letters(world)) == 1


async def test_of_two_workers_with_one_letter_the_later_one_changes_nothing(world: World) -> None:
    delivery = await waiting(world)
    await claimed(world)
    await claimed(world)
    first = await read(world, delivery)

    class Meanwhile:
        async def send(self, _: Letter) -> Outcome:
            async with world.ports.transaction() as tx:
                await tx.outbox.save(replace(first, attempts=7))
            return Outcome(End.DONE, "250")

    outgoing = replace(world.ports.outgoing, send=Meanwhile().send)
    await send_notice(replace(world.ports, outgoing=outgoing), SYSTEM, SendNotice(delivery.id))

    assert await read(world, delivery) == replace(first, attempts=7)


async def test_an_erased_address_gets_nothing(world: World) -> None:
    delivery = await waiting(world)
    await set_mail_address(world.ports, CLERK, SetMailAddress(""))

    await try_all(world)

    kept = await read(world, delivery)
    assert (kept.state, kept.code) == (DeliveryState.FAILED, "no_address")
    assert letters(world) == []


async def test_who_no_longer_serves_gets_nothing(world: World) -> None:
    delivery = await waiting(world)
    async with world.ports.transaction() as tx:
        account = await tx.accounts.get(CLERK.id)
    ended = replace(account, active=False)
    from ntm_verify.domain.audit import AuditEvent, Subject

    async with world.ports.transaction() as tx:
        event = AuditEvent(
            Action.ROLE_REVOKED,
            SYSTEM,
            Subject("account", account.id, 2),
            account.state(),
            ended.state(),
        )
        await tx.accounts.save(ended, event)

    await try_all(world)

    assert (await read(world, delivery)).code == "gone"


async def test_an_account_that_is_not_there_gets_nothing(world: World) -> None:
    delivery = await waiting(world)
    stray = replace(delivery, id=an_id(77), recipient="u-nobody")
    async with world.ports.transaction() as tx:
        told = await tx.outbox.get(delivery.id)
        await tx.outbox.tell(told.happening, [stray])

    await try_all(world)

    kept = await read(world, stray)
    assert (kept.state, kept.code) == (DeliveryState.FAILED, "gone")


async def test_without_a_mail_server_a_letter_is_given_up(world: World) -> None:
    delivery = await waiting(world)
    (taken,) = await claimed(world)

    await send_notice(without_mail(world), SYSTEM, SendNotice(taken))

    assert (await read(world, delivery)).code == "no_server"


async def test_the_letter_that_asks_for_confirmation_bears_the_link(world: World) -> None:
    await peopled(world)
    asked = await set_mail_address(world.ports, CHAIR, SetMailAddress("chu.tich@xa.example"))
    await tell(world)

    await try_all(world)

    (letter,) = world.outside.letters
    assert letter.to == "chu.tich@xa.example"
    assert f"/notices/address/{asked.token}" in letter.text
    assert an_account(CHAIR).name not in letter.text


async def test_there_is_nothing_to_send_of_nothing(world: World) -> None:
    from ntm_verify.domain.errors import NotFound

    with pytest.raises(NotFound):
        await send_notice(world.ports, SYSTEM, SendNotice(an_id(404)))
    with pytest.raises(WrongOffice):
        await send_notice(world.ports, CLERK, SendNotice(an_id(404)))
