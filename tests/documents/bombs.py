"""PDFs that lie, swell or never end, made from a good one (DỮ LIỆU GIẢ LẬP)."""

import io
import json
import zlib
from collections.abc import Callable
from typing import Any, Final

import pikepdf

from ntm_verify.documents.renderer import STATEMENT_NAME

from . import samples


def changed(change: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:  # noqa: ANN401
    """Save the usual paper after a change."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.usual().content)) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def attached(pdf: pikepdf.Pdf, text: bytes) -> pikepdf.AttachedFileSpec:
    """Make an attachment that bears the name of the statement."""
    return pikepdf.AttachedFileSpec(
        pdf,
        text,
        filename=STATEMENT_NAME,
        description="",
        mime_type="application/json",
        creation_date="",
        mod_date="",
    )


def with_statement(text: bytes) -> bytes:
    """Put another text in the place of the statement."""

    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[STATEMENT_NAME]
        pdf.attachments[STATEMENT_NAME] = attached(pdf, text)

    return changed(change, compress_streams=False)


def with_packed(raw: bytes, **keys: object) -> bytes:
    """Put packed bytes in the place of the statement, as they are."""

    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.attachments[STATEMENT_NAME].get_file().obj
        assert isinstance(stream, pikepdf.Stream)
        stream.write(raw, filter=pikepdf.Name("/FlateDecode"))
        for name, value in keys.items():
            stream[f"/{name}"] = value

    return changed(change, compress_streams=False, recompress_flate=False)


def zeros(mebibytes: int) -> bytes:
    """Pack so many MiB of blanks into a thousandth of it."""
    packer = zlib.compressobj(9)
    block = b" " * 2**20
    return b"".join(packer.compress(block) for _ in range(mebibytes)) + packer.flush()


def swelling() -> bytes:
    """Make a statement of 256 MiB out of 256 KiB."""
    return with_packed(zeros(256))


def packed_twice() -> bytes:
    """Make a statement whose packing is packed."""
    filters = pikepdf.Array([pikepdf.Name("/FlateDecode"), pikepdf.Name("/FlateDecode")])
    return with_packed(zlib.compress(zeros(64)), Filter=filters)


def swelling_table() -> bytes:
    """Make a cross-reference table of 900 MiB out of 1 MiB."""
    body = zeros(900)
    keys = b"/Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d" % len(body)
    table = b"%%PDF-1.7\n1 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\n" % (keys, body)
    return table + b"startxref\n9\n%%EOF\n"


def endless_pages() -> bytes:
    """Make a page tree that contains itself."""
    return hand_made([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"])


def endless_names() -> bytes:
    """Make a tree of attachments that contains itself."""
    return hand_made(
        [
            b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>",
            b"<</Type/Pages/Count 0/Kids[]>>",
            b"<</Kids[3 0 R]/Limits[(a)(z)]>>",
        ]
    )


def deep() -> bytes:
    """Put brackets within brackets, half a million deep."""
    depth = 500_000
    return hand_made(
        [b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * depth + b"]" * depth + b">>", b"<<>>"]
    )


def deep_statement() -> bytes:
    """Make a statement of brackets within brackets."""
    return with_statement(b"[" * 400_000 + b"]" * 400_000)


def endless_table() -> bytes:
    """Make a cross-reference table that names itself as its forerunner."""
    whole = hand_made([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"])
    start = whole.rindex(b"xref\n0")
    return whole.replace(b"trailer\n<<", b"trailer\n<</Prev %d" % start)


def hand_made(objects: list[bytes]) -> bytes:
    """Write a PDF of these objects with a right table."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


STATEMENT: Final = json.dumps({"schema": "ntm-verify/certificate/1"}).encode()
