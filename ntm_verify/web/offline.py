"""One page that checks papers from disk, with no network (trang kiểm tra không cần mạng, F69).

Everything is in the one file: style, script, the service's public keys and the roots that
signatures must lead to. Its own policy allows this one script and no address at all.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from ntm_verify.usecases.publish_status import PublishStatus, publish_status

from .policy import PUBLIC
from .visit import Visit

NAME: Final = "kiem-tra-van-ban.html"
SCHEMA_NAME: Final = "tham-dinh.schema.json"
STATUS_NAME: Final = "danh-sach-hieu-luc.json"


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """The parts of the page, read once (các phần của trang)."""

    markup: str
    style: str
    script: str

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read markup, style and script."""
        return cls(*((folder / f"offline.{end}").read_text("utf-8") for end in END))

    def write(self, origin: str, trust: Mapping[str, object]) -> bytes:
        """Put the page together for one service, with the trust it hands out."""
        told = json.dumps(trust, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
        parts = {
            "script_hash": _hash(self.script),
            "style_hash": _hash(self.style),
            "origin": origin.replace("&", "&amp;").replace("<", "&lt;"),
            "style": self.style,
            "trust": told,
            "script": self.script,
        }
        page = self.markup
        for name, text in parts.items():
            page = page.replace("{{ " + name + " }}", text)
        return page.encode()


END: Final = ("html", "css", "js")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def offline_routes(templates: Path) -> list[HTTPRouteHandler]:
    """Give the page, the list of papers out of force, and the form of their statement."""
    page = OfflinePage.read(templates / "offline")
    policy: dict[str, Any] = {"policy": PUBLIC}

    @get("/offline.html", opt=policy, include_in_schema=False)
    async def offline(visit: NamedDependency[Visit]) -> Response[bytes]:
        """Hand the page out as a file; opened here, this site's policy would stop its script."""
        ports = visit.ports
        trust = {**ports.offline_trust(), "made": ports.now().isoformat(timespec="seconds")}
        return _file(page.write(ports.base_url, trust), "text/html; charset=utf-8", NAME)

    @get("/status.json", opt=policy, include_in_schema=False)
    async def status(visit: NamedDependency[Visit]) -> Response[bytes]:
        """Publish which papers are out of force, signed (danh sách hiệu lực)."""
        listed = await publish_status(visit.ports, visit.actor, PublishStatus())
        return _file(listed.encode(), "application/json", STATUS_NAME)

    schema = (templates / "offline" / SCHEMA_NAME).read_bytes()

    @get("/statement.schema.json", opt=policy, include_in_schema=False)
    async def statement_schema() -> Response[bytes]:
        """Publish the form of the statement that papers carry (cấu trúc của bản máy đọc)."""
        headers = {"access-control-allow-origin": "*"}
        return Response(schema, media_type="application/schema+json", headers=headers)

    return [offline, status, statement_schema]


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
