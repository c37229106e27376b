"""An OpenID Connect provider for tests, in a process of its own.

`python -m tests.support.oidc_provider` prints its address and serves. It does what a sound provider
does (discovery, keys, codes that serve once and are bound to client, address and PKCE), and lies
where a test tells it to by `POST /behave`: `claims` to put in place of its own (null leaves one
out), `sign` for how the token is signed, `reuse` for codes that serve again, `now` for its clock,
`who` for somebody whose session there is open already, `document` for other places, `keys_late` for
so many answers without the newest key. Everybody in it is made up: DỮ LIỆU GIẢ LẬP.
"""

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from .files import ROOT

CLIENT: Final = "ntm verify"
SECRET: Final = "bí mật/giả lập"  # noqa: S105 - of nobody
METHODS: Final = "token_endpoint_auth_methods_supported"
LOGIN: Final = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<title>Cổng giả lập</title></head><body><main><h1>Cổng giả lập</h1><p>DỮ LIỆU GIẢ LẬP</p>
<form method="post"><label for="who">Mã định danh</label><input id="who" name="who">
<button>Vào</button></form></main></body></html>"""


def challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass
class Sound:
    """The provider's own state, and what a test told it to do."""

    issuer: str = ""
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    keys_asked: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    rsa: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, {"kid": "r1", "use": "sig"})
    )
    ec: ECKey = field(
        default_factory=lambda: ECKey.generate_key("P-256", {"kid": "e1", "use": "sig"})
    )
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "r1"}))

    def now(self) -> int:
        return int(self.told.get("now", time.time()))

    def document(self) -> dict[str, Any]:
        places = {
            "authorization_endpoint": "/authorize?tenant=tinh",
            "token_endpoint": "/token",
            "jwks_uri": "/keys",
        }
        told = {name: self.issuer + path for name, path in places.items()}
        return {"issuer": self.issuer, **told, **self.told.get("document", {})}

    def key_set(self) -> dict[str, Any]:
        self.keys_asked += 1
        if self.told.get("keys_late", 0) >= self.keys_asked:
            return {"keys": [self.ec.as_dict(private=False)]}
        shared = {"kty": "oct", "k": "c2VjcmV0", "kid": "o1"}
        return {"keys": [self.rsa.as_dict(private=False), self.ec.as_dict(private=False), shared]}

    def code_for(self, who: str, query: Mapping[str, str]) -> str:
        """Give the address to go back to, with a code."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**query, "who": who, "at": self.now()}
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token_for(self, form: Mapping[str, str], login: tuple[str, str]) -> dict[str, Any] | None:
        """Exchange a code, as strictly as RFC 6749 and RFC 7636 ask."""
        take = self.codes.get if self.told.get("reuse") else self.codes.pop
        asked = take(form.get("code", ""), None)
        if asked is None or login != (CLIENT, SECRET):
            return None
        same = asked["redirect_uri"] == form.get("redirect_uri")
        if not same or asked["code_challenge"] != challenge(form.get("code_verifier", "")):
            return None
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "sub": asked["who"],
            "nonce": asked["nonce"],
            "iat": self.now(),
            "exp": self.now() + 300,
            "auth_time": asked["at"],
            "name": f"Người mẫu {asked['who']}",
        }
        claims |= self.told.get("claims", {})
        sound = {name: value for name, value in claims.items() if value is not None}
        return {"id_token": self.signed(sound), "token_type": "Bearer", "access_token": "x"}

    def signed(self, claims: dict[str, Any]) -> str:
        """Sign as a test told it to, soundly with RS256 by default."""
        how = self.told.get("sign", "RS256")
        if how == "none":
            return _by_hand({"alg": "none"}, claims, None)
        if how == "HS256":  # with the public key as if it were a shared secret
            return _by_hand({"alg": how, "kid": "r1"}, claims, self.rsa.as_pem(private=False))
        if how == "ES256":
            return jwt.encode({"alg": how, "kid": "e1"}, claims, self.ec)
        kid = "r9" if how == "unknown kid" else "r1"
        key = self.other if how == "another key" else self.rsa
        return jwt.encode({"alg": "RS256", "kid": kid}, claims, key)


def _by_hand(header: dict[str, str], claims: dict[str, Any], secret: bytes | None) -> str:
    parts = [json.dumps(one).encode() for one in (header, claims)]
    head = ".".join(base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts)
    mac = hmac.new(secret, head.encode(), "sha256").digest() if secret else b""
    return f"{head}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


SOUND: Final = Sound()


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    def log_message(self, *_: object) -> None:
        """Write nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(200, SOUND.document())
            case "/keys":
                self._json(200, SOUND.key_set())
            case "/asked":
                self._json(200, {"asked": SOUND.asked, "keys": SOUND.keys_asked})
            case "/authorize":
                self._authorize(query)
            case _:
                self._json(404, {})

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/behave":
                SOUND.told, SOUND.keys_asked = json.loads(body), 0
                self._json(200, {})
            case "/authorize":
                self._send(303, b"", location=SOUND.code_for(form["who"], query))
            case "/token":
                by_body = "client_secret_post" in SOUND.document().get(METHODS, ())
                told = form.get("client_id", ""), form.get("client_secret", "")
                granted = SOUND.token_for(form, told if by_body else self._login())
                self._json(200 if granted else 400, granted or {"error": "invalid_grant"})
            case _:
                self._json(404, {})

    def _authorize(self, query: dict[str, str]) -> None:
        SOUND.asked.append(query)
        wanted = ("openid" in query["scope"], query["code_challenge_method"] == "S256")
        if not all(wanted) or query["client_id"] != CLIENT or query["response_type"] != "code":
            self._json(400, {"error": "invalid_request"})
        elif "who" in SOUND.told and query.get("prompt") != "login":
            self._send(303, b"", location=SOUND.code_for(SOUND.told["who"], query))
        else:
            self._send(200, LOGIN.encode())

    def _login(self) -> tuple[str, str]:
        kind, _, told = self.headers.get("authorization", "").partition(" ")
        name, _, secret = base64.b64decode(told if kind == "Basic" else "").decode().partition(":")
        return unquote_plus(name), unquote_plus(secret)

    def _json(self, status: int, told: object) -> None:
        self._send(status, json.dumps(told).encode(), kind="application/json")

    def _send(
        self,
        status: int,
        body: bytes,
        *,
        kind: str = "text/html; charset=utf-8",
        location: str = "",
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        if location:
            self.send_header("location", location)
        self.end_headers()
        self.wfile.write(body)


@dataclass
class ProviderAt:
    """A running provider, and somebody's browser in front of it."""

    issuer: str
    client: httpx.Client

    def behaves(self, **told: Any) -> None:  # noqa: ANN401 - what the module's docstring lists
        """Tell it how to behave from now on; without anything, as a sound provider does."""
        self.client.post("/behave", json=told).raise_for_status()

    def lets_in(self, address: str, who: str) -> dict[str, str]:
        """Go where the service sends the browser, say who one is, and give what comes back."""
        assert address.startswith(f"{self.issuer}/authorize?tenant=tinh&"), address
        answer = self.client.post(address, data={"who": who})
        assert answer.status_code == 303, answer.text
        back = urlsplit(answer.headers["location"])
        return {name: values[0] for name, values in parse_qs(back.query).items()}

    def keys_asked(self) -> int:
        return int(self.client.get("/asked").json()["keys"])


@contextmanager
def open_provider() -> Iterator[ProviderAt]:
    """Run a provider on loopback until the block ends."""
    command = [sys.executable, "-m", "tests.support.oidc_provider"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        assert process.stdout is not None
        issuer = process.stdout.readline().strip()
        with httpx.Client(base_url=issuer, timeout=30) as client:
            try:
                yield ProviderAt(issuer, client)
            finally:
                process.terminate()


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    SOUND.issuer = f"http://127.0.0.1:{server.server_port}"
    sys.stdout.write(f"{SOUND.issuer}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
