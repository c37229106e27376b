"""Old Vietnamese fonts, written (bảng mã cũ TCVN3, VNI): how made-up lists come by damaged names.

Only the way there: reading old fonts back is the business of the reader, whose tables these are
not, so that one can be held against the other.
"""

from collections.abc import Mapping
from typing import Final
from unicodedata import normalize

_MARKS: Final = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng
_TCVN3: Final[Mapping[str, str]] = {
    "a": "aµ¸¶·¹",
    "ă": "¨»¾¼½Æ",
    "â": "©ÇÊÈÉË",
    "e": "eÌÐÎÏÑ",
    "ê": "ªÒÕÓÔÖ",
    "i": "i×ÝØÜÞ",
    "o": "oßãáâä",
    "ô": "«åèæçé",
    "ơ": "¬êíëìî",
    "u": "uïóñòô",
    "ư": "\u00adõøö÷ù",
    "y": "yúýûüþ",
}
"""Each vowel without a tone and with each of the five; no capital with a tone has a sign."""
_TCVN3_CAPITALS: Final = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
_VNI_TONES: Final = {"": "øùûõï", "̆": "èéúüë", "̂": "àáåãä"}
"""What follows the vowel: plain vowels, those with a breve, those with a circumflex."""
_VNI_WHOLE: Final = {
    "đ": "ñ",
    "ơ": "ô",
    "ư": "ö",
    "ă": "aê",
    "â": "aâ",
    "ê": "eâ",
    "ô": "oâ",
    "ỉ": "æ",
    "ĩ": "ó",
    "ị": "ò",
    "ỵ": "î",
    "ì": "ì",
    "í": "í",
}


def _tcvn3() -> dict[str, str]:
    table = {"đ": "®"}
    for vowel, signs in _TCVN3.items():
        table[vowel] = signs[0]
        toned = (normalize("NFC", vowel + mark) for mark in _MARKS)
        table |= dict(zip(toned, signs[1:], strict=True))
    capitals = {char.upper(): sign for char, sign in table.items() if char not in _TCVN3}
    plain = {vowel.upper(): vowel.upper() for vowel in "aeiouy"}
    return table | capitals | plain | _TCVN3_CAPITALS


def _vni() -> dict[str, str]:
    table = dict(_VNI_WHOLE)
    for vowel in "aăâeêoôơuưy":
        letters = normalize("NFD", vowel)
        base = {"ơ": "ô", "ư": "ö"}.get(vowel, letters[0])
        shape = "" if vowel in "ơư" else letters[1:]
        for mark, sign in zip(_MARKS, _VNI_TONES[shape], strict=True):
            table.setdefault(normalize("NFC", vowel + mark), base + sign)
    return table | {char.upper(): signs.upper() for char, signs in table.items()}


_TABLES: Final = {"tcvn3": str.maketrans(_tcvn3()), "vni": str.maketrans(_vni())}
FONTS: Final = tuple(_TABLES)
"""The old fonts that can be written."""


def in_old_font(text: str, font: str) -> str:
    """Write a text as it stands in a file made with an old font (chữ theo bảng mã cũ).

    TCVN3 has no capitals with a tone: they come out as small letters, as in a list that was not
    typed in the font of capitals. Letters that no such font has lose their marks. Without a font
    the text stays as it is.
    """
    if not font:
        return text
    written = normalize("NFC", text).translate(_TABLES[font])
    return "".join(sign if sign <= "\xff" else normalize("NFD", sign)[0] for sign in written)
