"""Which blank list a file was filled in on (mẫu của tệp): read from its own property or its line.

Only the file's beginning is looked at, whatever its format.
"""

import re
from typing import Final

from ntm_verify.domain.findings import Refused
from ntm_verify.domain.reading import ListRefused

from .annotate_xml import plain
from .container import open_container, unpack
from .limits import Limits
from .sniff import OLE

LAYOUT: Final = 1
"""The layout of the blank lists given out now; it is raised when their columns change."""
PROPERTY: Final = "ntm_verify_template"
"""The file's own property that names the template."""

_VISIBLE: Final = re.compile(r"Mẫu kỳ ([^,<>\x00-\x1f]{1,40}), phiên bản ([0-9]{1,6})")
_STORED: Final = re.compile(
    rb'name="' + PROPERTY.encode() + rb'"[^<>]*>\s*<(?:[\w.-]+:)?lpwstr[^<>]*>([^<]{1,100})<'
)
_LOOKED_AT: Final = ("docprops/custom.xml", "meta.xml", "xl/sharedstrings.xml", "content.xml")
_FIRST_SHEET: Final = "xl/worksheets/sheet1.xml"
_STRETCH: Final = 65_536


def template_mark(content: bytes) -> str | None:
    """Say which template a file was filled in on ("2026/1"), or None where it tells nothing.

    Only the file's beginning is looked at, whatever its format; nothing is refused here.
    """
    try:
        if content.startswith(b"PK"):
            return _mark_of_package(content)
    except ListRefused:
        return None
    if content.startswith(OLE):
        at = content.find("Mẫu kỳ ".encode("utf-16-le"))
        return _visible(content[at : at + 200].decode("utf-16-le", "replace")) if at >= 0 else None
    head = content[:_STRETCH]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return _visible(head.decode("utf-16" if wide else "utf-8", "replace"))


def _mark_of_package(content: bytes) -> str | None:
    limits = Limits()
    members = {name.lower(): member for name, member in open_container(content, limits).items()}
    for name in (*_LOOKED_AT, _FIRST_SHEET):
        if name in members:
            head = next(unpack(content, members[name], limits), b"")
            stored = _STORED.search(head)
            mark = plain(stored[1]) if stored else _visible(plain(head))
            if mark:
                return mark
    return None


def _visible(text: str) -> str | None:
    found = _VISIBLE.search(text)
    return f"{found[1]}/{found[2]}" if found else None


def require_current(content: bytes, period: str, version: int = LAYOUT) -> None:
    """Let a file pass that was filled in on the present template of a period, or on none.

    Raises:
        ListRefused: old_template, naming the old and the present one.

    """
    mark = template_mark(content)
    if mark is None or mark == f"{period}/{version}":
        return
    old, _, layout = mark.rpartition("/")
    text = (
        f"Tệp làm trên mẫu kỳ {old}, phiên bản {layout}, không phải mẫu đang dùng. Tải mẫu kỳ "
        f"{period}, phiên bản {version}, rồi chép danh sách sang và nộp lại."
    )
    raise ListRefused(Refused.OLD_TEMPLATE, text)
