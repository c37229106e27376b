"""Style sheets and the script (tệp tĩnh): read once, named by their content, kept for ever."""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from .policy import PUBLIC
from .session import AnyRequest

KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, plain and compressed (một tệp tĩnh)."""

    name: str
    kind: str
    plain: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """All files of the folder by the name that bears their digest (các tệp tĩnh)."""

    by_name: dict[str, Asset]
    named: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the folder."""
        by_name, named = {}, {}
        for path in sorted(folder.iterdir()):
            if path.suffix in KINDS:
                plain = path.read_bytes()
                digest = sha256(plain).hexdigest()[:12]
                name = f"{path.stem}.{digest}{path.suffix}"
                packed = gzip.compress(plain, 9, mtime=0)
                by_name[name] = Asset(name, KINDS[path.suffix], plain, packed)
                named[path.name] = name
        return cls(by_name, named)

    def address(self, name: str) -> str:
        """Give the address of a file by the name it has in the folder."""
        return f"/assets/{self.named[name]}"


def asset_route(assets: Assets) -> HTTPRouteHandler:
    """Give the route that serves them."""

    @get("/assets/{name:str}", opt={"policy": PUBLIC}, include_in_schema=False)
    async def serve(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        """Serve one file; a name that is not there has changed its content."""
        asset = assets.by_name.get(name)
        if asset is None:
            raise NotFoundException
        headers = {"cache-control": FOREVER, "vary": "accept-encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["content-encoding"] = "gzip"
            return Response(asset.packed, media_type=asset.kind, headers=headers)
        return Response(asset.plain, media_type=asset.kind, headers=headers)

    return serve
