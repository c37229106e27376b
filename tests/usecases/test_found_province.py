"""An operator sets a province up: units that follow from one another, accounts with a password."""

from dataclasses import replace
from typing import Final

import pytest

from ntm_verify.domain.account import WeakPassword
from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import Role, WrongOffice
from ntm_verify.usecases.found_province import FoundProvince, NameTaken, NewAccount, found_province
from tests.support.builders import A_COMMUNE, A_PROVINCE, ADMINISTRATOR, COMMUNE, OPERATOR, PROVINCE
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

PASSWORD: Final = "ba con mèo đen"  # noqa: S105 - of nobody
NEW: Final = NewAccount(" Can.Bo ", "Nguyễn Văn Giả", Role.COMMUNE, COMMUNE, PROVINCE, PASSWORD)
BOTH: Final = FoundProvince((A_PROVINCE, A_COMMUNE), (NEW,))


async def test_units_and_accounts_are_kept_each_with_an_entry(world: World) -> None:
    (account,) = await found_province(world.ports, OPERATOR, BOTH)

    async with world.ports.reading() as tx:
        assert await tx.units.provinces() == (A_PROVINCE,)
        assert await tx.units.of_province(PROVINCE) == (A_COMMUNE,)
        assert await tx.accounts.by_username("can.bo") == account
    assert (account.username, account.name, account.role) == (
        "can.bo",
        "Nguyễn Văn Giả",
        Role.COMMUNE,
    )
    assert await world.ports.passwords.verify(account.password_hash, PASSWORD)
    assert PASSWORD not in account.password_hash
    province, commune, granted = await acts(world)
    assert (province.action, province.after) == (Action.CONFIG_CHANGED, A_PROVINCE.state())
    assert (commune.subject.id, commune.after) == (COMMUNE, A_COMMUNE.state())
    assert (granted.action, granted.after) == (
        Action.ROLE_GRANTED,
        {"role": "commune", "unit": COMMUNE},
    )
    assert granted.private == {"account_name": "Nguyễn Văn Giả"}


async def test_a_unit_that_is_known_changes_and_the_log_follows(world: World) -> None:
    await found_province(world.ports, OPERATOR, FoundProvince((A_COMMUNE,)))
    renamed = replace(A_COMMUNE, name="Xã Đồng Lương Mới")

    await found_province(world.ports, OPERATOR, FoundProvince((renamed,)))

    assert await world.find(A_COMMUNE) == renamed
    first, second = await acts(world)
    assert (first.subject.rev, second.subject.rev) == (1, 2)
    assert (second.before, second.after) == (A_COMMUNE.state(), renamed.state())
    report = await world.examine()
    assert report.holds, report.findings


async def test_a_name_is_taken_once_however_it_is_written(world: World) -> None:
    await found_province(world.ports, OPERATOR, BOTH)
    again = FoundProvince((), (replace(NEW, username="CAN.BO"),))

    refused = await must_refuse(world, found_province, OPERATOR, again, NameTaken)

    assert "“CAN.BO” đã có người dùng" in str(refused)


@pytest.mark.parametrize(
    "password",
    ["", "mười một kí", "x" * 129, "matkhau12345", "MATKHAU12345", "xin chào can.bo nhé"],
)
async def test_a_weak_password_opens_no_account(world: World, password: str) -> None:
    weak = FoundProvince((A_COMMUNE,), (NEW, replace(NEW, username="can.bo", password=password)))

    await must_refuse(world, found_province, OPERATOR, weak, WeakPassword)


async def test_only_an_operator_sets_a_province_up(world: World) -> None:
    await must_refuse(world, found_province, ADMINISTRATOR, BOTH, WrongOffice)


@pytest.mark.parametrize(("name", "opens"), [("ky", True), ("kyky", False)])
async def test_a_short_name_may_stand_in_a_password_by_chance(
    world: World, name: str, *, opens: bool
) -> None:
    new = replace(NEW, username=name, password="4kykyk-mèo-đen")  # noqa: S106 - of nobody
    request = FoundProvince((), (new,))

    if opens:
        (account,) = await found_province(world.ports, OPERATOR, request)
        assert account.username == name
    else:
        await must_refuse(world, found_province, OPERATOR, request, WeakPassword)
