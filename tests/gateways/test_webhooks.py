"""Calls reach a real program; nothing leads into a network that may not be called."""

import asyncio
import hmac
import json
import socket
import ssl
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from ntm_verify.domain.delivery import End, Outcome
from ntm_verify.domain.webhook import read_secret, signed_headers, write_secret
from ntm_verify.gateways.webhooks import HookCaller, may_call
from ntm_verify.usecases.ports import Call
from tests.support.post_office import Program, certified, open_program

NOWHERE: Final = "0.0.0.0"  # noqa: S104 - judged, never bound
SECRET: Final = bytes(range(32))
BODY: Final = json.dumps({"type": "dossier.returned", "data": {"status": "returned"}}).encode()
NOW: Final = datetime(2026, 3, 5, tzinfo=UTC)
NEAR: Final = HookCaller(private=True)


def a_call(url: str) -> Call:
    return Call(url, signed_headers(SECRET, "0192b1f0", NOW, BODY), BODY)


def is_genuine(headers: dict[str, str], body: bytes, secret: str, now: datetime) -> bool:
    """Check a call as the standard tells receivers to, without a line of ours."""
    second = int(headers["webhook-timestamp"])
    if abs(now.timestamp() - second) > timedelta(minutes=5).total_seconds():
        return False
    key = b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{second}.".encode() + body
    expected = hmac.new(key, content, sha256).digest()
    told = [part.partition(",") for part in headers["webhook-signature"].split(" ")]
    return any(v == "v1" and hmac.compare_digest(b64decode(s), expected) for v, _, s in told)


async def test_a_program_can_tell_that_a_call_is_ours_and_unchanged() -> None:
    async with open_program(Program()) as program:
        outcome = await NEAR.call(a_call(f"http://127.0.0.1:{program.port}/nhan?a=1"))

    (came,) = program.asked
    secret = write_secret(SECRET)
    assert outcome == Outcome(End.DONE, "http_204")
    assert (came.path, came.body) == ("/nhan?a=1", BODY)
    assert came.headers["content-type"] == "application/json; charset=utf-8"
    assert came.headers["host"] == f"127.0.0.1:{program.port}"
    assert is_genuine(came.headers, came.body, secret, NOW)
    assert not is_genuine(came.headers, came.body + b" ", secret, NOW)
    assert not is_genuine(came.headers, came.body, write_secret(bytes(32)), NOW)
    assert not is_genuine(came.headers, came.body, secret, NOW + timedelta(minutes=6))
    assert not is_genuine({**came.headers, "webhook-id": "x"}, came.body, secret, NOW)


def test_the_signature_is_that_of_the_published_example() -> None:
    key = read_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)

    told = signed_headers(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')

    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def says(status: str, extra: str = "") -> Program:
    told = f"HTTP/1.1 {status}\r\n{extra}content-length: 0\r\n\r\n"
    return Program(told.encode)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("200 OK", Outcome(End.DONE, "http_200")),
        ("500 Oops", Outcome(End.LATER, "http_500")),
        ("404 Not Found", Outcome(End.LATER, "http_404")),
        ("429 Slow Down", Outcome(End.LATER, "http_429")),
        ("410 Gone", Outcome(End.NEVER, "http_410")),
    ],
)
async def test_the_answer_decides_whether_to_call_again(status: str, expected: Outcome) -> None:
    async with open_program(says(status)) as program:
        assert await NEAR.call(a_call(f"http://127.0.0.1:{program.port}/")) == expected


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
async def test_nothing_is_followed(status: str) -> None:
    async with open_program(Program()) as other:
        elsewhere = f"location: http://127.0.0.1:{other.port}/\r\n"
        async with open_program(says(status, elsewhere)) as program:
            outcome = await NEAR.call(a_call(f"http://127.0.0.1:{program.port}/"))

    assert outcome == Outcome(End.LATER, "redirect")
    assert len(program.asked) == 1
    assert other.asked == []


