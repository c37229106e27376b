"""A workbook as a package of parts (gói sổ tính), of which a few are replaced.

What is not replaced goes into the new file as it lay packed in the old one: not even unpacked,
let alone written anew.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath, relpath
from typing import Final

from .annotate_xml import (
    CannotPatch,
    append_inside,
    blank_hidden,
    children,
    plain,
    quoted,
    root,
)
from .container import Member, open_container
from .limits import Limits
from .workbook import Parts

Piece = bytes | memoryview

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = "[Content_Types].xml"
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_DEFLATED: Final = 8
_LEVEL: Final = 6
_UNICODE: Final = 0x800
_NEEDED: Final = 20
_LONG_AGO: Final = 0x21  # 1 January 1980, as zip archives count days


@dataclass(frozen=True, slots=True)
class Relation:
    """One part that another names (quan hệ): kind is the last word of its type."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class _Packed:
    """A member of the new archive, packed."""

    name: str
    method: int
    crc: int
    size: int
    data: Piece


class Package:
    """The parts of one workbook, and those that take their place."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open a workbook whose bytes stay as they are.

        Raises:
            ListRefused: the container is broken or unsafe.

        """
        self.content = content
        self.limits = limits
        self.members = open_container(content, limits)
        self._parts = Parts(content, self.members, limits)
        self._names = {name.lower(): name for name in self.members}
        self._kept: dict[str, bytes] = {}
        self.changed: dict[str, list[Piece]] = {}

    def has(self, path: str) -> bool:
        """Say whether there is such a part."""
        return path.lower() in self._names

    def read(self, path: str) -> bytes:
        """Give a part as it stands now.

        Raises:
            ListRefused: absent, broken, too large, or with entities.

        """
        known = self._kept.get(path.lower())
        if known is None:
            known = self._kept[path.lower()] = bytes(self._parts.read(path))
        return known

    def forget(self, path: str) -> None:
        """Let go of a part's bytes."""
        self._kept.pop(path.lower(), None)

    def write(self, path: str, data: bytes) -> None:
        """Put a small part in place of the old one, or add it."""
        self._kept[path.lower()] = data
        self.write_pieces(path, [data])

    def write_pieces(self, path: str, data: list[Piece]) -> None:
        """Put a large part in place, given piece by piece; it is not read again."""
        name = self._names.setdefault(path.lower(), path)
        self.changed[name] = data

    def new_path(self, pattern: str) -> str:
        """Give the first free name, such as "xl/comments{}.xml" with a number."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    # ---- relations

    def relations(self, path: str) -> list[Relation]:
        """Give the parts inside the package that a part names."""
        rels = _rels_of(path)
        if not self.has(rels):
            return []
        data = blank_hidden(self.read(rels))
        top = root(data)
        found = []
        for one in children(data, top.inner, top.inner_stop):
            said = {name: plain(value) for name, value in one.attributes.items()}
            if said.get(b"TargetMode") != "External":
                kind = said.get(b"Type", "").rsplit("/", 1)[-1]
                found.append(Relation(said.get(b"Id", ""), kind, _resolved(path, said)))
        return found

    def relate(self, path: str, kind: str, target: str) -> str:
        """Let a part name another one; give the new relation's id."""
        rels = _rels_of(path)
        if not self.has(rels):
            self.write(rels, _HEAD + f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode())
        data = self.read(rels)
        number = 1
        while f'"rIdNtm{number}"'.encode() in data:
            number += 1
        top = root(blank_hidden(data))
        to = relpath(target, dirname(path) or ".")
        kind, to = f"{OFFICE}/{kind}", quoted(to).decode()
        added = f'Relationship Id="rIdNtm{number}" Type="{kind}" Target="{to}"/>'
        self.write(rels, append_inside(data, top, b"<" + top.prefix + added.encode()))
        return f"rIdNtm{number}"

    def declare(self, path: str, kind: str) -> None:
        """Name the content type of a new part."""
        data = self.read(_TYPES)
        top = root(blank_hidden(data))
        said = quoted(f"/{path}").decode()
        added = f'Override PartName="{said}" ContentType="{kind}"/>'.encode()
        self.write(_TYPES, append_inside(data, top, b"<" + top.prefix + added))

    def workbook_path(self) -> str:
        """Give the path of the workbook's frame.

        Raises:
            CannotPatch: there is none.

        """
        for one in self.relations(""):
            if one.kind == "officeDocument":
                return one.target
        raise CannotPatch("no workbook")

    # ---- writing

    def to_bytes(self) -> bytes:
        """Give the new workbook: untouched parts first to last as they were, new ones after."""
        out: list[Piece] = []
        directory: list[bytes] = []
        place = 0
        for one in self._packed():
            flags, name = _name(one.name)
            sizes = (one.crc, len(one.data), one.size)
            when = (_NEEDED, flags, one.method, 0, _LONG_AGO)
            local = _LOCAL.pack(b"PK\x03\x04", *when, *sizes, len(name), 0) + name
            entry = (b"PK\x01\x02", _NEEDED, *when, *sizes, len(name), 0, 0, 0, 0, 0, place)
            directory.append(_ENTRY.pack(*entry) + name)
            out += [local, one.data]
            place += len(local) + len(one.data)
        size = sum(map(len, directory))
        count = len(directory)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, size, place, 0)
        return b"".join([*out, *directory, end])

    def _packed(self) -> Iterator[_Packed]:
        for name, member in self.members.items():
            pieces = self.changed.get(name)
            yield self._as_it_was(member) if pieces is None else _pack(name, pieces)
        for name, data in self.changed.items():
            if name not in self.members:
                yield _pack(name, data)

    def _as_it_was(self, member: Member) -> _Packed:
        packed = memoryview(self.content)[member.start : member.start + member.packed]
        return _Packed(member.name, member.method, member.crc, member.size, packed)


def _pack(name: str, data: Iterable[Piece]) -> _Packed:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc = size = 0
    packed = []
    for piece in data:
        crc = zlib.crc32(piece, crc)
        size += len(piece)
        packed.append(packer.compress(piece))
    packed.append(packer.flush())
    return _Packed(name, _DEFLATED, crc, size, b"".join(packed))


def _name(name: str) -> tuple[int, bytes]:
    return (0, name.encode()) if name.isascii() else (_UNICODE, name.encode())


def _rels_of(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/_rels/{name}.rels".removeprefix("/") if path else "_rels/.rels"


def _resolved(path: str, said: dict[bytes, str]) -> str:
    target = said.get(b"Target", "")
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(path), target))
