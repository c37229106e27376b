"""An order holds each dossier once; a try is counted before it is made; a stamp ends one day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ntm_verify.domain.certificate import CertificateNotFound
from ntm_verify.domain.signing_order import (
    FIRST_PAUSE,
    MOST,
    MOST_ATTEMPTS,
    RENEW_BEFORE,
    TASK_LABELS,
    NothingOrdered,
    PaperStamp,
    SigningOrder,
    SigningTask,
    TaskState,
    claim,
    finish,
    hold_up,
    must_renew,
    open_order,
    refuse,
    renewal_event,
)
from tests.support.builders import NOON, SIGNER, an_id

ORDER = SigningOrder(an_id(1), "38", SIGNER.id, "", NOON, 0)
TASK = SigningTask(an_id(2), an_id(1), 0, an_id(3), 1, "Xã Giả Lập", NOON)
STAMP = PaperStamp(an_id(4), "38-2019-0001", "a" * 64, 9, NOON, NOON, 2)


def test_each_dossier_stands_once_in_an_order_and_the_event_counts_them() -> None:
    other = replace(TASK, id=an_id(5), appraisal_id=an_id(6))

    order, tasks, event = open_order(ORDER, (TASK, replace(TASK, id=an_id(7)), other), by=SIGNER)

    assert [(task.place, task.appraisal_id) for task in tasks] == [(1, an_id(3)), (2, an_id(6))]
    assert (order.size, event.after) == (2, {"dossiers": 2})


@pytest.mark.parametrize("size", [0, MOST + 1])
def test_an_order_holds_at_least_one_and_not_too_many(size: int) -> None:
    tasks = [replace(TASK, appraisal_id=an_id(n)) for n in range(size)]
    with pytest.raises(NothingOrdered):
        open_order(ORDER, tasks, by=SIGNER)


def test_a_try_is_counted_and_the_task_put_off_twice_as_long_each_time() -> None:
    task = TASK
    for attempt in range(MOST_ATTEMPTS):
        assert not task.is_stuck
        task = claim(task, NOON)
        assert task.due == NOON + FIRST_PAUSE * 2**attempt
    assert task.is_stuck
    assert not finish(task, "38-2019-0001").is_stuck


def test_what_became_of_a_task_is_told() -> None:
    held = hold_up(TASK, "thiết bị ký bận")
    refused = refuse(TASK, CertificateNotFound("văn bản", "38-2019-0009"))
    done = finish(held, "38-2019-0001")

    assert (held.state, held.detail) == (TaskState.WAITING, "thiết bị ký bận")
    assert (refused.state, refused.code) == (TaskState.REFUSED, "certificate_not_found")
    assert (done.state, done.reference, done.detail) == (TaskState.ISSUED, "38-2019-0001", "")
    assert TASK_LABELS.keys() == set(TaskState)


def test_a_stamp_is_renewed_half_a_year_before_its_end() -> None:
    early, late = NOON - RENEW_BEFORE, NOON - RENEW_BEFORE + timedelta(seconds=1)

    assert [must_renew(STAMP, now) for now in (early, late)] == [False, True]
    assert not must_renew(replace(STAMP, kept_until=None), late)
    event = renewal_event(STAMP, by=SIGNER)
    assert (event.subject.id, event.subject.rev) == ("38-2019-0001", 2)
    assert event.after == {
        "pdf_sha256": "a" * 64,
        "pdf_length": 9,
        "kept_until": NOON.isoformat(timespec="seconds"),
    }
    none = renewal_event(replace(STAMP, kept_until=None), by=SIGNER)
    assert (none.after or {})["kept_until"] == ""
