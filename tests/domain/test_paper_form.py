"""A province words its papers within what the decree allows; what is kept names its version."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from ntm_verify.domain.audit import Action, Subject
from ntm_verify.domain.paper_form import (
    PAPER_TITLES,
    PaperForm,
    PaperKind,
    WrongPaperForm,
    changed,
    written,
)
from tests.support.builders import ADMINISTRATOR, LETTERHEAD

NOW: Final = datetime(2026, 11, 22, 3, tzinfo=UTC)
REPORT: Final = replace(LETTERHEAD, paper_type="BC", symbol="BC-BHXH")


def test_what_is_kept_has_the_title_of_its_kind_and_its_version() -> None:
    kept = written(replace(REPORT, paper_title="GÌ ĐÓ", demonstration=False), LETTERHEAD, 4)

    assert (kept.paper_title, kept.form_version) == ("BÁO CÁO", 4)
    assert kept.demonstration is LETTERHEAD.demonstration, "nobody makes a show real by a form"
    assert set(PAPER_TITLES) == set(PaperKind)
    assert PaperKind.of("") is PaperKind.NOTICE


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("paper_type", {"paper_type": "QĐ", "symbol": "QĐ-BHXH"}),
        ("issuer", {"issuer": " "}),
        ("place", {"place": ""}),
        ("post", {"authority": "", "post": ""}),
        ("abstract", {"abstract": ""}),
        ("symbol", {"symbol": "TB-BHXH"}),
        ("symbol", {"symbol": "BC"}),
        ("symbol", {"symbol": "BC-bhxh"}),
        ("symbol", {"symbol": "05/BC-BHXH"}),
        ("post", {"authority": "KT. GIÁM ĐỐC", "post": ""}),
        ("post", {"post": "TS. PHÓ GIÁM ĐỐC"}),
        ("closing", {"closing": "Kết quả của [xã]"}),
    ],
)
def test_what_the_decree_does_not_allow_is_refused_at_its_field(
    field: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(WrongPaperForm) as refused:
        written(replace(REPORT, **changes), LETTERHEAD, 2)

    assert refused.value.field == field


def test_the_event_names_the_version_and_the_texts_by_their_digest_only() -> None:
    before = PaperForm("38", 1, LETTERHEAD, "", "", NOW)
    texts = replace(REPORT, closing="Lời kết riêng", form_version=2)
    after = PaperForm("38", 2, texts, ADMINISTRATOR.id, ADMINISTRATOR.name, NOW, "Đổi tên sở")

    event = changed(before, after, ADMINISTRATOR)

    assert (event.action, event.subject) == (
        Action.CONFIG_CHANGED,
        Subject("paper_form", "38", 1),
    )
    assert event.before == before.state() != event.after == after.state()
    assert set(after.state()) == {"version", "paper_type", "letterhead_sha256"}
    assert "Lời kết riêng" not in str(event.after)
    assert event.private == {"actor_name": ADMINISTRATOR.name, "note": "Đổi tên sở"}


def test_letterheads_of_before_keep_their_digest() -> None:
    assert set(LETTERHEAD.state()) == {
        *("parent", "issuer", "symbol", "place", "authority", "post", "address", "recipients"),
        *("paper_type", "paper_title", "abstract", "demonstration"),
    }
    assert "closing" in replace(LETTERHEAD, closing="x").state()
