"""The frame of an .xlsx or .xlsm book (khung sổ tính): sheets, dates, styles, what it links to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Final

from .beat import Beat, silent
from .container import Member
from .limits import Limits
from .refusing import corrupt, too_many, unsafe, unsupported
from .xml_parts import elements, is_markup, unpack_whole

_REMOTE: Final = re.compile(r"^(?:[a-z]{2,}://(?!/)|//|\\\\|mailto:)", re.IGNORECASE)
_DANGEROUS: Final = {
    "xl/embeddings/": "đối tượng nhúng (OLE)",
    "xl/activex/": "điều khiển ActiveX",
    "xl/connections.xml": "kết nối dữ liệu ngoài",
    "xl/querytables/": "truy vấn dữ liệu ngoài",
}
_IN_FORMAT: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_BUILT_IN_DATES: Final = frozenset(
    {*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)},
)
_ZEROS: Final = re.compile(r"0+(?:\\?[ @])?$")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet as the book names it (trang tính)."""

    name: str
    hidden: bool
    path: str


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell style shows (kiểu hiển thị): a date, or digits padded with zeros."""

    is_date: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """The frame of a workbook; sheets and strings are still packed (khung sổ tính)."""

    sheets: tuple[SheetPart, ...]
    strings: str
    styles: Sequence[Style]
    starts_1904: bool
    has_macros: bool
    links: tuple[str, ...]
    looked_through: frozenset[str]


class Parts:
    """The members of one archive, unpacked on demand and counted together (các thành phần)."""

    def __init__(
        self,
        content: bytes,
        members: Mapping[str, Member],
        limits: Limits,
        beat: Beat | None = None,
    ) -> None:
        """Take an archive whose structure was already checked."""
        self.beat = beat or silent()
        self.content = content
        self.members = {name.lower(): member for name, member in members.items()}
        self.limits = limits
        self.unpacked = 0

    def size(self, name: str) -> int:
        """Say how large a part claims to be once unpacked, 0 for none: good enough to tell by."""
        member = self.members.get(name.lower())
        return member.size if member else 0

    def read(self, name: str) -> bytearray:
        """Unpack one part and look through it.

        Raises:
            ListRefused: absent, broken, too large, or with entities.

        """
        member = self.members.get(name.lower())
        if member is None:
            raise corrupt(f"thiếu thành phần “{name[-60:]}”")
        data = unpack_whole(self.content, member, self.limits)
        self.unpacked += len(data)
        if self.unpacked > self.limits.all_bytes:
            raise unsafe("bung ra quá lớn")
        return data


def read_book(parts: Parts) -> Book:
    """Read the frame and look through every part that is no sheet and no strings."""
    _refuse_dangerous(parts.members)
    frame = _workbook_path(parts)
    targets = dict(_targets(parts, frame))
    sheets, starts_1904 = _sheets(parts, frame, targets)
    strings = next((path for kind, path in targets.values() if kind == "sharedStrings"), "")
    styles = next((path for kind, path in targets.values() if kind == "styles"), "")
    kept = {sheet.path.lower() for sheet in sheets} | {strings.lower(), styles.lower()}
    links: list[str] = []
    for name in parts.members:
        if name in kept or name == frame.lower():
            continue
        data = parts.read(name)
        if name.endswith(".rels"):
            links += _links(data)
        elif "externallinks/" in name and is_markup(name):
            _refuse_live(data)
    return Book(
        sheets=tuple(sheets),
        strings=strings,
        styles=_styles(parts, styles) if styles else (),
        starts_1904=starts_1904,
        has_macros=any(name.endswith("vbaproject.bin") for name in parts.members),
        links=tuple(links),
        looked_through=frozenset(kept),
    )


def _refuse_dangerous(names: Mapping[str, Member]) -> None:
    for name in names:
        for start, what in _DANGEROUS.items():
            if name.startswith(start):
                raise unsafe(what)


def _links(data: bytearray) -> Iterator[str]:
    """Name outside workbooks; refuse whatever a program would fetch from elsewhere."""
    for name, attributes in elements(data):
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        if name != "Relationship" or attributes.get("TargetMode") != "External":
            continue
        target = attributes.get("Target", "")
        if kind == "hyperlink":
            continue
        if not kind.startswith("externalLink") or _REMOTE.match(target):
            raise unsafe(f"liên kết ra ngoài “{target[:60]}”")
        yield target[:60]


def _refuse_live(data: bytearray) -> None:
    if {"ddeLink", "oleLink"} & {name for name, _ in elements(data)}:
        raise unsafe("liên kết DDE hoặc OLE")


def _workbook_path(parts: Parts) -> str:
    for name, attributes in elements(parts.read("_rels/.rels")):
        kind = attributes.get("Type", "")
        if name == "Relationship" and kind.endswith("/officeDocument"):
            return normpath(attributes.get("Target", "").lstrip("/"))
    raise corrupt("không thấy sổ tính")


def _targets(parts: Parts, frame: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give the parts a workbook names: id → (kind, path)."""
    folder = dirname(frame)
    for name, attributes in elements(parts.read(f"{folder}/_rels/{frame.rpartition('/')[2]}.rels")):
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            continue
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        yield attributes.get("Id", ""), (attributes.get("Type", "").rsplit("/", 1)[-1], path)


def _sheets(
    parts: Parts, frame: str, targets: Mapping[str, tuple[str, str]]
) -> tuple[list[SheetPart], bool]:
    sheets: list[SheetPart] = []
    starts_1904 = False
    for name, attributes in elements(parts.read(frame)):
        if name == "workbookPr":
            starts_1904 = attributes.get("date1904") in ("1", "true")
        if name != "sheet" or not attributes.get("id"):
            continue
        kind, path = targets.get(attributes["id"], ("", ""))
        if kind == "worksheet":
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(SheetPart(attributes.get("name", ""), hidden, path))
    if len(sheets) > parts.limits.sheets:
        raise too_many("trang tính", parts.limits.sheets)
    if not sheets:
        raise unsupported("sổ tính không có trang tính nào")
    return sheets, starts_1904


def _styles(parts: Parts, path: str) -> tuple[Style, ...]:
    """Give the meaning of each cell style, by its number."""
    codes: dict[str, str] = {}
    styles: list[Style] = []
    inside = False
    for name, attributes in elements(parts.read(path)):
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            styles.append(read_style(attributes.get("numFmtId", "0"), codes))
    return tuple(styles)


def read_style(number: str, codes: Mapping[str, str]) -> Style:
    """Say what a number format shows: a date (with a day or a year), padded digits, or neither."""
    code = codes.get(number)
    if code is None:
        return Style(is_date=number.isdigit() and int(number) in _BUILT_IN_DATES)
    first = code.split(";")[0]
    if _ZEROS.fullmatch(first):
        return Style(width=first.count("0"))
    signs = _IN_FORMAT.sub("", first).lower()
    if "general" in signs:
        return Style()
    return Style(is_date="d" in signs or "y" in signs)
