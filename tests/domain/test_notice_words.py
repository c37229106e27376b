"""A notice says what happened, where and why by code, and names nobody."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from ntm_verify.domain.casework import EXTEND_REASONS
from ntm_verify.domain.notice import Happening, Kind
from ntm_verify.domain.notice_words import LABELS, address_words, notice_words, page_of, title
from ntm_verify.domain.people import Role
from ntm_verify.domain.steps import REASON_LABELS
from tests.support.builders import AS_OF, NOON, an_id

BASE: Final = "https://ntm.example"
RETURNED: Final = Happening(
    an_id(5),
    Kind.RETURNED,
    NOON,
    str(an_id(1)),
    "u-appraiser",
    reason_code="list_errors",
    commune="14866",
    commune_name="Xã Đồng Lương",
    as_of=AS_OF,
)


def test_a_notice_says_what_where_why_and_what_to_do() -> None:
    words = notice_words(RETURNED, Role.COMMUNE, BASE)

    assert words.subject == "Hồ sơ Xã Đồng Lương, chốt 31/08/2019: được trả lại để bổ sung"
    assert words.text.split("\n")[:6] == [
        "Hồ sơ Xã Đồng Lương, chốt 31/08/2019: được trả lại để bổ sung.",
        "Lý do: Danh sách còn lỗi phải sửa.",
        "Mở hồ sơ, sửa theo các điểm tỉnh nêu rồi nộp lại.",
        "Thời điểm: 25/09/2019 19:00 (giờ Việt Nam).",
        f"Mã hồ sơ: {an_id(1)}.",
        f"Xem trên hệ thống: {BASE}/submissions/{an_id(1)}",
    ]


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.COMMUNE, "/submissions/"),
        (Role.CHAIR, "/submissions/"),
        (Role.APPRAISER, "/appraisals/"),
        (Role.SIGNER, "/signing/"),
        (Role.AUDITOR, "/audit/appraisals/"),
        (Role.ADMINISTRATOR, "/audit/appraisals/"),
    ],
)
def test_the_link_leads_to_the_page_of_the_recipients_office(role: Role, page: str) -> None:
    assert page_of(RETURNED, role) == f"{page}{an_id(1)}"


def test_every_kind_can_be_said() -> None:
    assert LABELS.keys() == set(Kind)


def test_a_reason_is_said_by_its_label_and_never_as_it_was_written() -> None:
    for code, label in REASON_LABELS.items():
        told = replace(RETURNED, reason_code=code)
        assert f"Lý do: {label}." in notice_words(told, Role.COMMUNE, BASE).text
    typed = replace(RETURNED, reason_code="Nguyễn Văn Giả khai sai")
    assert "Lý do" not in notice_words(typed, Role.COMMUNE, BASE).text


def test_an_extension_says_the_new_day() -> None:
    until = replace(
        RETURNED,
        kind=Kind.DEADLINE_EXTENDED,
        reason_code="field_check",
        until=date(2026, 4, 30),
    )

    text = notice_words(until, Role.COMMUNE, BASE).text

    assert "Hạn thẩm định mới: 30/04/2026." in text
    assert f"Lý do: {EXTEND_REASONS['field_check']}." in text


def test_a_webhook_that_fails_is_told_without_a_dossier() -> None:
    failing = Happening(an_id(5), Kind.HOOK_DISABLED, NOON, str(an_id(9)), "system")

    words = notice_words(failing, Role.ADMINISTRATOR, BASE)

    assert title(failing) == "Webhook bị tạm ngừng vì gửi lỗi kéo dài"
    assert f"{BASE}/notices/webhooks/{an_id(9)}" in words.text
    assert "Mã hồ sơ" not in words.text


def test_the_first_letter_asks_whether_the_address_is_right() -> None:
    words = address_words("MaGiaLap", BASE)

    assert f"{BASE}/notices/address/MaGiaLap" in words.text
    assert "bỏ qua thư này" in words.text
    assert page_of(replace(RETURNED, kind=Kind.ADDRESS_ASKED), Role.COMMUNE) == "/notices"
