"""The proof of the log goes into a paper (đính bằng chứng nhật ký) before anybody signs it.

An incremental update: the page stays an exact prefix, and what is added is one associated file
(ISO 19005-3, 6.8; ISO 32000-2, 14.13) and nothing else. `grown_from` holds a file to that: who has
the keys to sign could otherwise show another page than the one that is in the log.
"""

import io
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    Reference,
    TextStringObject,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

NAME: Final = "certificate.tlog-proof"
TOLD: Final = "Bằng chứng văn bản có trong nhật ký kiểm toán"
MARK: Final = b"%%EOF"
NAMED: Final = "/EmbeddedFiles"
CATALOGUE: Final = frozenset({"/AF", "/Perms", "/AcroForm", "/DSS", "/Extensions", "/Version"})
FORM: Final = frozenset({"/SigFlags"})
FIELD: Final = frozenset({"/V", "/AP", "/M", "/Lock", "/SV"})
"""Entries that signing changes in the catalogue, the form and a field."""


def supplement(page: bytes, proof: bytes, at: datetime) -> bytes:
    """Give the page with the proof attached behind it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(page))
    params = EmbeddedFileParams(embed_checksum=False, creation_date=at, modification_date=at)
    file = EmbeddedFileObject.from_file_data(writer, proof, params=params, mime_type="text/plain")
    told: dict[str, PdfObject] = {
        "/Type": NameObject("/Filespec"),
        "/F": pdf_string(NAME),
        "/UF": TextStringObject(NAME),
        "/EF": _dictionary({"/F": file.ef_stream_ref, "/UF": file.ef_stream_ref}),
        "/Desc": TextStringObject(TOLD),
        "/AFRelationship": NameObject("/Supplement"),
    }
    spec = writer.add_object(_dictionary(told))
    root = writer.root
    named = root["/Names"][NAMED]
    root[NameObject("/AF")] = ArrayObject([*root["/AF"], spec])
    named[NameObject("/Names")] = ArrayObject([*named["/Names"], pdf_string(NAME), spec])
    writer.update_container(named)
    writer.update_root()  # type: ignore[no-untyped-call] # library
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call] # library
    return out.getvalue()


def _dictionary(told: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in told.items()})  # type: ignore[no-untyped-call] # library


def grown_from(content: bytes, reader: PdfFileReader, first: EmbeddedPdfSignature) -> int:
    """Give the length of the page that a signed file grew out of by signing and a proof alone.

    0 where more was done between the page and the first signature, or where it cannot be told.
    """
    page = content.index(MARK) + len(MARK)
    page += content[page : page + 1] == b"\n"
    try:
        start = PdfFileReader(io.BytesIO(content[:page]))
        tables = (one.xrefs.get_startxref_for_revision(0) for one in (start, reader))
        whole = start.xrefs.total_revisions == 1 and len(set(tables)) == 1
        same = whole and _only_grown(reader, first.signed_revision)
    except (PdfError, KeyError, ValueError, IndexError, AttributeError):
        return 0
    return page if same else 0


def _only_grown(reader: PdfFileReader, last: int) -> bool:
    """Say whether nothing was rewritten but what signing and one more attached file must touch."""
    base, after = (reader.get_historical_resolver(place) for place in (0, last))
    fields = {
        field.reference: base(field.reference)
        for field in _each(base.root["/AcroForm"]["/Fields"])
        if base(field.reference).get("/FT") == "/Sig"
    }
    named = base.root["/Names"].raw_get(NAMED).reference
    told = (base.root.raw_get(name) for name in ("/AcroForm", "/Metadata"))
    info = reader.trailer.raw_get("/Info")
    allowed = {reader.root_ref, named, info.reference, *(one.reference for one in told), *fields}
    explicit = reader.xrefs.explicit_refs_in_revision
    rewritten = set[Reference]().union(*(explicit(place) for place in range(1, last + 1)))
    pairs = (
        (base.root, after.root, CATALOGUE),
        (base.root["/AcroForm"], after.root["/AcroForm"], FORM),
        (base(named), after(named), {"/Names"}),
        *((old, after(ref), FIELD) for ref, old in fields.items()),
    )
    return (
        explicit(0) & rewritten <= allowed
        and all(_written(old, but) == _written(new, but) for old, new, but in pairs)
        and _grew(base.root["/AF"], after.root["/AF"], 1)
        and _grew(base(named)["/Names"], after(named)["/Names"], 2)
        and after(named)["/Names"][-2] in {NAME, base(named)["/Names"][-2]}
    )


def _each(found: ArrayObject) -> list[IndirectObject]:
    return [found.raw_get(place) for place in range(len(found))]


def _grew(old: ArrayObject, new: ArrayObject, more: int) -> bool:
    was, now = ([_bytes(value) for value in _each(one)] for one in (old, new))
    return len(now) in {len(was), len(was) + more} and now[: len(was)] == was


def _written(told: DictionaryObject, but: AbstractSet[str]) -> dict[str, bytes]:
    return {str(name): _bytes(told.raw_get(name)) for name in told if name not in but}


def _bytes(value: PdfObject) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()
