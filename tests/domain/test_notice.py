"""Every step of a dossier is told to those whom it concerns, and to nobody else."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from ntm_verify.domain.account import Account
from ntm_verify.domain.appraisal import STEPS, Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.notice import (
    AUDIENCE,
    FOR_PROGRAMS,
    KIND_OF_STEP,
    SILENT_STEPS,
    Happening,
    Kind,
    happening_of,
    of_dossier,
    recipients,
)
from ntm_verify.domain.people import SYSTEM, Actor
from tests.support.builders import (
    ADMINISTRATOR,
    APPRAISER,
    AUDITOR,
    CHAIR,
    CLERK,
    EVERYBODY,
    NOON,
    OTHER_CLERK,
    SECOND_APPRAISER,
    SIGNER,
    an_account,
    an_appraisal,
    an_id,
)

ACCOUNTS: tuple[Account, ...] = tuple(
    an_account(actor) for actor in EVERYBODY if actor.province == CLERK.province
)


def a_happening(kind: Kind, actor: Actor = SYSTEM, **others: object) -> Happening:
    dossier = an_appraisal(status=Status.UNDER_APPRAISAL)
    bare = Happening(an_id(5), kind, NOON, str(dossier.id), actor.id)
    facts = {**of_dossier(bare, dossier), **others}
    return replace(bare, **facts)  # type: ignore[arg-type] # fields of the happening


def told(kind: Kind, actor: Actor, *watchers: Actor, **others: object) -> set[str]:
    """Say who is told of what an actor did to a dossier in appraisal."""
    watching = frozenset(watcher.id for watcher in watchers)
    dossier = an_appraisal(status=Status.UNDER_APPRAISAL)
    return set(recipients(a_happening(kind, actor, **others), ACCOUNTS, watching, dossier))


def test_every_step_has_a_notice_or_is_silent_on_purpose() -> None:
    assert KIND_OF_STEP.keys() | SILENT_STEPS == STEPS.keys()
    assert KIND_OF_STEP.keys() & SILENT_STEPS == set()


def test_every_kind_has_an_audience() -> None:
    assert AUDIENCE.keys() == set(Kind)
    assert set(KIND_OF_STEP.values()) | {Kind.DEADLINE_EXTENDED} == set(FOR_PROGRAMS)


@pytest.mark.parametrize("way", sorted(product(Status, Status)))
def test_an_event_tells_of_a_step_exactly_where_the_table_has_one(
    way: tuple[Status, Status],
) -> None:
    before, after = ({"status": status.value, "appraised_by": "u-1"} for status in way)
    step = STEPS.get(way)
    action = step.action if step else Action.APPRAISAL_DECIDED
    event = AuditEvent(action, SYSTEM, Subject("submission", "d", 3), before, after)

    found = happening_of(event, an_id(1), NOON)

    assert (found.kind if found else None) == KIND_OF_STEP.get(way)


def test_an_act_that_leaves_the_state_alone_tells_nobody() -> None:
    state = {"status": "under_appraisal"}
    subject = Subject("submission", "d", 3)

    for action in set(Action) - {Action.APPRAISAL_OPENED}:
        event = AuditEvent(action, APPRAISER, subject, state, state)
        assert happening_of(event, an_id(1), NOON) is None


def test_looks_refusals_and_first_drafts_tell_nobody() -> None:
    subject = Subject("submission", "d", 1)
    opened = AuditEvent(Action.SUBMISSION_CREATED, CLERK, subject, after={"status": "draft"})
    looked = AuditEvent(Action.RECORD_VIEWED, CLERK, subject)
    foreign = AuditEvent(Action.ROLE_GRANTED, CLERK, Subject("account", "u", 1), after={})

    assert [happening_of(e, an_id(1), NOON) for e in (opened, looked, foreign)] == [None] * 3


def test_a_happening_names_both_holders_the_reason_and_the_revision() -> None:
    before = {"status": "under_appraisal", "appraised_by": "u-1"}
    after = {
        "status": "returned",
        "appraised_by": "u-2",
        "reason_code": "duplicates",
        "province": "38",
        "certificate": "",
    }
    event = AuditEvent(
        Action.APPRAISAL_DECIDED, APPRAISER, Subject("submission", "d", 7), before, after
    )

    assert happening_of(event, an_id(1), NOON) == Happening(
        an_id(1),
        Kind.RETURNED,
        NOON,
        "d",
        APPRAISER.id,
        "u-2",
        "u-1",
        "returned",
        "duplicates",
        7,
        province="38",
    )


def test_an_extension_is_told_with_its_day() -> None:
    after = {"submission": "d", "round": 1, "until": "2026-04-30", "reason_code": "field_check"}
    event = AuditEvent(
        Action.DEADLINE_EXTENDED, APPRAISER, Subject("extension", "d/x", 1), after=after
    )

    found = happening_of(event, an_id(1), NOON)

    assert found is not None
    assert (found.kind, found.subject, found.until) == (
        Kind.DEADLINE_EXTENDED,
        "d",
        date(2026, 4, 30),
    )


def test_the_commune_and_the_holder_are_told_but_not_who_did_it() -> None:
    assert told(Kind.RETURNED, APPRAISER) == {CLERK.id, CHAIR.id}
    assert told(Kind.WITHDRAWN, CLERK) == {CHAIR.id, APPRAISER.id}


def test_another_commune_is_never_told() -> None:
    everything = {who for kind in FOR_PROGRAMS for who in told(kind, SYSTEM, OTHER_CLERK)}

    assert OTHER_CLERK.id not in everything
    assert CLERK.id in everything


def test_who_follows_a_dossier_is_told_of_its_steps() -> None:
    assert told(Kind.RETURNED, APPRAISER, AUDITOR, SECOND_APPRAISER) == {
        *(CLERK.id, CHAIR.id, AUDITOR.id, SECOND_APPRAISER.id)
    }


def test_what_the_commune_prepares_is_nobody_elses_business() -> None:
    assert told(Kind.CHECKED, SYSTEM, AUDITOR) == {CLERK.id, CHAIR.id}
    hidden = an_appraisal(status=Status.CHECKED)
    found = recipients(a_happening(Kind.SUBMITTED), ACCOUNTS, frozenset({AUDITOR.id}), hidden)
    assert set(found) == {CLERK.id, CHAIR.id}


def test_an_approval_is_told_to_the_signers_too() -> None:
    assert SIGNER.id in told(Kind.APPROVED, APPRAISER)
    assert SIGNER.id not in told(Kind.RETURNED, APPRAISER)


def test_who_lost_a_dossier_to_another_is_told() -> None:
    found = told(
        Kind.TAKEN_OVER,
        SECOND_APPRAISER,
        holder=SECOND_APPRAISER.id,
        earlier_holder=APPRAISER.id,
    )

    assert found == {CLERK.id, CHAIR.id, APPRAISER.id}


def test_a_webhook_that_fails_is_told_to_the_administrators() -> None:
    event = AuditEvent(
        Action.CONFIG_CHANGED,
        SYSTEM,
        Subject("webhook", "h", 2),
        {"state": "active"},
        {"state": "failing", "province": CLERK.province},
    )
    found = happening_of(event, an_id(1), NOON)

    assert found is not None
    assert (found.kind, found.province) == (Kind.HOOK_DISABLED, CLERK.province)
    assert recipients(found, ACCOUNTS) == (ADMINISTRATOR.id,)


def test_an_address_is_asked_about_at_its_owner() -> None:
    event = AuditEvent(
        Action.CONFIG_CHANGED, CLERK, Subject("mail_address", CLERK.id, 1), after={"state": "asked"}
    )
    found = happening_of(event, an_id(1), NOON)

    assert found is not None
    assert recipients(found, ACCOUNTS) == (CLERK.id,)
