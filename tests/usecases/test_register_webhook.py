"""An administrator has a program told; the secret is shown once and lies sealed."""

import pytest
import sqlalchemy as sa

from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.webhook import MOST_HOOKS, HookState, WrongHook, write_secret
from ntm_verify.usecases.register_webhook import (
    RegisterWebhook,
    TooManyHooks,
    register_webhook,
)
from tests.support.builders import ADMINISTRATOR, APPRAISER, PROVINCE
from tests.support.notices import HOOK_URL, hooked, peopled
from tests.support.worlds import DatabaseWorld, World

ASKED = RegisterWebhook(" Kho  dữ liệu ", HOOK_URL, frozenset({"dossier.certified"}))


async def test_a_webhook_is_kept_with_a_secret_of_its_own(world: World) -> None:
    first = await register_webhook(world.ports, ADMINISTRATOR, ASKED)
    second = await register_webhook(world.ports, ADMINISTRATOR, ASKED)

    chosen = frozenset({Kind.CERTIFIED})
    assert (first.label, first.url, first.kinds) == ("Kho dữ liệu", HOOK_URL, chosen)
    assert (first.state, first.province, first.version) == (HookState.ACTIVE, PROVINCE, 1)
    assert len(first.secret) == 32
    assert first.secret != second.secret
    async with world.ports.reading() as tx:
        assert await tx.hooks.of_province(PROVINCE) == (first, second)
        assert await tx.hooks.of_province("40") == ()


async def test_what_lies_in_the_database_opens_nothing(world: World) -> None:
    hook = await register_webhook(world.ports, ADMINISTRATOR, ASKED)
    if isinstance(world, DatabaseWorld):
        async with world.ports.reading() as tx:
            rows = await tx.hooks.session.exec(sa.text("SELECT secret FROM webhook"))  # type: ignore[attr-defined]
            (stored,) = [bytes(row[0]) for row in rows]
        assert hook.secret not in stored

    log = str([event.after for event in await world.audit_log()])
    assert HOOK_URL not in log
    assert write_secret(hook.secret) not in log


@pytest.mark.parametrize(
    "wrong",
    [
        RegisterWebhook("", HOOK_URL, ASKED.kinds),
        RegisterWebhook("x" * 81, HOOK_URL, ASKED.kinds),
        RegisterWebhook("Kho", "http://nhan.tinh.example/", ASKED.kinds),
        RegisterWebhook("Kho", HOOK_URL, frozenset()),
    ],
)
async def test_what_cannot_be_used_is_refused(world: World, wrong: RegisterWebhook) -> None:
    with pytest.raises(WrongHook):
        await register_webhook(world.ports, ADMINISTRATOR, wrong)


async def test_a_province_has_only_so_many(world: World) -> None:
    await peopled(world)
    for _ in range(MOST_HOOKS):
        await hooked(world, Kind.CERTIFIED)

    with pytest.raises(TooManyHooks):
        await register_webhook(world.ports, ADMINISTRATOR, ASKED)


async def test_only_an_administrator_registers(world: World) -> None:
    with pytest.raises(WrongOffice):
        await register_webhook(world.ports, APPRAISER, ASKED)
