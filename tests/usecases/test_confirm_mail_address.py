"""An address is used once its owner, signed in, opened the link of the letter."""

import pytest

from ntm_verify.domain.mail_address import LinkOver
from ntm_verify.usecases.confirm_mail_address import ConfirmMailAddress, confirm_mail_address
from ntm_verify.usecases.set_mail_address import SetMailAddress, set_mail_address
from tests.support.builders import CHAIR, CLERK
from tests.support.notices import peopled
from tests.support.worlds import World


async def test_the_link_takes_the_address_into_use(world: World) -> None:
    await peopled(world)
    asked = await set_mail_address(world.ports, CLERK, SetMailAddress("can.bo@xa.example"))

    done = await confirm_mail_address(world.ports, CLERK, ConfirmMailAddress(asked.token))

    assert (done.state, done.address, done.token) == ("confirmed", "can.bo@xa.example", "")
    assert done.confirmed_at == world.ports.now()
    states = [(e.after or {}).get("state") for e in await world.audit_log()]
    assert states == ["asked", "confirmed"]


async def test_the_link_serves_nobody_else_nor_twice_nor_for_ever(world: World) -> None:
    await peopled(world)
    asked = await set_mail_address(world.ports, CLERK, SetMailAddress("can.bo@xa.example"))
    link = ConfirmMailAddress(asked.token)

    with pytest.raises(LinkOver):
        await confirm_mail_address(world.ports, CHAIR, link)
    with pytest.raises(LinkOver):
        await confirm_mail_address(world.ports, CLERK, ConfirmMailAddress("ma-khac"))
    world.outside.pass_time(days=4)
    with pytest.raises(LinkOver):
        await confirm_mail_address(world.ports, CLERK, link)


async def test_a_new_letter_makes_the_old_link_void(world: World) -> None:
    await peopled(world)
    first = await set_mail_address(world.ports, CLERK, SetMailAddress("can.bo@xa.example"))
    world.outside.pass_time(minutes=3)
    second = await set_mail_address(world.ports, CLERK, SetMailAddress("khac@xa.example"))

    with pytest.raises(LinkOver):
        await confirm_mail_address(world.ports, CLERK, ConfirmMailAddress(first.token))
    done = await confirm_mail_address(world.ports, CLERK, ConfirmMailAddress(second.token))

    assert done.address == "khac@xa.example"
