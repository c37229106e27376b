"""XML parts of a container (các phần XML): unpacked, looked through, and read as elements.

No part may define entities or hide in another encoding; that holds for parts nobody reads, too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.parsers import expat

from .container import Member, unpack
from .limits import Limits
from .refusing import corrupt, unsafe

_BINARY: Final = (
    ".bin", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tif", ".tiff", ".wdp",
    ".svm", ".ttf", ".odttf",
)  # fmt: skip
_PLAIN: Final = frozenset({"mimetype", "currentversion"})
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_READABLE: Final = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_ENTITY: Final = re.compile(r"&([^;&]{0,12});?")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_MOST_SIGNS: Final = 400
_SEPARATOR: Final = "\x00"
_EMBEDDED: Final = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"MZ")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ILLEGAL: Final = bytes(sorted({*range(32)} - {9, 10, 13}))


def is_markup(name: str) -> bool:
    """Say whether a member should be XML; everything that is not known to be binary should."""
    lower = name.lower()
    return not (lower.endswith((*_BINARY, "/")) or lower.rsplit("/", 1)[-1] in _PLAIN)


def unpack_whole(content: bytes, member: Member, limits: Limits) -> bytearray:
    """Unpack a member into memory, looking through it if it is XML."""
    data = bytearray()
    for piece in unpack(content, member, limits):
        data += piece
    if is_markup(member.name):
        require_plain_xml(data, member.name)
    elif data.startswith(_EMBEDDED):
        raise unsafe(f"có tệp nhúng bên trong “{member.name[-60:]}”")
    return data


def require_plain_xml(data: bytes | bytearray, name: str) -> None:
    """Refuse document types, entities, and encodings that could hide them.

    Raises:
        ListRefused: unsafe_content, naming the part.

    """
    head = bytes(data[:256])
    declared = _ENCODING.search(head)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head
    if wide or (declared and declared[1].strip().lower() not in _READABLE):
        raise unsafe(f"phần “{name[-60:]}” dùng bảng mã lạ")
    if b"!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data or _odd_case(data)):
        raise unsafe(f"phần “{name[-60:]}” khai báo thực thể (DOCTYPE, ENTITY)")


def _odd_case(data: bytes | bytearray) -> bool:
    return re.search(rb"<!\s*(?:doctype|entity)", data, re.IGNORECASE) is not None


def has_illegal_signs(data: bytes) -> bool:
    """Say whether bytes hold control signs that XML and a database refuse."""
    return len(data.translate(None, _ILLEGAL)) != len(data)


def parser() -> expat.XMLParserType:
    """Give a parser that knows no document types and joins text."""
    made = expat.ParserCreate("utf-8")
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_doctype
    return made


def _refuse_doctype(*_: object) -> None:
    raise unsafe("khai báo thực thể (DOCTYPE)")


def local(name: str) -> str:
    """Give an element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def elements(data: bytes | bytearray) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give the elements of a small part in order: local name, attributes by local name.

    Raises:
        ListRefused: the part is not well-formed.

    """
    found: list[tuple[str, Mapping[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((local(name), {local(key): value for key, value in attributes.items()}))

    made = parser()
    made.StartElementHandler = start
    feed(made, data)
    return iter(found)


def feed(made: expat.XMLParserType, data: bytes | bytearray) -> None:
    """Parse a whole part; a broken one is a broken file."""
    try:
        made.Parse(bytes(data), True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError:
        raise corrupt("XML") from None


def plain(text: str) -> str:
    """Resolve line ends, the five entities, numbered signs and Excel's own escapes."""
    text = _one_line_end(text)
    if "&" in text:
        text = _ENTITY.sub(_resolve, text)
    return unescape(text)


def plain_all(texts: Sequence[str]) -> list[str]:
    """Resolve many texts at once, each different sign one time; the same as `plain` on each."""
    joined = _SEPARATOR.join(texts)
    if not ("&" in joined or "\r" in joined or "_x" in joined):
        return list(texts)
    joined = _one_line_end(joined)
    signs = {f"&{sign};" for sign in _ENTITY.findall(joined)} if "&" in joined else set()
    resolved = {sign: _ENTITY.sub(_resolve, sign) for sign in signs}
    whole = joined.count("&") == sum(map(joined.count, resolved))
    if "&" in resolved.values() or len(signs) > _MOST_SIGNS or not whole:
        return [plain(text) for text in texts]
    for sign, letter in resolved.items():
        joined = joined.replace(sign, letter)
    done = joined.split(_SEPARATOR)
    return [unescape(text) for text in done] if "_x" in joined else done


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unescape(text: str) -> str:
    """Resolve Excel's `_x000D_` escapes."""
    return _ESCAPED.sub(_escaped, text) if "_x" in text else text


def _resolve(found: re.Match[str]) -> str:
    name = found[1]
    if not found[0].endswith(";"):
        raise corrupt("XML")
    if name in _NAMED:
        return _NAMED[name]
    try:
        number = int(*(name[2:], 16) if name[:2] == "#x" else (name[1:],))
        sign = chr(number) if name[:1] == "#" else ""
    except (ValueError, OverflowError):
        sign = ""
    if not sign or not _is_legal(sign):
        raise corrupt("XML")
    return sign


def _is_legal(sign: str) -> bool:
    return (sign >= " " or sign in "\t\n\r") and not "\ud800" <= sign <= "\udfff"


def _escaped(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if _is_legal(sign) else "\ufffd"
