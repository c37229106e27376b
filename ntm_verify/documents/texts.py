"""Small matters of wording on the paper (cách viết trong văn bản)."""

import unicodedata
from typing import Final

from ntm_verify.domain.unit import Letterhead

_KINDS: Final = ("xã", "phường", "đặc khu", "thị trấn")


def clean(text: str) -> str:
    """Bring a text to Unicode NFC, on one line, without idle spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean_lines(text: str) -> str:
    """Bring a name to NFC and keep the line breaks that its office chose."""
    return "\n".join(line for line in map(clean, text.splitlines()) if line)


def commune_in_text(name: str) -> str:
    """Write a commune's name within a sentence: "Xã Hiệp Thành" → "xã Hiệp Thành".

    The common noun is small except before a number ("Phường 1"); a bare name is a commune's
    (Nghị định 30/2020/NĐ-CP, Phụ lục II).
    """
    name = clean(name)
    for kind in _KINDS:
        if name.lower().startswith(f"{kind} "):
            rest = name[len(kind) + 1 :]
            return name if rest[:1].isdigit() else f"{kind} {rest}"
    return f"xã {name}"


def abstract(letterhead: Letterhead, commune_name: str) -> str:
    """Say what the paper is about: the office's wording and the commune (trích yếu)."""
    return f"{clean(letterhead.abstract)} của {commune_in_text(commune_name)}"
