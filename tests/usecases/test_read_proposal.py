"""A reviewer reads a proposal beside what is in force; the author is told to ask somebody."""

from dataclasses import replace
from uuid import uuid4

from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_proposal import ReadProposal, read_proposal
from tests.support.builders import ADMINISTRATOR, SIGNER
from tests.support.rules import FOREIGN, SECOND, both_there, entered
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


async def test_reviewer_and_author_are_told_what_they_may_do(world: World) -> None:
    await both_there(world)
    entry = await entered(world)
    asked = ReadProposal(entry.id)

    theirs = await read_proposal(world.ports, SECOND, asked)
    own = await read_proposal(world.ports, ADMINISTRATOR, asked)

    assert (theirs.proposal, theirs.is_own, theirs.may_be_lone) == (entry, False, False)
    assert theirs == replace(own, is_own=False)
    assert theirs.people[ADMINISTRATOR.id] == ADMINISTRATOR.name
    assert theirs.standing.clause.rule_set == "NTM-2026"
    assert [group.code for group in theirs.standing.groups] == ["1", "2", "3"]
    look = (await acts(world))[-1]
    assert (look.action, look.subject.id) == (Action.RECORD_VIEWED, str(entry.id))


async def test_nobody_else_reads_it(world: World) -> None:
    await both_there(world)
    entry = await entered(world)

    await must_refuse(world, read_proposal, FOREIGN, ReadProposal(entry.id), NotFound)
    await must_refuse(world, read_proposal, SECOND, ReadProposal(uuid4()), NotFound)
    await must_refuse(world, read_proposal, SIGNER, ReadProposal(entry.id), WrongOffice)
