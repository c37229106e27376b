"""Another office is held from the next request on; what the old one opened is shut."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from ntm_verify.domain.account import NotSignedIn
from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.new_person import NewPerson, PersonNotUsable
from ntm_verify.domain.people import Role, WrongOffice
from ntm_verify.usecases.change_office import ChangeOffice, change_office
from ntm_verify.usecases.end_token import EndToken, end_token
from ntm_verify.usecases.make_token import MakeToken, make_token
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from tests.support.access import HERE, Left, an_administrator, found, left, let_in, opened
from tests.support.builders import (
    ADMINISTRATOR,
    CLERK,
    NOON,
    OTHER_APPRAISER,
    OTHER_COMMUNE,
    PROVINCE,
    SIGNER,
)
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

WANTED: Final = NewPerson("", "Nguyễn Văn Mẫu", Role.CHAIR, OTHER_COMMUNE)


async def test_sessions_and_tokens_of_the_old_office_end(world: World) -> None:
    await an_administrator(world)
    account = await found(world)
    there = await opened(world, account)
    await make_token(world.ports, CLERK, MakeToken("một cửa", frozenset({Scope.SUBMIT}), 30))

    asked = ChangeOffice(CLERK.id, account.version, WANTED)
    changed = await change_office(world.ports, ADMINISTRATOR, asked)

    assert (changed.username, changed.name) == ("clerk", WANTED.name)
    assert (changed.role, changed.unit) == (Role.CHAIR, OTHER_COMMUNE)
    assert await left(world) == Left(0, 0, invitation=False, factor=False)
    with pytest.raises(NotSignedIn):
        await recognise_visitor(world.ports, HERE, RecogniseVisitor(there.token, "web"))
    assert (await opened(world, changed)).account.role is Role.CHAIR
    granted = next(event for event in await acts(world) if event.action is Action.ROLE_GRANTED)
    assert granted.before == {"role": "commune", "unit": CLERK.unit}
    assert granted.after == {"role": "chair", "unit": OTHER_COMMUNE}


async def test_a_term_lets_in_from_its_first_to_its_last_day(world: World) -> None:
    await an_administrator(world)
    account, today = await found(world), NOON.date()
    term = replace(WANTED, first_day=today + timedelta(1), last_day=today + timedelta(2))
    asked = ChangeOffice(CLERK.id, account.version, term)
    await change_office(world.ports, ADMINISTRATOR, asked)

    let = []
    for days in range(4):
        world.outside.now = NOON + timedelta(days)
        let.append((await found(world)).serves(world.outside.now))

    assert let == [False, True, True, False]


async def test_what_is_wrong_is_named(world: World) -> None:
    await an_administrator(world)
    account = await found(world)
    wrong = replace(WANTED, unit=PROVINCE, name="")

    asked = ChangeOffice(CLERK.id, account.version, wrong)
    refused = await must_refuse(world, change_office, ADMINISTRATOR, asked, PersonNotUsable)

    assert isinstance(refused, PersonNotUsable)
    assert [fault.field for fault in refused.faults] == ["name", "unit"]


async def test_a_foreign_and_the_own_account_are_out_of_reach(world: World) -> None:
    await let_in(world, ADMINISTRATOR)
    await let_in(world, OTHER_APPRAISER)
    for whose in (ADMINISTRATOR, OTHER_APPRAISER):
        account = await found(world, whose)
        asked = ChangeOffice(whose.id, account.version, WANTED)
        await must_refuse(world, change_office, ADMINISTRATOR, asked, NotFound)


async def test_an_account_that_changed_meanwhile_stays(world: World) -> None:
    await an_administrator(world)
    account = await found(world)

    asked = ChangeOffice(CLERK.id, account.version + 1, WANTED)
    await must_refuse(world, change_office, ADMINISTRATOR, asked, StaleRecord)


async def test_nobody_else_gives_offices(world: World) -> None:
    asked = ChangeOffice(CLERK.id, 1, WANTED)
    await must_refuse(world, change_office, SIGNER, asked, WrongOffice)


async def test_a_token_that_had_ended_is_not_ended_again(world: World) -> None:
    await an_administrator(world)
    made = await make_token(world.ports, CLERK, MakeToken("một cửa", frozenset({Scope.READ}), 30))
    await end_token(world.ports, CLERK, EndToken(made.token.id))

    asked = ChangeOffice(CLERK.id, (await found(world)).version, WANTED)
    await change_office(world.ports, ADMINISTRATOR, asked)

    told = [event.action for event in await acts(world)]
    assert told.count(Action.TOKEN_ENDED) == 1
