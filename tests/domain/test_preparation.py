"""What a commune did to its list reaches the log as codes, counts and digests only."""

import json

from ntm_verify.domain.findings import Field
from ntm_verify.domain.preparation import CONFIRM_REASONS, Confirmation, Preparation
from tests.support.builders import NOON

MADE = Preparation(
    mapping=((Field.NAME, "B"),),
    header_row=4,
    sheet="Danh sách của bà Mẫu",
    confirmations=(Confirmation("id_group_unknown", "id", "other", 3, "u-clerk", NOON),),
    corrections_sha256="a" * 64,
    corrections=2,
    second_total=1000,
    second_source="Công an xã, ông Giả ký",
)


def test_the_log_gets_no_name_and_no_free_text() -> None:
    told = json.dumps(MADE.state(), ensure_ascii=False)

    assert "Mẫu" not in told
    assert "Giả" not in told
    assert '"corrections": 2' in told


def test_an_answered_group_is_named_by_code_and_field() -> None:
    assert MADE.confirmed() == {("id_group_unknown", "id")}
    assert Preparation().confirmed() == frozenset()


def test_every_reason_has_its_words() -> None:
    assert all(CONFIRM_REASONS.values())
