"""What is seen of a signature (hình ảnh chữ ký số): one small page per picture.

Nghị định 30/2020/NĐ-CP, Phụ lục I: the handwritten signature blue, the seal red, in its true
size, both transparent and without text. An office gives its own PNG pictures; without them the
paper bears sample pictures that say "MẪU" and imitate no real seal.
"""

from pathlib import Path
from typing import Final

from weasyprint import CSS, HTML  # type: ignore[import-untyped] # ships no types

from .closed import AssetFetcher, no_complaints
from .fields import SEAL_MM, SIGNATURE_MM
from .press import strike

PNG: Final = b"\x89PNG\r\n\x1a\n"
VARIANT: Final = "pdf/a-3u"
_SVG: Final = "image/svg+xml"
_PNG: Final = "image/png"


def draw_looks(templates_dir: Path, signature: bytes = b"", seal: bytes = b"") -> tuple[bytes, ...]:
    """Give the pages of signature and seal as PDF, from PNG pictures or the samples.

    Raises:
        UnusablePage: a picture cannot be drawn.

    """
    folder = templates_dir / "certificate"
    return (
        _draw(signature or (folder / "signature.svg").read_bytes(), SIGNATURE_MM),
        _draw(seal or (folder / "seal.svg").read_bytes(), (SEAL_MM, SEAL_MM)),
    )


def _draw(picture: bytes, size_mm: tuple[float, float]) -> bytes:
    kind = _PNG if picture.startswith(PNG) else _SVG
    fetcher = AssetFetcher({"picture": (picture, kind)})
    wide, high = size_mm
    style = CSS(
        string=(
            f"@page {{ size: {wide}mm {high}mm; margin: 0 }} body {{ margin: 0 }}"
            f"img {{ display: block; width: {wide}mm; height: {high}mm; object-fit: contain;"
            " image-rendering: pixelated }"
        ),
        url_fetcher=fetcher,
    )
    text = '<html lang="vi"><title>Chữ ký</title><img src="asset:picture" alt="Chữ ký">'
    with no_complaints():
        page = HTML(string=text, url_fetcher=fetcher, base_url="asset:").render(
            stylesheets=[style], pdf_variant=VARIANT
        )
        return strike(page, VARIANT)
