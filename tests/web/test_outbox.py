"""An administrator sees letters and webhooks, registers one and is shown its secret once."""

import re
from base64 import b64decode
from collections.abc import Callable

import pytest

from tests.support.site import Site, Visitor

Known = Callable[[str], Visitor]
GOOD = {
    "label": "Kho thử",
    "url": "https://nhan-thu.invalid/ntm",
    "kind-dossier.superseded": "yes",
}


def test_letters_are_listed_by_state_with_recipient_and_no_address(visitor: Known) -> None:
    me = visitor("quan-tri")
    pages = [me.get(f"/notices/letters?page={number}").text for number in range(1, 6)]

    assert "chỉ hiện trong hệ thống" in pages[0]
    assert "(công chức xã)" in pages[0]
    assert any("bị thu hồi văn bản kết quả" in text for text in pages)
    assert not any("@" in re.sub(r"<[^>]*>", "", text) for text in pages)


def test_filters_and_odd_choices_are_taken_as_they_are(visitor: Known) -> None:
    me = visitor("quan-tri")

    assert "Không có thư nào ở trạng thái này." in me.get("/notices/letters?state=failed").text
    for odd in ("state=x", "page=0", "page=abc", "state=inside&page=2"):
        assert me.get(f"/notices/letters?{odd}").status_code == 200


def test_what_only_shows_inside_is_not_sent(site: Site, visitor: Known) -> None:
    me = visitor("quan-tri")
    missing = me.post("/notices/letters/0192b1f0-0000-7000-8000-000000000001/replay")

    assert missing.status_code == 404
    assert me.get(f"/notices/webhooks/{site.references['webhook']}").status_code == 200


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"label": ""}, "Ghi tên"),
        ({"url": "http://nhan.invalid/"}, "https://"),
        ({"url": "https://u:p@nhan.invalid/"}, "tên đăng nhập"),
        ({"kind-dossier.superseded": ""}, "Chọn ít nhất một loại sự kiện"),
    ],
)
def test_what_cannot_be_registered_is_said_and_kept_on_screen(
    visitor: Known, changed: dict[str, str], told: str
) -> None:
    answer = visitor("quan-tri").post("/notices/webhooks", {**GOOD, **changed})

    assert answer.status_code == 422
    assert told in answer.text
    typed = {**GOOD, **changed}
    assert f'value="{typed["label"]}"' in answer.text


def test_a_webhook_is_registered_paused_resumed_and_ended(visitor: Known) -> None:
    me = visitor("quan-tri")
    shown = me.post("/notices/webhooks", GOOD)
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", shown.text)
    link = re.search(r'href="(/notices/webhooks/[0-9a-f-]+)"', shown.text)
    assert secret is not None
    assert link is not None
    assert len(b64decode(secret[0].removeprefix("whsec_"))) == 32
    page = me.get(link[1]).text
    assert secret[0] not in page
    assert "đang gọi" in page

    for seen, to, said in (("1", "paused", "tạm ngừng"), ("2", "active", "đang gọi")):
        answer = me.post(f"{link[1]}/state", {"seen": seen, "to": to})
        assert answer.headers["location"] == link[1]
        assert said in me.get(link[1]).text
    assert me.post(f"{link[1]}/state", {"seen": "1", "to": "ended"}).status_code == 409
    assert me.post(f"{link[1]}/state", {"seen": "3", "to": "nonsense"}).status_code == 422
    ended = me.post(f"{link[1]}/state", {"seen": "3", "to": "ended"})
    assert ended.headers["location"] == "/notices/webhooks"
    assert link[1] not in me.get("/notices/webhooks").text
    assert "đã bỏ" in me.get(link[1]).text


def test_nobody_else_sees_letters_or_webhooks(visitor: Known) -> None:
    for path in ("/notices/letters", "/notices/webhooks"):
        for username in ("xa-an", "tham-dinh", "ky", "kiem-toan"):
            assert visitor(username).get(path).status_code == 403
