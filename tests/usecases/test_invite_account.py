"""An administrator lets somebody in for an office, a unit and a time; a link is told once."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

import pytest

from ntm_verify.domain.account import TOKEN_LENGTH
from ntm_verify.domain.audit import Action
from ntm_verify.domain.invitation import INVITATION_LIFE
from ntm_verify.domain.new_person import NewPerson, PersonNotUsable
from ntm_verify.domain.people import Actor, Reach, Role, WrongOffice
from ntm_verify.usecases.invite_account import InviteAccount, invite_account
from tests.support.access import an_administrator
from tests.support.builders import (
    ADMINISTRATOR,
    CLERK,
    COMMUNE,
    NOON,
    PROVINCE,
    SIGNER,
)
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

PERSON: Final = NewPerson("lan.nguyen", "Nguyễn Thị Lập", Role.COMMUNE, COMMUNE, "lan@xa.example")
TODAY: Final = NOON.date()


async def test_an_invited_person_has_an_account_and_no_password(world: World) -> None:
    await an_administrator(world)

    invited = await invite_account(world.ports, ADMINISTRATOR, InviteAccount(PERSON))

    assert len(invited.token) == TOKEN_LENGTH
    assert invited.path == f"/invitation/{invited.token}"
    assert invited.expires_at == NOON + INVITATION_LIFE
    async with world.ports.reading() as tx:
        account = await tx.accounts.by_username(PERSON.username)
        assert account == invited.account
        assert (account.password_hash, account.email) == ("", PERSON.email)
        kept = await tx.access.invitation_of(account.id)
    assert kept is not None
    assert kept.token_sha256 == sha256(invited.token.encode()).hexdigest()
    assert kept.made_by == ADMINISTRATOR.id
    (event,) = await acts(world)
    assert event.action is Action.ROLE_GRANTED
    assert event.after == {"role": "commune", "unit": COMMUNE, "password": False}
    assert event.private == {"account_name": PERSON.name}
    assert invited.token not in str(event)
    assert invited.token not in repr(invited)


async def test_an_auditor_is_let_in_for_a_time_and_a_part(world: World) -> None:
    await an_administrator(world)
    reach = Reach(frozenset({COMMUNE}), date(2018, 1, 1), date(2019, 12, 31))
    person = replace(
        PERSON, role=Role.AUDITOR, unit=PROVINCE, last_day=TODAY + timedelta(30), reach=reach
    )

    invited = await invite_account(world.ports, ADMINISTRATOR, InviteAccount(person))

    async with world.ports.reading() as tx:
        kept = await tx.accounts.get(invited.account.id)
    assert kept.reach == reach
    assert kept.actor().reach == reach
    assert kept.last_day == person.last_day


WRONG: Final = {
    "username": [replace(PERSON, username="Lan Nguyễn"), replace(PERSON, username="clerk")],
    "name": [replace(PERSON, name=""), replace(PERSON, name="x" * 81)],
    "role": [replace(PERSON, role=None), replace(PERSON, role=Role.OPERATOR)],
    "unit": [
        replace(PERSON, unit="99999"),
        replace(PERSON, unit=PROVINCE),
        replace(PERSON, role=Role.SIGNER),
    ],
    "email": [replace(PERSON, email="lan@xa")],
    "last_day": [
        replace(PERSON, last_day=TODAY - timedelta(1)),
        replace(PERSON, first_day=TODAY + timedelta(9), last_day=TODAY + timedelta(8)),
        replace(PERSON, role=Role.AUDITOR, unit=PROVINCE),
        replace(PERSON, role=Role.AUDITOR, unit=PROVINCE, last_day=TODAY + timedelta(400)),
    ],
    "reach": [
        replace(
            PERSON,
            role=Role.AUDITOR,
            unit=PROVINCE,
            last_day=TODAY,
            reach=Reach(frozenset({"99999"})),
        )
    ],
}


@pytest.mark.parametrize(
    ("field", "person"), [(field, person) for field, some in WRONG.items() for person in some]
)
async def test_what_is_wrong_is_named_and_nobody_is_let_in(
    world: World, field: str, person: NewPerson
) -> None:
    await an_administrator(world)

    refused = await must_refuse(
        world, invite_account, ADMINISTRATOR, InviteAccount(person), PersonNotUsable
    )

    assert isinstance(refused, PersonNotUsable)
    assert [fault.field for fault in refused.faults] == [field]


async def test_everything_wrong_is_told_at_once(world: World) -> None:
    await an_administrator(world)
    person = NewPerson("x", "", None, "", "nobody")

    refused = await must_refuse(
        world, invite_account, ADMINISTRATOR, InviteAccount(person), PersonNotUsable
    )

    assert isinstance(refused, PersonNotUsable)
    assert {fault.field for fault in refused.faults} == {"username", "name", "role", "email"}


@pytest.mark.parametrize("actor", [CLERK, SIGNER], ids=["clerk", "signer"])
async def test_nobody_else_lets_people_in(world: World, actor: Actor) -> None:
    await must_refuse(world, invite_account, actor, InviteAccount(PERSON), WrongOffice)
