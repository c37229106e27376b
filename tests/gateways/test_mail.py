"""Letters reach a real mail server, readable and marked; what goes wrong is told apart."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import pytest

from ntm_verify.domain.delivery import End, Outcome
from ntm_verify.gateways import mail
from ntm_verify.gateways.mail import Mailer, written
from ntm_verify.usecases.ports import Letter
from tests.support.post_office import PostOffice, certified, open_post_office

SENDER: Final = "ntm@tinh.example"
AT: Final = datetime(2026, 3, 5, 2, 15, tzinfo=UTC)
LETTER: Final = Letter(
    "0192b1f000007000",
    "can-bo@xa.example",
    "Hồ sơ Xã Đồng Lương, chốt 31/12/2025: được trả lại để bổ sung",
    "Hồ sơ được trả lại.\nLý do: Danh sách còn lỗi phải sửa.\n",
    AT,
)


def mailer(office: PostOffice, encryption: str = "none") -> Mailer:
    return Mailer("127.0.0.1", office.port, SENDER, encryption)


async def test_a_letter_arrives_as_it_was_written() -> None:
    async with open_post_office(PostOffice()) as office:
        assert await mailer(office).send(LETTER) == Outcome(End.DONE, "250")

    (came,) = office.letters
    assert came["subject"] == LETTER.subject
    assert came.get_content().replace("\r\n", "\n") == LETTER.text
    assert (came["from"], came["to"]) == (SENDER, LETTER.to)


def test_the_headers_are_those_that_the_standards_ask_for() -> None:
    raw = written(LETTER, SENDER).as_bytes()
    head, _, _ = raw.partition(b"\r\n\r\n")

    assert raw.isascii()
    assert b"Subject: =?utf-8?" in head
    assert b"Message-ID: <0192b1f000007000@tinh.example>" in head
    assert b"Auto-Submitted: auto-generated" in head
    assert b'Content-Type: text/plain; charset="utf-8"' in head
    date = next(line for line in head.decode().split("\r\n") if line.startswith("Date: "))
    assert parsedate_to_datetime(date.removeprefix("Date: ")) == AT
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_line_break_in_a_name_makes_no_header_of_its_own() -> None:
    hostile = replace(LETTER, subject="Hồ sơ\r\nBcc: khac@example.org")

    told = written(hostile, SENDER)

    assert told["bcc"] is None
    assert told["subject"] == "Hồ sơ Bcc: khac@example.org"


async def test_every_try_bears_the_same_name() -> None:
    async with open_post_office(PostOffice()) as office:
        await mailer(office).send(LETTER)
        await mailer(office).send(LETTER)

    assert len({letter["message-id"] for letter in office.letters}) == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("451 4.3.0 busy", Outcome(End.LATER, "451")),
        ("421 4.3.2 going away", Outcome(End.LATER, "421")),
        ("550 5.1.1 no such user", Outcome(End.NEVER, "550")),
        ("552 5.2.2 mailbox full", Outcome(End.NEVER, "552")),
    ],
)
async def test_what_the_server_says_of_a_recipient_decides_whether_to_try_again(
    answer: str, expected: Outcome
) -> None:
    async with open_post_office(PostOffice(answer=answer)) as office:
        assert await mailer(office).send(LETTER) == expected
    assert office.letters == []


@pytest.mark.parametrize(("after", "end"), [("452 full", End.LATER), ("554 no", End.NEVER)])
async def test_so_does_what_it_says_of_the_letter(after: str, end: End) -> None:
    async with open_post_office(PostOffice(after=after)) as office:
        assert await mailer(office).send(LETTER) == Outcome(end, after[:3])


async def test_a_server_that_is_away_is_tried_again() -> None:
    async with open_post_office(PostOffice()) as office:
        pass

    assert await mailer(office).send(LETTER) == Outcome(End.LATER, "unreachable")


async def test_a_server_that_says_nothing_is_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        left.set()

    monkeypatch.setattr(mail, "ALL_IN_ALL", 0.2)
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    outcome = await Mailer("127.0.0.1", port, SENDER, "none").send(LETTER)
    await left.wait()
    server.close()
    await server.wait_closed()

    assert outcome == Outcome(End.LATER, "timeout")


async def test_where_encryption_is_asked_for_nothing_goes_out_in_the_clear() -> None:
    async with open_post_office(PostOffice()) as office:
        assert await mailer(office, "starttls").send(LETTER) == Outcome(End.LATER, "tls")

    assert office.letters == []


async def test_a_letter_goes_out_encrypted_to_a_server_that_proves_who_it_is(
    tmp_path: Path,
) -> None:
    context, ca_file = certified(tmp_path)
    async with open_post_office(PostOffice(), tls=context) as office:
        trusting = replace(mailer(office, "starttls"), ca_file=ca_file)
        assert await trusting.send(LETTER) == Outcome(End.DONE, "250")

    assert office.tls == [True]


@pytest.mark.parametrize("encryption", ["starttls", "optional"])
async def test_a_server_with_a_foreign_certificate_gets_nothing(
    tmp_path: Path, encryption: str
) -> None:
    context, _ = certified(tmp_path)
    async with open_post_office(PostOffice(), tls=context) as office:
        assert await mailer(office, encryption).send(LETTER) == Outcome(End.LATER, "tls")

    assert office.letters == []


async def test_name_and_password_go_over_the_encrypted_line(tmp_path: Path) -> None:
    context, ca_file = certified(tmp_path)
    office = PostOffice()
    async with open_post_office(office, tls=context, authenticator=office.admit):
        mine = replace(mailer(office, "starttls"), ca_file=ca_file, user="ntm")
        right = await replace(mine, password="dung-mat-khau").send(LETTER)  # noqa: S106 - made up
        wrong = await replace(mine, password="sai").send(LETTER)  # noqa: S106 - made up

    assert (right.code, wrong) == ("250", Outcome(End.LATER, "login"))
    assert office.users[0] == ("ntm", "dung-mat-khau")
    assert len(office.letters) == 1


def test_a_mailer_shows_no_password() -> None:
    shown = repr(Mailer("m", 25, SENDER, password="bi-mat-gia"))  # noqa: S106 - made up

    assert "bi-mat-gia" not in shown
    assert LETTER.to not in repr(LETTER)
    assert timedelta(seconds=mail.TIMEOUT) < timedelta(seconds=mail.ALL_IN_ALL)
