"""What happened is told and sent by itself, over a real mail server and to a real program."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from ntm_verify.domain.delivery import Channel, DeliveryState
from ntm_verify.domain.notice import Kind
from ntm_verify.gateways.mail import Mailer
from ntm_verify.gateways.webhooks import HookCaller
from ntm_verify.usecases.ports import Call, Letter, Outgoing, Ports
from ntm_verify.worker.courier import WAYS, send_next, serve, tell_next
from tests.support.builders import APPRAISER, CLERK
from tests.support.notices import hooked, peopled, read, returned, sent
from tests.support.post_office import PostOffice, Program, open_post_office, open_program
from tests.support.worlds import World


def over(world: World, office: PostOffice) -> Ports:
    """Give the world's ports, with real ways out."""
    mailer = Mailer("127.0.0.1", office.port, "ntm@tinh.example", "none")
    outgoing = Outgoing(mailer.send, HookCaller(private=True).call, lambda: bytes(32), private=True)
    return replace(world.ports, outgoing=outgoing)


async def test_a_returned_dossier_reaches_mailbox_and_program(world: World) -> None:
    async with open_post_office(PostOffice()) as office, open_program(Program()) as program:
        await peopled(world, CLERK)
        await hooked(world, Kind.RETURNED, url=f"http://127.0.0.1:{program.port}/nhan")
        await returned(world)
        ports = over(world, office)

        assert await tell_next(ports)
        assert [await send_next(ports, channel) for channel in Channel] == [True, True]
        assert [await send_next(ports, channel) for channel in Channel] == [False, False]
        assert not await tell_next(ports)

    (letter,), (call,) = office.letters, program.asked
    assert letter["to"] == "u-clerk@xa.example"
    assert letter["subject"].endswith("được trả lại để bổ sung")
    assert APPRAISER.name not in letter.get_content()
    assert b'"type":"dossier.returned"' in call.body


async def test_a_mail_server_that_was_down_gets_the_letter_when_it_is_back(world: World) -> None:
    async with open_post_office(PostOffice()) as office:
        pass
    await peopled(world, CLERK)
    await returned(world)
    ports = over(world, office)
    await tell_next(ports)
    assert await send_next(ports, Channel.MAIL)
    delivery = (await sent(world, Kind.RETURNED))[CLERK.id]
    assert (delivery.state, delivery.code) == (DeliveryState.WAITING, "unreachable")

    world.outside.pass_time(minutes=1)
    async with open_post_office(office):
        assert await send_next(ports, Channel.MAIL)

    assert (await read(world, delivery)).state is DeliveryState.SENT
    assert len(office.letters) == 1


async def test_a_slow_program_holds_no_other_up(world: World) -> None:
    """Both calls are under way at once: the second is answered while the first still waits."""
    first, second = asyncio.Event(), asyncio.Event()
    await peopled(world)
    for name in ("a", "b"):
        await hooked(world, Kind.RETURNED, url=f"https://{name}.example/")
    await returned(world)
    seen: list[str] = []

    async def call(asked: Call) -> Any:  # noqa: ANN401 - an outcome
        mine, other = (first, second) if asked.url == "https://a.example/" else (second, first)
        mine.set()
        await other.wait()
        seen.append(asked.url)
        return world.outside.hook

    ports = replace(world.ports, outgoing=replace(world.ports.outgoing, call=call))
    await tell_next(ports)

    assert await send_next(ports, Channel.HOOK)
    assert sorted(seen) == ["https://a.example/", "https://b.example/"]


async def test_a_fault_of_ours_is_logged_without_its_words_and_the_letter_comes_back(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await peopled(world, CLERK)
    await returned(world)

    async def broken(letter: Letter) -> Any:  # noqa: ANN401 - never gives anything
        raise ValueError(letter.to)

    ports = replace(world.ports, outgoing=replace(world.ports.outgoing, send=broken))
    await tell_next(ports)
    assert await send_next(ports, Channel.MAIL)

    delivery = (await sent(world, Kind.RETURNED))[CLERK.id]
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 1)
    assert "ValueError" in caplog.text
    assert "u-clerk@xa.example" not in caplog.text


async def test_serving_tells_and_sends_until_it_is_told_to_stop(world: World) -> None:
    await peopled(world, CLERK)
    await returned(world)
    arrived = asyncio.Event()

    async def send(_: Letter) -> Any:  # noqa: ANN401 - an outcome
        arrived.set()
        return world.outside.mail

    ports = replace(world.ports, outgoing=replace(world.ports.outgoing, send=send))
    courier = asyncio.create_task(serve(ports, pause=0))
    await asyncio.wait_for(arrived.wait(), 20)
    courier.cancel()
    with suppress(asyncio.CancelledError):
        await courier


async def test_a_database_that_is_away_does_not_end_the_courier(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    asked = asyncio.Event()
    times = 0

    def broken() -> Any:  # noqa: ANN401 - never gives anything
        nonlocal times
        times += 1
        if times > len(Channel) + 1:
            asked.set()
        raise OSError

    changed: dict[str, Any] = {"reading": broken}
    courier = asyncio.create_task(serve(replace(world.ports, **changed), pause=0))
    await asyncio.wait_for(asked.wait(), 20)
    courier.cancel()
    with suppress(asyncio.CancelledError):
        await courier

    assert caplog.records[0].levelno == logging.ERROR
    assert "notices failed: OSError" in caplog.text


def test_every_channel_has_a_way() -> None:
    assert set(WAYS) == set(Channel)
