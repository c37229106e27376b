"""Delimited text: encodings, delimiters, quotes, and lines that are no rows."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .rows import Build, Rows, listing, people, plain, with_numbers

LIST: Final = listing()
TEXT: Final = made.delimited(LIST)
FIFTH: Final = ",".join(people(5)[4][2:4])
"""Number and birth of the fifth person."""


def windows_1258(text: str) -> bytes:
    """Spell letters that Windows-1258 lacks as a base letter and a tone."""
    out = b""
    for sign in text:
        try:
            out += sign.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", sign)
            tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            base = "".join(part for part in parts if part not in tones)
            out += (unicodedata.normalize("NFC", base) + tones).encode("cp1258")
    return out


def quoted() -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(LIST)
    return out.getvalue().encode("utf-8-sig")


def with_line(place: int, line: str) -> bytes:
    """Replace one line of the list; line 0 is the header."""
    lines = TEXT.split("\r\n")
    lines[place] = line
    return "\r\n".join(lines).encode()


def half_and_half() -> bytes:
    lines = TEXT.split("\r\n")
    return "\r\n".join(lines[:11]).encode() + b"\r\n" + windows_1258("\r\n".join(lines[11:]))


def a_million_and_one() -> bytes:
    """One row more than a sheet can hold."""
    head = made.delimited([["Họ và tên", "Mã số BHXH"]], end="\n")
    return (head + "Trịnh Văn Khang,0000000900\n" * 1_048_576).encode()


def crowded(text: str) -> Rows:
    """Give 300 rows whose every cell is one long text that patterns must not run away on."""
    return [list(made.HEADER), *([str(n), text, text, text, text] for n in range(300))]


FILES: Final[Mapping[str, Build]] = {
    "utf8-co-bom.csv": lambda: TEXT.encode("utf-8-sig"),
    "utf16.csv": lambda: TEXT.encode("utf-16"),
    "utf16be-khong-bom.csv": lambda: TEXT.encode("utf-16-be"),
    "utf16-cut-nua-chu.csv": lambda: TEXT.encode("utf-16")[:-1],
    "windows-1258.csv": lambda: windows_1258(TEXT),
    "hai-bang-ma-trong-mot-tep.csv": half_and_half,
    "bang-ma-la.csv": lambda: b"H\x8f t\x81n,M\x9d s\x90\r\n" * 9,
    "cham-phay.csv": lambda: made.delimited(LIST, ";").encode(),
    "gach-dung.csv": lambda: made.delimited(LIST, "|").encode(),
    "may-mac-cu.csv": lambda: made.delimited(LIST, ",", "\r").encode(),
    "dau-ngoac-ca-tep.csv": quoted,
    "noi-ro-dau-phan-cach.csv": lambda: b"sep=;\n" + made.delimited(LIST, ";", "\n").encode(),
    "ngoac-kep-khong-dong.csv": lambda: with_line(5, f'5,"Hoàng Văn Thủy,{FIFTH},Thôn 1'),
    "ngoac-kep-khong-dong-o-thon.csv": lambda: with_line(5, f'5,Hoàng Văn Thủy,{FIFTH},"Thôn 1'),
    "ngoac-kep-giua-ten.csv": lambda: with_line(5, f'5,Hoàng "Tí" Văn Thủy,{FIFTH},Thôn 1'),
    "o-co-xuong-dong.csv": lambda: with_line(5, f'5,"Hoàng Văn Thủy",{FIFTH},"Thôn 1\nxóm Đông"'),
    "dong-ngan.csv": lambda: with_line(5, "5,Hoàng Văn Thủy"),
    "dong-dai.csv": lambda: with_line(5, f"5,Hoàng Văn Thủy,{FIFTH},Thôn 1,,,,"),
    "byte-nul.csv": lambda: with_line(5, f"5,Hoàng\0 Văn Thủy,{FIFTH},Thôn 1"),
    "ky-tu-dieu-khien.csv": lambda: with_line(5, f"5,Hoàng Văn\x07 Thủy,{FIFTH},Thôn 1"),
    "dong-trong-cuoi.csv": (TEXT + "\r\n" * 400).encode,
    "mot-cot.csv": lambda: "Danh sách\r\nNguyễn Văn An 0000000000\r\n".encode() * 9,
    "rong.csv": lambda: b"",
    "chi-co-khoang-trang.csv": lambda: b"\xef\xbb\xbf \r\n\t\r\n",
    "qua-mot-trieu-dong.csv": a_million_and_one,
    "o-qua-dai.csv": lambda: plain(with_numbers("0" * 40_000)),
    "o-dai-toan-so.csv": lambda: plain(crowded("1234567890 " * 2_900)),
    "o-dai-toan-chu.csv": lambda: plain(crowded("Nguyễn Văn " * 2_900)),
    "o-dai-toan-gach.csv": lambda: plain(crowded("01/01/2026 - " * 2_500)),
    "o-dai-toan-dau-cach.csv": lambda: plain(crowded("A" + " " * 32_000 + "B")),
    "khong-phai-bang.txt": lambda: "Kính gửi: Ủy ban nhân dân xã Mẫu.\n".encode() * 40,
}
