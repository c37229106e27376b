"""The table of texts of an .xlsx book (bảng chuỗi dùng chung).

Nearly every table is nothing but `<si><t>…</t></si>`; then counting signs proves that splitting
reads it whole. Anything else (formatted runs, phonetic hints, comments) goes through the parser.
The announced count is not believed.
"""

from typing import Final

from .limits import Limits
from .refusing import corrupt, unsafe
from .xml_parts import feed, local, parser, plain, unescape

_OPEN: Final = "<si><t>"
_CLOSE: Final = "</t></si>"
_BETWEEN: Final = _CLOSE + _OPEN
_END: Final = b"</si>"
_TAGS: Final = 4
_STRETCH: Final = 2**22
_LONGEST_SIGN: Final = 8


def read_strings(data: bytearray, limits: Limits) -> list[str]:
    """Give the texts in order.

    Raises:
        ListRefused: broken, or more or longer texts than a workbook may hold.

    """
    strings = _split(data, limits)
    if strings is None:
        strings = _parse(data, limits)
    return strings


def _split(data: bytearray, limits: Limits) -> list[str] | None:
    """Read a plain table stretch by stretch, or give None where it is not plain."""
    start, stop = data.find(b"<si"), data.rfind(b"</sst>")
    if start < 0 or b"<!" in data[:start] or data[stop:].strip() != b"</sst>":
        return None
    strings: list[str] = []
    longest = limits.text_length * _LONGEST_SIGN + len(_BETWEEN) * 2
    while start < stop:
        end = data.find(_END, min(start + _STRETCH, stop), min(start + _STRETCH + longest, stop))
        if end < 0 and start + _STRETCH < stop:
            end = data.rfind(_END, start, start + _STRETCH)
            if end < 0:
                raise unsafe("ô có quá nhiều chữ")
        end = stop if end < 0 else end + len(_END)
        found = _stretch(data[start:end])
        if found is None:
            return None
        _require_moderate(found, len(strings), limits)
        strings += found
        start = end
    return strings


def _stretch(data: bytearray) -> list[str] | None:
    """Split one stretch of whole texts; the count of signs proves that nothing else is in it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise corrupt("bảng chuỗi") from None
    if "<t " in text:
        text = text.replace('<t xml:space="preserve">', "<t>")
    if "/>" in text:
        text = text.replace("<t/>", "<t></t>").replace("<si/>", "<si><t></t></si>")
    if not (text.startswith(_OPEN) and text.endswith(_CLOSE)):
        return None
    strings = text[len(_OPEN) : -len(_CLOSE)].split(_BETWEEN)
    if text.count("<") != _TAGS * len(strings):
        return None
    if "&" in text or "_x" in text or "\r" in text:
        strings = [plain(string) for string in strings]
    return strings


def _require_moderate(strings: list[str], before: int, limits: Limits) -> None:
    if before + len(strings) > limits.strings:
        raise unsafe("bảng chuỗi quá lớn")
    if max(map(len, strings), default=0) > limits.text_length:
        raise unsafe("ô có quá nhiều chữ")


class _Reader:
    """Collect the texts of `<si>`, runs joined and phonetic hints left out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.strings: list[str] = []
        self.pieces: list[str] = []
        self.phonetic = 0
        self.reading = False

    def start(self, name: str, _: dict[str, str]) -> None:
        tag = local(name)
        self.reading = tag == "t" and not self.phonetic
        self.phonetic += tag == "rPh"
        if tag == "si":
            self.pieces = []

    def text(self, text: str) -> None:
        if self.reading:
            self.pieces.append(text)
            if len(self.pieces) > self.limits.text_length:
                raise unsafe("ô có quá nhiều chữ")

    def end(self, name: str) -> None:
        tag = local(name)
        self.reading = False
        self.phonetic -= tag == "rPh"
        if tag == "si":
            found = [unescape("".join(self.pieces))]
            _require_moderate(found, len(self.strings), self.limits)
            self.strings += found


def _parse(data: bytearray, limits: Limits) -> list[str]:
    reader = _Reader(limits)
    made = parser()
    made.StartElementHandler = reader.start
    made.CharacterDataHandler = reader.text
    made.EndElementHandler = reader.end
    feed(made, data)
    return reader.strings
