"""The log reads as sentences: who by office, what, and what changed."""

from collections.abc import Mapping

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.trail.entry import Writer, seal
from ntm_verify.usecases.shelves import LogEntry
from ntm_verify.web.timeline import happening, timeline

WRITER = Writer("ntm.example/writer+00000000", lambda _: bytes(64))
State = Mapping[str, object] | None


def an_entry(action: Action | str, before: State = None, after: State = None) -> LogEntry:
    fields = {
        "log": "ntm.example",
        "id": "01890000-0000-7000-8000-000000000000",
        "at": "2026-11-02T03:50:12.185644Z",
        "type": str(action),
        "req": "r1",
        "actor": {"id": "u-1", "role": "appraiser", "unit": "38"},
        "subject": {"kind": "submission", "id": "x", "rev": 1},
        "before": before,
        "after": after,
        "priv": {},
        "cause": None,
    }
    return LogEntry(7, seal(fields, WRITER), b"")


@pytest.mark.parametrize(
    ("action", "after", "sentence"),
    [
        (Action.APPRAISAL_DECIDED, {"status": "returned"}, "quyết định: trả lại để bổ sung"),
        (Action.APPRAISAL_OPENED, {"status": "submitted"}, "trả hồ sơ về hàng đợi"),
        (Action.APPRAISAL_OPENED, {"status": "under_appraisal"}, "nhận thẩm định hồ sơ"),
        (Action.CHECK_COMPUTED, {"status": "draft"}, "không nhận được tệp danh sách"),
        (Action.SIGNED_IN, None, "đăng nhập"),
        ("later.invented", None, "later.invented"),
    ],
)
def test_an_entry_is_a_sentence(action: Action, after: State, sentence: str) -> None:
    told = happening(an_entry(action, None, after))
    assert told.what == sentence
    assert told.who == "cán bộ thẩm định"
    assert told.at == "02/11/2026 10:50"


def test_what_changed_stands_before_and_after_in_words() -> None:
    before = {"status": "under_appraisal", "population": 9236, "files": []}
    after = {"status": "returned", "population": 9236, "reason_code": "list_errors", "files": ["x"]}
    told = happening(an_entry(Action.APPRAISAL_DECIDED, before, after))
    assert [(c.what, c.before, c.after) for c in told.changes] == [
        ("trạng thái", "đang thẩm định", "trả lại để bổ sung"),
        ("mã lý do", "–", "list_errors"),
    ]
    assert told.detail == "Danh sách còn lỗi phải sửa"


def test_the_result_of_a_check_is_told_in_people() -> None:
    after = {"status": "checked", "check": {"roster_rows": 1564, "participants": 1538}}
    told = happening(an_entry(Action.CHECK_COMPUTED, None, after))
    assert told.detail == "1.564 dòng, 1.538 người được tính"


@pytest.mark.parametrize("field", ["decided_for", "signed_for"])
def test_a_delegate_s_act_names_for_whom_it_was_where_the_name_may_be_known(field: str) -> None:
    entry = an_entry(Action.APPRAISAL_DECIDED, None, {"status": "approved", field: "u-2"})
    assert happening(entry, {"u-2": "Lê Thị Mẫu"}).detail == "thay mặt Lê Thị Mẫu theo ủy quyền"
    assert happening(entry).detail == "thay mặt người được giao theo ủy quyền"


def test_looks_are_told_to_auditors_only() -> None:
    log = [an_entry(Action.RECORD_VIEWED), an_entry(Action.SUBMISSION_CREATED)]
    assert [h.code for h in timeline(log, {}, with_looks=False)] == ["submission.created"]
    assert len(timeline(log, {}, with_looks=True)) == 2
