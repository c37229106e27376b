"""A program that speaks JSON to a running service, with a bearer token of its own."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from .site import AS_OF, PEOPLE, Site, a_list

Answer = dict[str, Any]
PATIENCE: Final = 60
FORM: Final = {"as_of": AS_OF.isoformat(), "population": str(PEOPLE)}


@dataclass(frozen=True, slots=True)
class Program:
    """A client, and the token it sends ("" sends none)."""

    client: httpx.Client
    token: str = ""

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        **more: Any,  # noqa: ANN401 - passed on
    ) -> httpx.Response:
        if body is not None:
            more["json"] = body
        return self.client.request(method, path, **more)

    def told(self, method: str, path: str, body: object = None) -> Answer:
        """Ask for what must succeed."""
        answer = self.ask(method, path, body)
        assert answer.is_success, answer.text
        document: Answer = answer.json()
        return document

    def send(self, content: bytes | None = None, **fields: str) -> httpx.Response:
        """Hand a file in, with the usual fields unless a test says otherwise."""
        sent: Mapping[str, str] = {**FORM, **fields}
        file = ("danh-sach.csv", a_list() if content is None else content)
        return self.ask("POST", "/api/v1/submissions", files={"file": file}, data=sent)

    def upload(self, content: bytes | None = None, **fields: str) -> Answer:
        """Hand a file in that is accepted."""
        answer = self.send(content, **fields)
        assert answer.status_code == 202, answer.text
        document: Answer = answer.json()
        return document

    def checked(self, uploaded: Answer) -> Answer:
        """Ask until the list has been checked."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            now = self.told("GET", f"/api/v1/submissions/{uploaded['id']}")
            if now["status"] != "checking":
                return now
        raise AssertionError(uploaded)


def open_program(site: Site, username: str = "") -> Program:
    """Sign a program in; close its client when it is no longer needed."""
    client = httpx.Client(base_url=site.address, timeout=60)
    if not username:
        return Program(client)
    asked = {"username": username, "password": site.passwords[username]}
    answer = client.post("/api/v1/session", json=asked)
    assert answer.status_code == 201, answer.text
    token = answer.json()["token"]
    client.headers["authorization"] = f"Bearer {token}"
    return Program(client, token)
