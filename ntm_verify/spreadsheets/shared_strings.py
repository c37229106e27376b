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


def read_strings(data: bytearray, limits: Limits) -> list[str]:
    """Give the texts in order.

    Raises:
        ListRefused: broken, or more or longer texts than a workbook may hold.

    """
    strings = _split(data)
    if strings is None:
        strings = _parse(data, limits)
    if len(strings) > limits.strings:
        raise unsafe("bảng chuỗi quá lớn")
    if max(map(len, strings), default=0) > limits.text_length:
        raise unsafe("ô có quá nhiều chữ")
    return strings


def _split(data: bytearray) -> list[str] | None:
    """Read a plain table by splitting it, or None where it is not plain."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise corrupt("bảng chuỗi") from None
    if "<si/>" in text or "<t/>" in text or "<t " in text:
        text = text.replace('<t xml:space="preserve">', "<t>")
        text = text.replace("<t/>", "<t></t>").replace("<si/>", "<si><t></t></si>")
    start, stop = text.find(_OPEN), text.rfind(_CLOSE)
    if start < 0 or stop < start or text[stop + len(_CLOSE) :].strip() != "</sst>":
        return None
    strings = text[start + len(_OPEN) : stop].split(_BETWEEN)
    if text.count("<", start, stop + len(_CLOSE)) != 4 * len(strings) or "<si" in text[:start]:
        return None
    if "&" in text or "_x" in text or "\r" in text:
        strings = [plain(string) for string in strings]
    return strings


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

    def end(self, name: str) -> None:
        tag = local(name)
        self.reading = False
        self.phonetic -= tag == "rPh"
        if tag == "si":
            self.strings.append(unescape("".join(self.pieces)))
            if len(self.strings) > self.limits.strings:
                raise unsafe("bảng chuỗi quá lớn")


def _parse(data: bytearray, limits: Limits) -> list[str]:
    reader = _Reader(limits)
    made = parser()
    made.StartElementHandler = reader.start
    made.CharacterDataHandler = reader.text
    made.EndElementHandler = reader.end
    feed(made, data)
    return reader.strings
