"""The QR code of a paper's verification address (mã QR)."""

import io
from functools import lru_cache
from typing import Final

import segno

SHORT: Final = 150
"""Bytes up to which level M is drawn."""


def qr_data(text: str) -> str:
    """Draw a text as a QR code and give it as a data: address; nothing of it is remembered."""
    return segno.make_qr(text, error="m").svg_data_uri(border=4, scale=4, nl=False)


@lru_cache(maxsize=512)
def qr_svg(address: str) -> bytes:
    """Draw a text as a QR code with its quiet zone of 4 modules, as SVG.

    Level M as long as the modules stay large enough for paper, then L.
    """
    drawing = io.BytesIO()
    level = "m" if len(address.encode()) <= SHORT else "l"
    code = segno.make_qr(address, error=level, boost_error=False)
    code.save(drawing, kind="svg", border=4, nl=False, xmldecl=False)
    return drawing.getvalue()
