"""What is published of the log over HTTP (API phần công bố của nhật ký), as the formats name it."""

from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from ntm_verify.domain.people import Actor
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_published import ReadPublished, read_published

from .audit import READERS
from .identity import PUBLIC, anyone, provide_actor
from .problems import AnyRequest

FOR_EVER = "public, max-age=31536000, immutable"
"""Tiles never change; the checkpoint does."""


class PublishedController(Controller):
    """Checkpoint and hash tiles for anybody, entries for readers of the log."""

    path = "/api/v1/audit"
    dependencies = {"actor": Provide(provide_actor)}  # noqa: RUF012 - the framework's shape

    @get("/checkpoint", opt={"policy": PUBLIC}, media_type="text/plain")
    async def checkpoint(
        self, request: AnyRequest, ports: NamedDependency[Ports]
    ) -> Response[bytes]:
        """Give the newest checkpoint, signed (mốc mới nhất)."""
        content = await read_published(ports, anyone(request), ReadPublished("checkpoint"))
        return _file(content, "text/plain; charset=utf-8", "no-cache")

    @get("/tile/{place:path}", opt={"policy": PUBLIC}, media_type="application/octet-stream")
    async def tile(
        self, request: AnyRequest, ports: NamedDependency[Ports], place: FromPath[str]
    ) -> Response[bytes]:
        """Give a tile of hashes: <level>/<index>, as the format says (mảnh mã băm)."""
        asked = ReadPublished(f"tile/{str(place).lstrip('/')}")
        content = await read_published(ports, anyone(request), asked)
        return _file(content, "application/octet-stream", FOR_EVER)

    @get(
        "/tile/entries/{place:path}",
        opt={"policy": READERS},
        media_type="application/octet-stream",
    )
    async def entries(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        place: FromPath[str],
    ) -> Response[bytes]:
        """Give a bundle of entries; the refusal of others is on record (mảnh nội dung)."""
        asked = ReadPublished(f"tile/entries/{str(place).lstrip('/')}")
        content = await read_published(ports, actor, asked)
        return _file(content, "application/octet-stream", "private, no-store")


def _file(content: bytes, media_type: str, cache: str) -> Response[Any]:
    headers = {"cache-control": cache, "x-content-type-options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)
