"""Calls to other people's programs (gọi webhook), over httpx.

The address was typed by somebody: so names are resolved here, every address they lead to is
judged, and the call goes to the very address that was judged. Nothing is followed, nothing of the
answer is kept but its number.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from ntm_verify.domain.delivery import End, Outcome
from ntm_verify.usecases.ports import Call

ALL_IN_ALL: Final = 15.0
"""Seconds for a call as a whole, names and handshakes included."""
NAT64: Final = IPv6Network("64:ff9b::/96")
DEFAULT_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class HookCaller:
    """Calls addresses of the internet, and with `private` of the installation's own network."""

    private: bool = False
    patience: float = ALL_IN_ALL
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    async def call(self, call: Call) -> Outcome:
        """Send one request; whatever comes of it is said in a code."""
        try:
            async with asyncio.timeout(self.patience):
                return await self._call(call)
        except (TimeoutError, httpx.TimeoutException):
            return Outcome(End.LATER, "timeout")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as failure:
            broken = isinstance(failure, httpx.RemoteProtocolError | httpx.InvalidURL)
            return Outcome(End.LATER, "protocol" if broken else "unreachable")

    async def _call(self, call: Call) -> Outcome:
        parts = urlsplit(call.url)
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        plain = parts.scheme == "http" and not self.private
        if plain or not may_call(addresses, private=self.private):
            return Outcome(End.NEVER, "forbidden_address")
        client = httpx.AsyncClient(
            verify=self.context, trust_env=False, follow_redirects=False, timeout=self.patience
        )
        headers = {
            **call.headers,
            "content-type": "application/json; charset=utf-8",
            "user-agent": "ntm_verify",
            "accept-encoding": "identity",
            "host": parts.netloc,
        }
        async with (
            client,
            client.stream(
                "POST",
                _pinned(parts, addresses[0], port),
                content=call.body,
                headers=headers,
                extensions={"sni_hostname": host},
            ) as answer,
        ):
            return _judged(answer.status_code)


def may_call(addresses: Iterable[str], *, private: bool) -> bool:
    """Say whether every address that a name leads to may be called (chống gọi vào mạng trong).

    Link-local ones, where clouds keep their keys, may never be; those of a private network and of
    this machine only by the installation's leave.
    """
    found = [_bare(ip_address(address.partition("%")[0])) for address in addresses]
    return bool(found) and all(_is_fit(address, private=private) for address in found)


def _is_fit(address: IPv4Address | IPv6Address, *, private: bool) -> bool:
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return private or address.is_global


def _bare(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Give the IPv4 address that an IPv6 one carries, if it carries one."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _pinned(parts: SplitResult, address: str, port: int) -> str:
    """Write the address in place of the name, so that no second look-up can lead elsewhere."""
    host = f"[{address}]" if ":" in address else address
    return parts._replace(netloc=f"{host}:{port}", fragment="").geturl()


def _judged(status: int) -> Outcome:
    """Read an answer: 2xx is a receipt, 410 means never again, anything else may pass."""
    code = "redirect" if httpx.codes.is_redirect(status) else f"http_{status}"
    if httpx.codes.is_success(status):
        return Outcome(End.DONE, code)
    return Outcome(End.NEVER if status == httpx.codes.GONE else End.LATER, code)
