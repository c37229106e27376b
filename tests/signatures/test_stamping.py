"""Time-stamps come over HTTP from an authority; a wrong answer is refused."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import pytest
from asn1crypto import tsp  # type: ignore[import-untyped] # ships no types

from ntm_verify.signatures.sealing import NotSigned, sign_paper
from ntm_verify.signatures.stamping import stamper

from .making import NOW, WHO, a_setup, the_examiner, the_page
from .test_examination import HOLDS, results

KINDS: Final = {"/portal": "text/html"}


@contextmanager
def an_authority() -> Iterator[str]:
    """Serve time-stamps on the loopback; /replay gives its first answer again and again."""
    kept: list[bytes] = []
    local = stamper(a_setup(), NOW)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["content-length"]))
            made = local.request_tsa_response(tsp.TimeStampReq.load(question))  # type: ignore[attr-defined] # the library's authority
            kept.append(made.dump())
            self.send_response(500 if self.path == "/broken" else 200)
            kind = KINDS.get(self.path, "application/timestamp-reply")
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(kept[0] if self.path == "/replay" else kept[-1])

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_paper_is_stamped_over_http_and_holds() -> None:
    with an_authority() as address:
        paper = sign_paper(a_setup(tsa_url=f"{address}/"), the_page(), WHO, NOW)

    told, detail = results(paper)

    assert set(told.values()) == {HOLDS}
    assert "05/01/2026 09:35" in detail
    assert the_examiner().setup.tsa_url == ""


@pytest.mark.parametrize("path", ["/replay", "/portal", "/broken"])
def test_an_answer_that_is_not_ours_is_refused(path: str) -> None:
    with an_authority() as address, pytest.raises(NotSigned):
        sign_paper(a_setup(tsa_url=address + path), the_page(), WHO, NOW)


def test_an_authority_that_is_away_leaves_the_paper_unsigned() -> None:
    with pytest.raises(NotSigned, match="ConnectError"):
        sign_paper(a_setup(tsa_url="http://127.0.0.1:9/"), the_page(), WHO, NOW)
