"""Zip containers, looked at from outside (kiểm tra vỏ tệp nén) and unpacked with a count.

Two programs may see two files in one archive: another member of the same name, a local header
that disagrees with the directory, bytes between the members. Whatever would let a spreadsheet
program show something else than what is checked here is refused.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from .limits import Limits
from .refusing import corrupt, password, too_many, unsafe

_END: Final = struct.Struct("<4s4H2LH")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_WIDE: Final = 0xFFFFFFFF
_WIDE_COUNT: Final = 0xFFFF
_EXTRA: Final = struct.Struct("<2H")
_WIDE_SIZES: Final = struct.Struct("<2Q")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_DESCRIBED: Final = 0x8
_LINK: Final = 0o120000
_CHUNK: Final = 2**20
_SLICE: Final = 2**17
_NESTED: Final = (
    ".zip", ".rar", ".7z", ".gz", ".tar", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".docx",
    ".docm", ".doc", ".pptx", ".jar", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One part of the archive (thành phần): where its packed bytes lie, and what they must be."""

    name: str
    start: int
    packed: int
    size: int
    crc: int
    method: int


def open_container(content: bytes, limits: Limits) -> Mapping[str, Member]:
    """Read the directory and compare it with what lies before it; nothing is unpacked.

    Raises:
        ListRefused: corrupt, encrypted, ambiguous or with more members than a workbook has.

    """
    at, count, size, offset = _end(content)
    if offset + size != at:
        raise unsafe("tệp nén có dữ liệu nằm ngoài mục lục")
    if count > limits.members:
        raise too_many("thành phần bên trong", limits.members)
    members: dict[str, Member] = {}
    spans: list[tuple[int, int]] = []
    seen: set[str] = set()
    place = offset
    for _ in range(count):
        entry, place = _entry(content, place, at)
        member, span = _member(content, entry, offset)
        if member.name.lower() in seen:
            raise unsafe(f"thành phần “{_shown(member.name)}” có hai bản")
        seen.add(member.name.lower())
        members[member.name] = member
        spans.append(span)
    if place != at:
        raise unsafe("mục lục tệp nén không khớp")
    _require_no_gaps(spans, offset)
    sizes = [member.size for member in members.values()]
    if sum(sizes) > limits.all_bytes or max(sizes, default=0) > limits.part_bytes:
        raise unsafe("bung ra quá lớn")
    return members


def _end(content: bytes) -> tuple[int, int, int, int]:
    at = len(content) - _END.size
    if at < 0 or content[at : at + 4] != b"PK\x05\x06":
        if content.rfind(b"PK\x05\x06") >= 0:
            raise unsafe("có dữ liệu hoặc lời chú sau mục lục tệp nén")
        raise corrupt("tệp nén bị cắt ngắn")
    _, disk, start, here, count, size, offset, comment = _END.unpack_from(content, at)
    if disk or start or here != count or comment:
        raise unsafe("mục lục tệp nén bất thường")
    if _WIDE in (size, offset) or count == _WIDE_COUNT:
        raise unsafe("tệp nén kiểu ZIP64")
    return at, count, size, offset


@dataclass(frozen=True, slots=True)
class _Entry:
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    link: bool
    offset: int
    raw_name: bytes
    name: str


def _entry(content: bytes, place: int, end: int) -> tuple[_Entry, int]:
    if place + _ENTRY.size > end or content[place : place + 4] != b"PK\x01\x02":
        raise corrupt("mục lục tệp nén")
    fields = _ENTRY.unpack_from(content, place)
    flags, method, crc, packed, size = fields[3], fields[4], *fields[7:10]
    name_size, extra_size, comment_size = fields[10:13]
    name_at = place + _ENTRY.size
    after = name_at + name_size + extra_size + comment_size
    if after > end:
        raise corrupt("mục lục tệp nén")
    raw_name = content[name_at : name_at + name_size]
    name = _require_plain_name(raw_name)
    link = (fields[15] >> 16) & 0o170000 == _LINK
    return _Entry(flags, method, crc, packed, size, link, fields[16], raw_name, name), after


def _require_plain_name(raw: bytes) -> str:
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("cp437")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in name:
        raise unsafe(f"tên thành phần có đường dẫn “{_shown(name)}”")
    if name.lower().endswith(_NESTED):
        raise unsafe(f"có tệp nhúng bên trong “{_shown(name)}”")
    return name


