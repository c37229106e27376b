"""People find what they were told, and confirm where letters go; here over a real mail server."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

from tests.support.post_office import PostOffice, open_post_office
from tests.support.site import NOTE, Site, Visitor, open_site, sign_in

Known = Callable[[str], Visitor]


def test_a_commune_finds_what_happened_to_its_dossiers(site: Site, visitor: Known) -> None:
    pages = [visitor("xa-an").get(f"/notices?page={number}").text for number in range(1, 9)]
    told = f"/submissions/{site.dossiers['returned'].id}"
    text = next(page for page in pages if told in page)

    assert "được trả lại để bổ sung" in text
    assert "Danh sách còn lỗi phải sửa" in text
    assert NOTE not in text
    assert "Hệ thống chưa được đặt máy chủ thư" in text


def test_the_pages_of_notices_follow_each_other(visitor: Known) -> None:
    first, second = (visitor("xa-an").get(f"/notices?page={n}").text for n in (1, 2))

    assert "Trang 1 / " in first
    assert "Trang trước" in second
    for odd in ("0", "-1", "x", "99999", "٣"):
        assert visitor("xa-an").get(f"/notices?page={odd}").status_code == 200


def test_without_a_mail_server_no_address_is_taken(visitor: Known) -> None:
    answer = visitor("xa-an").post("/notices/address", {"address": "can.bo@xa.example"})

    assert answer.status_code == 422
    assert "chưa được đặt máy chủ thư" in answer.text


def test_a_link_that_is_not_the_latest_one_confirms_nothing(visitor: Known) -> None:
    page = visitor("xa-an").get("/notices/address/MaGiaLap")
    answer = visitor("xa-an").post("/notices/address/MaGiaLap")

    assert "Xác nhận địa chỉ này" in page.text
    assert answer.status_code == 409
    assert "Liên kết này không phải của thư mới nhất" in answer.text


def test_a_dossier_is_followed_and_left(site: Site, visitor: Known) -> None:
    dossier = site.dossiers["waiting"].id
    path, me = f"/notices/following/{dossier}", visitor("kiem-toan")

    assert "chưa theo dõi" in me.get(path).text
    assert me.post(path, {"follows": "yes"}).headers["location"] == path
    assert "đang theo dõi" in me.get(path).text
    assert me.post(path, {"follows": "no"}).status_code == 303
    assert "chưa theo dõi" in me.get(path).text
    assert f"/audit/appraisals/{dossier}" in me.get(path).text


def test_nobody_follows_a_dossier_out_of_reach(site: Site, visitor: Known) -> None:
    for state, username in (("checked", "kiem-toan"), ("waiting", "xa-hoa")):
        path = f"/notices/following/{site.dossiers[state].id}"
        assert visitor(username).get(path).status_code == 404
        assert visitor(username).post(path, {"follows": "yes"}).status_code == 404


def test_an_administrator_is_led_to_letters_webhooks_and_operations(visitor: Known) -> None:
    text = visitor("quan-tri").get("/notices").text
    links = ("/notices/letters", "/notices/webhooks", "/operations")

    assert all(f'href="{link}"' in text for link in links)
    assert not any(f'href="{link}"' in visitor("xa-an").get("/notices").text for link in links)


async def test_an_address_is_confirmed_by_its_letter_and_then_told_of_a_return(
    tmp_path: Path,
) -> None:
    async with open_post_office(PostOffice()) as office:
        settings = {
            "NTM_SMTP_URL": f"smtp://127.0.0.1:{office.port}",
            "NTM_MAIL_FROM": "ntm@tinh.example",
        }
        await asyncio.wait_for(asyncio.to_thread(_set, tmp_path, settings, office), 200)

    subjects = [letter["subject"] for letter in office.letters]
    assert subjects[0] == "Xác nhận địa chỉ nhận thông báo"
    endings = {subject.rpartition(": ")[2] for subject in subjects[1:]}
    assert endings == {"đã có người nhận thẩm định", "được trả lại để bổ sung"}
    assert {letter["to"] for letter in office.letters} == {"can.bo@xa.example"}


def _set(folder: Path, settings: dict[str, str], office: PostOffice) -> None:
    with open_site(folder, dossiers=False, green=1, **settings) as site:
        clerk, appraiser = sign_in(site, "xa-an"), sign_in(site, "tham-dinh")
        answer = clerk.post("/notices/address", {"address": "can.bo@xa.example"})
        assert answer.status_code == 303
        assert "chờ xác nhận" in clerk.get("/notices").text
        _wait(office, 1)
        link = re.search(r"/notices/address/\w+", office.letters[0].get_content())
        assert link is not None
        assert clerk.post(link[0]).status_code == 303
        assert "đã xác nhận" in clerk.get("/notices").text
        assert "can.bo@" not in clerk.get("/notices").text
        _return(site, appraiser)
        _wait(office, 3)
        assert clerk.post("/notices/address", {"act": "remove"}).status_code == 303
        assert "Địa chỉ thư điện tử" in clerk.get("/notices").text
        for one in (clerk, appraiser):
            one.client.close()


def _return(site: Site, appraiser: Visitor) -> None:
    """Take the dossier on and give it back to its commune."""
    dossier = site.dossiers["green_0"]
    path, version = f"/appraisals/{dossier.id}", dossier.version
    assert appraiser.post(f"{path}/assignment", {"seen": str(version)}).status_code == 303
    reason = {"reason": "list_errors", "note": NOTE, "seen": str(version + 1)}
    assert appraiser.post(f"{path}/return", reason).status_code == 303


def _wait(office: PostOffice, count: int) -> None:
    """Look until so many letters have come: the service runs in a process of its own."""
    end = monotonic() + 60
    while len(office.letters) < count:
        assert monotonic() < end, f"{len(office.letters)} letters came"
        sleep(0.05)
