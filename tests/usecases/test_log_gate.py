"""A shut gate lets nothing be written, and one recovery through."""

from typing import Final

import pytest

from ntm_verify.domain.account import WEB, WrongCredentials
from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import ANYONE, WrongOffice
from ntm_verify.trail.tree import Head
from ntm_verify.usecases.log_gate import guarded
from ntm_verify.usecases.ports import LogGate, LogReadOnly
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from ntm_verify.usecases.read_log import ReadLog, read_log
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from ntm_verify.usecases.reveal_people import RevealPeople, reveal_people
from ntm_verify.usecases.search_dossiers import SearchDossiers, search_dossiers
from ntm_verify.usecases.shelves_retrieval import DossierSearch
from ntm_verify.usecases.sign_in import SignIn, sign_in
from ntm_verify.usecases.sign_out import SignOut, sign_out
from tests.support.builders import (
    AUDITOR,
    CLERK,
    UNITS,
    an_account,
    an_appraisal,
)
from tests.support.scenes import acts
from tests.support.worlds import World
from tests.usecases.test_publish_log import happens

DOSSIER: Final = an_appraisal()
PASSWORD: Final = "ba con mèo đen"  # noqa: S105 - of nobody


async def test_nothing_is_written_through_a_shut_gate(world: World) -> None:
    gate = LogGate()
    opened = guarded(world.ports.transaction, gate)
    async with opened() as tx:
        size = (await tx.audit.head()).size
    gate.shut("cơ sở dữ liệu là bản sao cũ.")

    with pytest.raises(LogReadOnly, match=r"chỉ đọc: cơ sở dữ liệu là bản sao cũ\."):
        async with opened():
            pass

    await happens(world, 1)  # the world's own gate is open
    async with world.ports.reading() as tx:
        assert (await tx.audit.head()).size == size + 1


def test_a_recovery_that_fails_leaves_the_gate_shut() -> None:
    gate = LogGate("bản sao cũ.")

    def recover() -> None:
        with gate.lifted():
            gate.require_open()
            raise KeyError

    with pytest.raises(KeyError):
        recover()
    assert gate.why == "bản sao cũ."

    with gate.lifted():
        gate.require_open()
    assert gate.why == ""


async def shut(world: World) -> Head:
    """Let people and a dossier be there, and the gate be shut."""
    hashed = await world.ports.passwords.hash(PASSWORD)
    people = [an_account(actor, password_hash=hashed) for actor in (AUDITOR, CLERK)]
    await world.holds(*UNITS, DOSSIER, *people)
    world.ports.gate.shut("cơ sở dữ liệu là bản sao cũ.")
    async with world.ports.reading() as tx:
        return await tx.audit.head()


async def test_those_who_answer_for_the_log_come_in_while_nothing_is_added_to_it(
    world: World,
) -> None:
    head = await shut(world)

    with pytest.raises(WrongCredentials):
        await sign_in(world.ports, ANYONE, SignIn("auditor", "sai mật khẩu rồi"))
    with pytest.raises(LogReadOnly, match="chỉ đọc"):
        await sign_in(world.ports, ANYONE, SignIn("clerk", PASSWORD))
    done = await sign_in(world.ports, ANYONE, SignIn("auditor", PASSWORD))
    asked = RecogniseVisitor(done.token, WEB)
    assert (await recognise_visitor(world.ports, ANYONE, asked)).account.id == AUDITOR.id
    await sign_out(world.ports, AUDITOR, SignOut(done.token))
    async with world.ports.reading() as tx:
        assert await tx.audit.head() == head

    world.ports.gate.shut("")
    await sign_in(world.ports, ANYONE, SignIn("clerk", PASSWORD))
    assert [event.action for event in await acts(world)] == [Action.SIGNED_IN]


async def test_auditors_look_while_nothing_is_added_to_the_log_and_others_do_not(
    world: World,
) -> None:
    head = await shut(world)

    assert (await read_log(world.ports, AUDITOR, ReadLog())).size == head.size
    search = SearchDossiers(DossierSearch(""))
    assert (await search_dossiers(world.ports, AUDITOR, search)).findings.total == 1
    opened = await read_appraisal(world.ports, AUDITOR, ReadAppraisal(DOSSIER.id))
    assert opened.appraisal == DOSSIER
    reveal = RevealPeople(DOSSIER.id, "audit", "Quyết định số 1 (giả lập)")
    with pytest.raises(LogReadOnly):
        await read_appraisal(world.ports, CLERK, ReadAppraisal(DOSSIER.id))
    with pytest.raises(LogReadOnly):
        await reveal_people(world.ports, AUDITOR, reveal)
    with pytest.raises(WrongOffice):
        await read_log(world.ports, CLERK, ReadLog())
    async with world.ports.reading() as tx:
        assert await tx.audit.head() == head