def _member(content: bytes, entry: _Entry, directory: int) -> tuple[Member, tuple[int, int]]:
    shown = _shown(entry.name)
    if entry.flags & _ENCRYPTED:
        raise password()
    if (
        entry.link
        or entry.method not in (_STORED, _DEFLATED)
        or _WIDE in (entry.packed, entry.size)
    ):
        raise unsafe(f"thành phần “{shown}” bất thường")
    if entry.offset + _LOCAL.size > directory or content[entry.offset :][:4] != b"PK\x03\x04":
        raise corrupt(f"thành phần “{shown}”")
    local = _LOCAL.unpack_from(content, entry.offset)
    name_at = entry.offset + _LOCAL.size
    start = name_at + local[9] + local[10]
    extra = content[name_at + local[9] : start]
    same = content[name_at : name_at + local[9]] == entry.raw_name and local[3] == entry.method
    if not same or local[2] != entry.flags or not _same_sizes(local, extra, entry):
        raise unsafe(f"hai tiêu đề của thành phần “{shown}” khác nhau")
    stop = start + entry.packed
    if stop > directory or (entry.method == _STORED and entry.packed != entry.size):
        raise corrupt(f"thành phần “{shown}”")
    stop += _descriptor(content, stop, entry) if entry.flags & _DESCRIBED else 0
    member = Member(entry.name, start, entry.packed, entry.size, entry.crc, entry.method)
    return member, (entry.offset, stop)


def _same_sizes(local: tuple[int, ...], extra: bytes, entry: _Entry) -> bool:
    crc, packed, size = local[6:9]
    if packed == size == _WIDE:
        size, packed = _wide_sizes(extra)
    if entry.flags & _DESCRIBED and not (crc or packed or size):
        return True
    unsaid = entry.flags & _DESCRIBED
    return all(
        mine == theirs or (unsaid and not mine)
        for mine, theirs in ((crc, entry.crc), (packed, entry.packed), (size, entry.size))
    )


def _wide_sizes(extra: bytes) -> tuple[int, int]:
    """Give the sizes of a ZIP64 extra field, or two impossible ones."""
    while len(extra) >= _EXTRA.size:
        kind, length = _EXTRA.unpack_from(extra)
        if kind == 1 and len(extra) >= _EXTRA.size + _WIDE_SIZES.size <= _EXTRA.size + length:
            size, packed = _WIDE_SIZES.unpack_from(extra, _EXTRA.size)
            return size, packed
        extra = extra[_EXTRA.size + length :]
    return -1, -1


def _descriptor(content: bytes, at: int, entry: _Entry) -> int:
    """Give the length of the data descriptor, which must repeat the directory's figures."""
    for form in ("<4s3L", "<4sL2Q", "<3L", "<L2Q"):
        length = struct.calcsize(form)
        figures = struct.unpack(form, content[at : at + length].ljust(length, b"\0"))
        if form.startswith("<4s") and figures[0] != b"PK\x07\x08":
            continue
        if figures[-3:] == (entry.crc, entry.packed, entry.size):
            return length
    raise unsafe(f"hai tiêu đề của thành phần “{_shown(entry.name)}” khác nhau")


def _require_no_gaps(spans: list[tuple[int, int]], directory: int) -> None:
    expected = 0
    for start, stop in sorted(spans):
        if start != expected:
            raise unsafe("có dữ liệu giấu giữa các thành phần tệp nén")
        expected = stop
    if expected != directory:
        raise unsafe("có dữ liệu giấu trước mục lục tệp nén")


def unpack(content: bytes, member: Member, limits: Limits) -> Iterator[bytes]:
    """Unpack a member piece by piece, counting what really comes out.

    Raises:
        ListRefused: more bytes than allowed or announced, a wrong checksum, a broken stream.

    """
    count = crc = 0
    for piece in _pieces(content, member):
        count += len(piece)
        if count > limits.part_bytes:
            raise unsafe(f"thành phần “{_shown(member.name)}” bung ra quá lớn")
        if count > member.size:
            raise unsafe(f"thành phần “{_shown(member.name)}” khai sai kích thước")
        crc = zlib.crc32(piece, crc)
        yield piece
    if count != member.size or crc != member.crc:
        raise corrupt(f"thành phần “{_shown(member.name)}” sai mã kiểm tra")


def _pieces(content: bytes, member: Member) -> Iterator[bytes]:
    packed = memoryview(content)[member.start : member.start + member.packed]
    if member.method == _STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    try:
        yield from _inflate(packed)
    except zlib.error:
        raise corrupt(f"thành phần “{_shown(member.name)}”") from None


def _inflate(packed: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-15)
    for at in range(0, len(packed), _SLICE):
        rest: bytes | memoryview = packed[at : at + _SLICE]
        while rest and not stream.eof:
            yield stream.decompress(rest, _CHUNK)
            rest = stream.unconsumed_tail
        if rest:
            raise zlib.error
    while tail := stream.decompress(b"", _CHUNK):
        yield tail
    if not stream.eof or stream.unused_data:
        raise zlib.error


def _shown(name: str) -> str:
    """Give a member's name fit for a sentence: short, and without control signs."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:60]
