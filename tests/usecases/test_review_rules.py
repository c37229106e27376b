"""What one administrator entered takes effect when another releases it, and only then."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import EnteredFigure
from ntm_verify.domain.rule_fitting import OverlappingPeriods
from ntm_verify.domain.rule_sets import OwnReview, ProposalState, WrongTerms
from ntm_verify.usecases.allow_lone_release import AllowLoneRelease, allow_lone_release
from ntm_verify.usecases.enter_threshold import EnterThreshold
from ntm_verify.usecases.reappraise import Reappraise, reappraise
from ntm_verify.usecases.review_rules import NationalSetChanged, ReviewRules, review_rules
from tests.support.builders import (
    ADMINISTRATOR,
    AN_ID,
    APPRAISER,
    AS_OF,
    AUDITOR,
    OPERATOR,
    PROVINCE,
    UNITS,
    an_account,
)
from tests.support.rules import ENTER, FOREIGN, SECOND, both_there, entered, released
from tests.support.scenes import a_dossier, a_list, acts, must_refuse, outcome_of
from tests.support.worlds import World


async def figures(world: World) -> tuple[EnteredFigure, ...]:
    async with world.ports.reading() as tx:
        return await tx.figures.all()


async def test_a_release_puts_the_figure_in_force_pinned_by_name_and_digest(world: World) -> None:
    await both_there(world)
    entry = await entered(world)

    done = await review_rules(
        world.ports, SECOND, ReviewRules(entry.id, entry.sha256, release=True)
    )

    assert (done.state, done.decided_by, done.is_lone) == (
        ProposalState.RELEASED,
        SECOND.id,
        False,
    )
    (figure,) = await figures(world)
    ruling = world.ports.rulebook.ruling(PROVINCE, date(2026, 6, 1), (figure,))
    assert ruling.threshold
    assert ruling.threshold.percent == Decimal("92.5")
    assert (ruling.threshold.release, ruling.threshold.release_sha256) == (
        "NTM-2026/38/1",
        entry.sha256,
    )
    *_, told, threshold = await acts(world)
    assert (told.actor.id, told.subject.rev, told.before) == (SECOND.id, 2, entry.told())
    assert (threshold.subject.kind, threshold.subject.rev) == ("threshold", 1)
    report = await world.examine()
    assert report.holds, report.findings


async def test_nobody_reviews_the_own_entry(world: World) -> None:
    await both_there(world)
    entry = await entered(world)
    for release in (True, False):
        own = ReviewRules(entry.id, entry.sha256, release=release, note="lý do")
        told = await must_refuse(world, review_rules, ADMINISTRATOR, own, OwnReview)
        assert "quản trị khác" in str(told)
    assert await figures(world) == ()


async def test_a_refusal_gives_its_reason_and_nothing_takes_effect(world: World) -> None:
    await both_there(world)
    entry = await entered(world)
    bare = ReviewRules(entry.id, entry.sha256, release=False, note=" ")

    await must_refuse(world, review_rules, SECOND, bare, WrongTerms)
    done = await review_rules(world.ports, SECOND, replace(bare, note="Sai số văn bản"))

    assert (done.state, done.note) == (ProposalState.REFUSED, "Sai số văn bản")
    assert await figures(world) == ()
    last = (await acts(world))[-1]
    assert last.private == {"reason": "Sai số văn bản"}
    assert "Sai số" not in str(last.after)
    again = ReviewRules(entry.id, entry.sha256, release=True)
    await must_refuse(world, review_rules, SECOND, again, StaleRecord)


async def test_what_was_not_read_or_is_not_ones_own_is_not_decided(world: World) -> None:
    await both_there(world)
    entry = await entered(world)
    good = ReviewRules(entry.id, entry.sha256, release=True)

    await must_refuse(world, review_rules, SECOND, replace(good, seen="0" * 64), StaleRecord)
    await must_refuse(world, review_rules, FOREIGN, good, NotFound)
    await must_refuse(world, review_rules, SECOND, replace(good, proposal_id=uuid4()), NotFound)
    await must_refuse(world, review_rules, APPRAISER, good, WrongOffice)
    async with world.ports.transaction() as tx:
        other = replace(entry, clause_sha256="1" * 64)
        await tx.rule_sets.save(other, other.event(ADMINISTRATOR, entry))
    changed = replace(good, seen=other.sha256)
    await must_refuse(world, review_rules, SECOND, changed, NationalSetChanged)


async def test_a_release_is_tried_against_what_is_in_force_at_that_moment(world: World) -> None:
    await both_there(world)
    entry = await entered(world)
    await world.holds(
        EnteredFigure(PROVINCE, "NTM-2026", Decimal(90), "1/QĐ-UBND", both_sexes=False)
    )

    good = ReviewRules(entry.id, entry.sha256, release=True)
    await must_refuse(world, review_rules, SECOND, good, OverlappingPeriods)


async def test_two_reviews_at_once_make_one_release(world: World) -> None:
    await both_there(world)
    entry = await entered(world)
    good = ReviewRules(entry.id, entry.sha256, release=True)

    answers = await asyncio.gather(
        *(review_rules(world.ports, SECOND, good) for _ in range(3)), return_exceptions=True
    )

    assert sum(not isinstance(answer, BaseException) for answer in answers) == 1
    assert len(await figures(world)) == 1


async def test_a_province_with_one_administrator_needs_a_leave_and_it_is_said(world: World) -> None:
    await world.holds(*UNITS, an_account(ADMINISTRATOR))
    entry = await entered(world)
    good = ReviewRules(entry.id, entry.sha256, release=True)
    await must_refuse(world, review_rules, ADMINISTRATOR, good, OwnReview)
    today = world.ports.now().date()
    leave = AllowLoneRelease(PROVINCE, today + timedelta(days=30), "Công văn 7/VPĐP-NTM")
    await allow_lone_release(world.ports, OPERATOR, leave)

    done = await review_rules(world.ports, ADMINISTRATOR, good)

    assert done.is_lone
    assert [figure.is_lone for figure in await figures(world)] == [True]
    assert (await acts(world))[-1].after["lone"] is True  # type: ignore[index] # it has a state

    await world.holds(an_account(SECOND))
    next_one = await entered(world, replace(ENTER, percent=Decimal(95), replaces=True))
    own = ReviewRules(next_one.id, next_one.sha256, release=True)
    await must_refuse(world, review_rules, ADMINISTRATOR, own, OwnReview)


async def test_an_old_dossier_comes_out_the_same_after_later_releases(world: World) -> None:
    await both_there(world)
    first = EnterThreshold("NTM-2016", Decimal(86), "1/QĐ-UBND", both_sexes=False)
    await released(world, first)
    async with world.ports.reading() as tx:
        rules = await tx.figures.all()
    threshold = world.ports.rulebook.ruling(PROVINCE, date(2019, 9, 30), rules).threshold
    outcome, _ = await outcome_of(world.ports, a_list(), AS_OF)
    pinned = replace(outcome, threshold=threshold)
    kept = await a_dossier(world, Status.APPROVED, outcome=pinned)
    higher = replace(first, percent=Decimal(99), legal_reference="2/QĐ-UBND", replaces=True)
    await released(world, higher)

    again = await reappraise(world.ports, AUDITOR, Reappraise(AN_ID))

    assert again.differences == ()
    assert await world.find(kept) == kept
    assert threshold
    assert threshold.release == "NTM-2016/38/1"
