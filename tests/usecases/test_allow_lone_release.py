"""A leave to release alone names its document, ends within a year, and is an operator's act."""

from dataclasses import replace
from datetime import timedelta

from ntm_verify.domain.audit import Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import LegalReferenceMissing
from ntm_verify.domain.rule_sets import WrongTerms
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.usecases.allow_lone_release import AllowLoneRelease, allow_lone_release
from tests.support.builders import ADMINISTRATOR, OPERATOR, OTHER_PROVINCE, PROVINCE
from tests.support.rules import both_there
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


async def test_a_leave_is_kept_with_its_document_and_days(world: World) -> None:
    await both_there(world)
    today = world.ports.now().astimezone(VIETNAM).date()
    asked = AllowLoneRelease(PROVINCE, today + timedelta(days=30), " Công văn 7/VPĐP-NTM ")

    lone = await allow_lone_release(world.ports, OPERATOR, asked)
    again = await allow_lone_release(world.ports, OPERATOR, replace(asked, last_day=today))

    assert (lone.first_day, lone.legal_reference) == (today, "Công văn 7/VPĐP-NTM")
    async with world.ports.reading() as tx:
        assert await tx.rule_sets.lone(PROVINCE) == (lone, again)
        assert await tx.rule_sets.lone(OTHER_PROVINCE) == ()
    first, second = (await acts(world))[-2:]
    assert (first.subject, second.subject.rev) == (Subject("lone_release", PROVINCE, 1), 2)
    assert second.before == first.after == lone.told()


async def test_what_has_no_document_no_end_or_no_province_is_refused(world: World) -> None:
    await both_there(world)
    today = world.ports.now().astimezone(VIETNAM).date()
    good = AllowLoneRelease(PROVINCE, today, "Công văn 7/VPĐP-NTM")

    for change, actor, refusal in (
        ({"legal_reference": "công văn"}, OPERATOR, LegalReferenceMissing),
        ({"last_day": today - timedelta(days=1)}, OPERATOR, WrongTerms),
        ({"last_day": today + timedelta(days=367)}, OPERATOR, WrongTerms),
        ({"province": "99"}, OPERATOR, NotFound),
        ({}, ADMINISTRATOR, WrongOffice),
    ):
        asked = replace(good, **change)
        await must_refuse(world, allow_lone_release, actor, asked, refusal)
