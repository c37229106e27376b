"""The provider is asked at its own addresses, follows nothing, and is heard only so long."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import pytest

from ntm_verify.domain.identity import Attempt, IdentityRefused, Purpose
from ntm_verify.gateways.oidc import LARGEST, ProviderClient, challenge, is_safe
from ntm_verify.usecases.ports import Unavailable
from tests.support.builders import NOON
from tests.support.oidc_provider import CLIENT, SECRET, ProviderAt

ATTEMPT: Final = Attempt(Purpose.SIGN_IN, "s", "n", "v" * 43, NOON)
HERE: Final = "https://ntm.test.example/sign-in/provider/callback"
Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def answering(answer: Callable[[str], Answer]) -> Iterator[str]:
    """Serve whatever a function says to a path; give the address."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Write nothing."""

        def do_GET(self) -> None:
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_client(issuer: str) -> ProviderClient:
    return ProviderClient(issuer, CLIENT, HERE, SECRET)


def test_a_challenge_is_that_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    ("place", "safe"),
    [
        ("https://cong.tinh.example/a?b=c", True),
        ("http://127.0.0.1:8080/a", True),
        ("http://localhost/a", True),
        ("http://cong.tinh.example/a", False),
        ("http://127.0.0.1.tinh.example/a", False),
        ("https://ten@cong.tinh.example/a", False),
        ("https://cong.tinh.example/a#b", False),
        ("https:///a", False),
        ("https://[a", False),
        ("ftp://cong.tinh.example", False),
        ("javascript:alert(1)", False),
        ("", False),
        (None, False),
    ],
)
def test_only_https_or_this_machine_is_asked(place: object, *, safe: bool) -> None:
    assert is_safe(place) is safe


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://cong.khac.example"},
        {"token_endpoint": "http://cong.tinh.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
)
async def test_a_discovery_document_that_leads_elsewhere_is_none(
    provider_at: ProviderAt, document: dict[str, Any]
) -> None:
    provider_at.behaves(document=document)
    with pytest.raises(Unavailable):
        await a_client(provider_at.issuer).address(ATTEMPT)
    provider_at.behaves()
    assert "code_challenge_method=S256" in await a_client(provider_at.issuer).address(ATTEMPT)


async def test_a_code_that_the_provider_does_not_know_is_refused(provider_at: ProviderAt) -> None:
    provider_at.behaves()
    with pytest.raises(IdentityRefused):
        await a_client(provider_at.issuer).redeem("khong-co", ATTEMPT.verifier)


@pytest.mark.parametrize("how", [["client_secret_post"], ["client_secret_basic", "x"], []])
async def test_the_secret_goes_the_way_that_the_provider_says(
    provider_at: ProviderAt, how: list[str]
) -> None:
    document = {"token_endpoint_auth_methods_supported": how} if how else {}
    provider_at.behaves(document=document)
    client = a_client(provider_at.issuer)
    back = provider_at.lets_in(await client.address(ATTEMPT), "ai-do")
    assert (await client.redeem(back["code"], ATTEMPT.verifier)).count(".") == 2


@pytest.mark.parametrize(
    "answer",
    [
        (302, {"location": "/elsewhere"}, b""),
        (200, {}, b"[]"),
        (200, {}, b"no JSON"),
        (200, {}, b"[" * 100_000),
        (200, {}, b"{" + b" " * LARGEST + b"}"),
        (500, {}, b"{}"),
        (200, {"content-encoding": "gzip"}, b"\x1f\x8b"),
    ],
)
async def test_whatever_is_no_short_plain_answer_is_none(answer: Answer) -> None:
    seen: list[str] = []

    def say(path: str) -> Answer:
        seen.append(path)
        return answer

    with answering(say) as place, pytest.raises(Unavailable):
        await a_client(place).address(ATTEMPT)
    assert seen == ["/.well-known/openid-configuration"]


async def test_a_provider_that_does_not_answer_is_not_waited_for() -> None:
    ended = threading.Event()

    def never(_: str) -> Answer:
        ended.wait(10)
        return 200, {}, json.dumps({}).encode()

    with answering(never) as place:
        client = a_client(place)
        client.patience = 0.1
        async with asyncio.timeout(5):
            with pytest.raises(Unavailable):
                await client.address(ATTEMPT)
        ended.set()
