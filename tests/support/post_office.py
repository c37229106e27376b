# ruff: noqa: ANN401 - the mail library leaves sessions and envelopes untyped
"""Real receivers on the loopback: a mail server, and programs that are called."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class PostOffice:
    """A mail server that keeps what it takes; `answer` is what it says to a recipient.

    `tls` says, letter by letter, whether the line was encrypted; `users` who signed in.
    """

    port: int = 0
    answer: str = "250 OK"
    after: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)
    tls: list[bool] = field(default_factory=list)
    users: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - as the library calls it
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        del server
        if self.after.startswith("250"):
            message = BytesParser(EmailMessage, policy=default).parsebytes(envelope.content)
            self.letters.append(message)
            self.tls.append(session.ssl is not None)
        return self.after

    def admit(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
        del server, session, envelope, mechanism
        self.users.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"dung-mat-khau", handled=False)


@asynccontextmanager
async def open_post_office(
    office: PostOffice, *, tls: ssl.SSLContext | None = None, **habits: Any
) -> AsyncGenerator[PostOffice]:
    """Serve on a free port of the loopback until the block ends; with `tls` by STARTTLS."""
    lines: list[SMTP] = []

    def speak() -> SMTP:
        lines.append(SMTP(office, hostname="thu.example", tls_context=tls, loop=loop, **habits))
        return lines[-1]

    loop = asyncio.get_running_loop()
    server = await loop.create_server(speak, "127.0.0.1", office.port)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        for line in lines:
            if line.transport is not None:
                line.transport.close()
        await server.wait_closed()
        await asyncio.sleep(0)  # lets the closed lines be taken down


def certified(folder: Path, name: str = "127.0.0.1") -> tuple[ssl.SSLContext, str]:
    """Make a certificate for a name; give the server's side, and the file of who signed it."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return context, str(file)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Program:
    """A program that is called; `answer` gives the bytes that it sends back, "" for none."""

    answer: Callable[[], bytes] = lambda: b"HTTP/1.1 204 No Content\r\n\r\n"
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.strip().split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.asked.append(Asked(first.split()[1], headers, body))
            if told := self.answer():
                writer.write(told)
                await writer.drain()
            else:
                await reader.read()  # says nothing until the caller leaves
        finally:
            writer.close()


@asynccontextmanager
async def open_program(
    program: Program, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[Program]:
    """Serve on a free port of the loopback until the block ends."""
    server = await asyncio.start_server(program.take, "127.0.0.1", 0, ssl=tls)
    program.port = server.sockets[0].getsockname()[1]
    try:
        yield program
    finally:
        server.close()
        await server.wait_closed()
