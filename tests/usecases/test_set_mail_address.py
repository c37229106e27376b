"""Everybody sets and erases his own address; the log never learns it."""

import pytest
import sqlalchemy as sa

from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.mail_address import AskedAlready, MailAddress, WrongAddress, told
from ntm_verify.domain.people import ANYONE, SYSTEM, WrongOffice
from ntm_verify.usecases.set_mail_address import NoMailServer, SetMailAddress, set_mail_address
from tests.support.builders import AUDITOR, CLERK
from tests.support.notices import peopled, without_mail
from tests.support.worlds import DatabaseWorld, World

MINE = SetMailAddress("can.bo@xa.example")


async def test_an_address_waits_to_be_confirmed(world: World) -> None:
    await peopled(world)

    kept = await set_mail_address(world.ports, CLERK, MINE)

    assert (kept.address, kept.state, len(kept.token)) == ("can.bo@xa.example", "asked", 32)
    async with world.ports.reading() as tx:
        assert await tx.mailbox.address(CLERK.id) == kept
        assert await tx.mailbox.address(AUDITOR.id) == MailAddress(AUDITOR.id)


async def test_neither_log_nor_database_show_it(world: World) -> None:
    await peopled(world)
    kept = await set_mail_address(world.ports, CLERK, MINE)

    assert "can.bo" not in str(await world.audit_log())
    if isinstance(world, DatabaseWorld):
        async with world.ports.reading() as tx:
            rows = await tx.mailbox.session.exec(sa.text("SELECT * FROM mail_address"))  # type: ignore[attr-defined]
            stored = str(rows.all()) + str([bytes(row[-1]) for row in rows.all()])
        assert "can.bo" not in stored
        assert kept.token not in stored


async def test_an_address_is_erased_when_its_owner_says_so(world: World) -> None:
    await peopled(world)
    await set_mail_address(world.ports, CLERK, MINE)

    gone = await set_mail_address(world.ports, CLERK, SetMailAddress(" "))
    again = await set_mail_address(world.ports, CLERK, SetMailAddress(""))

    assert gone == again
    assert (gone.address, gone.token, gone.state, gone.version) == ("", "", "removed", 2)
    states = [(e.after or {}).get("state") for e in await world.audit_log()]
    assert states == ["asked", "removed"]


async def test_a_new_one_may_be_set_after_that(world: World) -> None:
    await peopled(world)
    await set_mail_address(world.ports, CLERK, MINE)
    await set_mail_address(world.ports, CLERK, SetMailAddress(""))

    assert (await set_mail_address(world.ports, CLERK, MINE)).state == "asked"


async def test_what_cannot_be_used_is_refused(world: World) -> None:
    await peopled(world)
    with pytest.raises(WrongAddress):
        await set_mail_address(world.ports, CLERK, SetMailAddress("can.bo"))
    await set_mail_address(world.ports, CLERK, MINE)
    with pytest.raises(AskedAlready):
        await set_mail_address(world.ports, CLERK, MINE)
    with pytest.raises(NoMailServer):
        await set_mail_address(without_mail(world), AUDITOR, MINE)
    for nobody in (ANYONE, SYSTEM):
        with pytest.raises(WrongOffice):
            await set_mail_address(world.ports, nobody, MINE)


async def test_of_two_changes_at_once_one_is_kept(world: World) -> None:
    await peopled(world)
    old = MailAddress(CLERK.id)
    kept = await set_mail_address(world.ports, CLERK, MINE)

    async def late(known: MailAddress) -> None:
        async with world.ports.transaction() as tx:
            await tx.mailbox.save(known, told(known, kept, CLERK))

    with pytest.raises(StaleRecord):
        await late(old)
    await set_mail_address(world.ports, CLERK, SetMailAddress(""))
    with pytest.raises(StaleRecord):
        await late(kept)
