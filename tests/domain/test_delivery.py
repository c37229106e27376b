"""A delivery is tried with growing pauses, ends once, and is put back in line by people only."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Final

import pytest

from ntm_verify.domain.delivery import (
    CODE_LABELS,
    PAUSES,
    STATE_LABELS,
    Channel,
    Delivery,
    DeliveryState,
    End,
    NothingToSend,
    Outcome,
    claim,
    code_text,
    send_again,
    sent_event,
    settle,
)
from ntm_verify.domain.people import SYSTEM
from tests.support.builders import NOON, PROVINCE, an_id

MAIL: Final = Delivery(an_id(1), an_id(2), Channel.MAIL, "u-clerk", PROVINCE, NOON)
LATER: Final = Outcome(End.LATER, "451")


@pytest.mark.parametrize("channel", Channel)
def test_pauses_grow_and_end_within_days(channel: Channel) -> None:
    pauses = PAUSES[channel]

    assert list(pauses) == sorted(pauses)
    assert timedelta(days=3) < sum(pauses, timedelta()) < timedelta(days=5)


@pytest.mark.parametrize("channel", Channel)
def test_a_delivery_that_never_gets_through_is_given_up_after_the_last_pause(
    channel: Channel,
) -> None:
    here, now = replace(MAIL, channel=channel), NOON
    tries = []
    while here.state is DeliveryState.WAITING:
        now = here.due
        tries.append(now)
        here = settle(claim(here, now), LATER, now)

    gaps = [late - soon for soon, late in pairwise(tries)]
    assert gaps == list(PAUSES[channel])
    assert (here.state, here.code, here.settled_at) == (DeliveryState.FAILED, "451", now)


def test_a_try_is_counted_and_put_off_before_it_is_made() -> None:
    claimed = claim(MAIL, NOON)

    assert (claimed.attempts, claimed.due) == (1, NOON + timedelta(minutes=1))
    assert claimed.state is DeliveryState.WAITING


def test_a_delivery_ends_when_it_arrived_or_never_can() -> None:
    done = settle(claim(MAIL, NOON), Outcome(End.DONE, "250"), NOON)
    never = settle(claim(MAIL, NOON), Outcome(End.NEVER, "550"), NOON)

    assert (done.state, done.settled_at) == (DeliveryState.SENT, NOON)
    assert (never.state, never.code) == (DeliveryState.FAILED, "550")


def test_a_crash_at_the_last_try_leaves_one_more() -> None:
    last = replace(MAIL, attempts=len(PAUSES[Channel.MAIL]) + 1)

    again = claim(last, NOON)

    assert again.due > NOON
    assert settle(again, LATER, NOON).state is DeliveryState.FAILED


def test_people_put_a_failed_delivery_back_in_line() -> None:
    failed = replace(MAIL, state=DeliveryState.FAILED, attempts=9, settled_at=NOON, code="550")

    again = send_again(failed, NOON)

    assert (again.state, again.attempts, again.due) == (DeliveryState.WAITING, 0, NOON)
    assert again.settled_at is None


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.INSIDE])
def test_a_letter_that_arrived_or_never_goes_out_is_not_sent_again(state: DeliveryState) -> None:
    with pytest.raises(NothingToSend):
        send_again(replace(MAIL, state=state), NOON)


def test_a_program_may_be_told_again_of_what_it_was_told() -> None:
    done = replace(MAIL, channel=Channel.HOOK, state=DeliveryState.SENT)

    assert send_again(done, NOON).state is DeliveryState.WAITING


def test_the_log_tells_of_an_account_and_a_code_and_no_address() -> None:
    done = settle(claim(MAIL, NOON), Outcome(End.DONE, "250"), NOON)

    assert sent_event(done, "dossier.returned", SYSTEM).after == {
        "channel": "mail",
        "kind": "dossier.returned",
        "recipient": "u-clerk",
        "happening": str(an_id(2)),
        "state": "sent",
        "code": "250",
    }


def test_every_code_is_said_in_words() -> None:
    assert code_text("250") == "máy chủ thư đã nhận (250)"
    assert code_text("451") == "máy chủ thư trả lời 451"
    assert code_text("http_500") == "máy nhận trả lời HTTP 500"
    assert all(code_text(code) == text for code, text in CODE_LABELS.items())
    assert STATE_LABELS.keys() == set(DeliveryState)
