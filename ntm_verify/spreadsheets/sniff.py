"""What a file really is (nhận dạng tệp), told from its bytes and never from its name."""

import re
from enum import StrEnum
from typing import Final

from .refusing import empty, password, unsupported

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP: Final = re.compile(
    rb"^\s*(?:<!doctype\s+html|<html|<table|<head|<meta|<body|<style)", re.IGNORECASE
)
_OTHERS: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "ảnh PNG",
    b"\xff\xd8\xff": "ảnh JPEG",
    b"GIF8": "ảnh GIF",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
    b"\x1f\x8b": "tệp nén gzip",
    b"{\\rtf": "văn bản RTF",
    b"MZ": "chương trình",
    b"\x7fELF": "chương trình",
    b"SQLite": "cơ sở dữ liệu",
    b"ID;P": "SYLK",
    b"BM": "ảnh BMP",
}
_SHORTEST_WIDE: Final = 8
_CONTROLS: Final = bytes(sorted({*range(32), 127} - {7, 9, 10, 12, 13, 26, 27}))


class Format(StrEnum):
    """How a file is read (định dạng)."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    TSV = "tsv"
    HTML = "html"


ZIPPED: Final = frozenset({Format.XLSX, Format.XLSM, Format.XLSB, Format.ODS})


def sniff(content: bytes) -> Format:
    """Tell the format; zipped books are only XLSX here and told apart by their members.

    Raises:
        ListRefused: empty, encrypted, or no kind of table.

    """
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise empty()
    if content.startswith(OLE):
        return _ole(content)
    if content.startswith(b"PK"):
        return Format.XLSX
    for sign, what in _OTHERS.items():
        if content.startswith(sign) and not (sign == b"BM" and b"\x00" not in content[:64]):
            raise unsupported(what)
    return _text(content)


def _ole(content: bytes) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise password()
    for stream in ("Workbook", "Book"):
        if stream.encode("utf-16-le") in content:
            return Format.XLS
    if "WordDocument".encode("utf-16-le") in content:
        raise unsupported("văn bản Word")
    return Format.XLS


def _text(content: bytes) -> Format:
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(head):
        return Format.HTML
    if head.lstrip().startswith(b"<?xml"):
        raise unsupported("bảng tính XML 2003")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_wide(head):
        return Format.CSV
    odd = len(head) - len(head.translate(None, _CONTROLS))
    if odd * 50 > len(head):
        raise unsupported()
    return Format.CSV


def _is_wide(head: bytes) -> bool:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    return (
        len(head) > _SHORTEST_WIDE
        and max(head[::2].count(0), head[1::2].count(0)) * 3 > len(head) // 2
    )
