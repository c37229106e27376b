"""The QR code of a paper's verification address (mã QR)."""

import io
from functools import lru_cache

import segno


def qr_data(text: str) -> str:
    """Draw a text as a QR code and give it as a data: address; nothing of it is remembered."""
    return segno.make_qr(text, error="m").svg_data_uri(border=4, scale=4, nl=False)


@lru_cache(maxsize=512)
def qr_svg(address: str) -> bytes:
    """Draw an address as a QR code of level M with its quiet zone of 4 modules, as SVG."""
    drawing = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(drawing, kind="svg", border=4, nl=False, xmldecl=False)
    return drawing.getvalue()