async def test_a_program_that_does_not_answer_is_left_in_time() -> None:
    async with open_program(Program(lambda: b"")) as program:
        hasty = replace(NEAR, patience=0.2)
        outcome = await hasty.call(a_call(f"http://127.0.0.1:{program.port}/"))

    assert outcome == Outcome(End.LATER, "timeout")


async def test_an_answer_without_end_is_not_read() -> None:
    """The number is all that counts: what follows stays where it is."""
    endless = b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n" + bytes(64 * 1024)
    async with open_program(Program(lambda: endless)) as program:
        outcome = await NEAR.call(a_call(f"http://127.0.0.1:{program.port}/"))

    assert outcome == Outcome(End.DONE, "http_200")


async def test_gibberish_and_nobody_at_home_are_told_apart() -> None:
    async with open_program(Program(lambda: b"SSH-2.0-OpenSSH\r\n\r\n")) as program:
        strange = await NEAR.call(a_call(f"http://127.0.0.1:{program.port}/"))
    away = await NEAR.call(a_call(f"http://127.0.0.1:{program.port}/"))

    assert (strange, away) == (Outcome(End.LATER, "protocol"), Outcome(End.LATER, "unreachable"))


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "::1", "10.0.0.5", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
        *("169.254.169.254", "fe80::1", "fe80::1%eth0", "fd00::1", NOWHERE, "::"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::"),
        *("224.0.0.1", "ff02::1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
    ],
)
def test_an_address_inside_may_not_be_called(address: str) -> None:
    assert not may_call([address], private=False)
    assert not may_call(["93.184.216.34", address], private=False)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_may_be_called(address: str) -> None:
    assert may_call([address], private=False)


@pytest.mark.parametrize(
    ("address", "fit"),
    [
        *(("127.0.0.1", True), ("10.0.0.5", True), ("::1", True), ("fd00::1", True)),
        *(("169.254.169.254", False), ("fe80::1", False), ("::ffff:169.254.169.254", False)),
        *((NOWHERE, False), ("224.0.0.1", False)),
    ],
)
def test_with_leave_the_own_network_may_be_called_but_never_where_clouds_keep_keys(
    address: str, *, fit: bool
) -> None:
    assert may_call([address], private=True) is fit


def test_a_name_that_leads_nowhere_may_not_be_called() -> None:
    assert not may_call([], private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001"])
async def test_no_spelling_of_this_machine_gets_through(host: str) -> None:
    async with open_program(Program()) as program:
        outcome = await HookCaller().call(a_call(f"https://{host}:{program.port}/"))

    assert outcome == Outcome(End.NEVER, "forbidden_address")
    assert program.asked == []


async def test_without_leave_nothing_goes_out_unencrypted() -> None:
    outcome = await HookCaller().call(a_call("http://93.184.216.34/"))

    assert outcome == Outcome(End.NEVER, "forbidden_address")


async def test_a_name_is_looked_up_once_and_the_judged_address_is_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A second look-up could lead elsewhere (DNS rebinding); the certificate is for the name."""
    server_side, ca_file = certified(tmp_path, "nhan.tinh.example")
    asked: list[Any] = []

    async def resolve(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        assert host == "nhan.tinh.example"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    trusting = HookCaller(private=True, context=ssl.create_default_context(cafile=ca_file))
    async with open_program(Program(), server_side) as program:
        outcome = await trusting.call(a_call(f"https://nhan.tinh.example:{program.port}/"))

    assert outcome == Outcome(End.DONE, "http_204")
    assert asked == ["nhan.tinh.example"]
    assert program.asked[0].headers["host"] == f"nhan.tinh.example:{program.port}"


async def test_a_program_that_cannot_prove_its_name_is_told_nothing(tmp_path: Path) -> None:
    server_side, ca_file = certified(tmp_path, "khac.example")
    trusting = HookCaller(private=True, context=ssl.create_default_context(cafile=ca_file))
    async with open_program(Program(), server_side) as program:
        outcome = await trusting.call(a_call(f"https://127.0.0.1:{program.port}/"))

    assert outcome == Outcome(End.LATER, "unreachable")
    assert program.asked == []
