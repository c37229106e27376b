"""The face of the paper is on the machine, and writes every letter or the paper stops."""

import unicodedata
from dataclasses import replace

import pytest

from ntm_verify.documents.fonts import (
    USUAL,
    FontMissing,
    LetterMissing,
    find_faces,
    require_letters,
    vietnamese_letters,
)

from .papers import POPULATION, a_certificate, a_letterhead
from .reading import the_maker

FACES = the_maker().faces.values()


def test_the_four_faces_of_the_usual_family_are_found() -> None:
    faces = find_faces(USUAL)

    assert list(faces) == ["regular", "bold", "italic", "bold-italic"]
    assert len({face.path for face in faces.values()}) == 4


@pytest.mark.parametrize("family", ["Không Có Phông Này", "Liberation", ":lang=vi", "", "*"])
def test_a_missing_family_names_the_package_that_brings_it(family: str) -> None:
    with pytest.raises(FontMissing, match="apt-get install fontconfig fonts-liberation2"):
        find_faces(family)


def test_a_machine_without_fontconfig_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(FontMissing, match="Máy chủ thiếu phông chữ"):
        find_faces(USUAL)


def test_every_vietnamese_letter_is_known() -> None:
    marked = {letter for letter in vietnamese_letters() if not letter.isascii()}

    assert len(marked) == 134
    assert all(unicodedata.is_normalized("NFC", letter) for letter in marked)
    require_letters("".join(sorted(vietnamese_letters())), FACES)


@pytest.mark.parametrize(
    "sign",
    ["漢", "😀", "\u202e", "\u200b", "\u00ad", "\x00", "\x1b", "\ue000", "\ufeff"],
)
def test_a_sign_that_cannot_be_written_or_seen_is_named(sign: str) -> None:
    with pytest.raises(LetterMissing, match=rf"U\+{ord(sign[-1]):04X}"):
        require_letters(f"Thôn {sign}", FACES)


@pytest.mark.parametrize("where", ["source", "issuer", "signer", "recipient", "commune"])
def test_a_letter_without_a_glyph_stops_the_paper(where: str) -> None:
    bad = "Thôn 漢"
    certificate = {
        "source": a_certificate(population=replace(POPULATION, source=bad)),
        "issuer": a_certificate(letterhead=a_letterhead(issuer=bad)),
        "signer": a_certificate(signer_name=bad),
        "recipient": a_certificate(letterhead=a_letterhead(recipients=(bad,))),
        "commune": a_certificate(commune_name=bad),
    }[where]

    with pytest.raises(LetterMissing, match=r"U\+6F22"):
        the_maker().make(certificate)


def test_widths_are_those_of_times() -> None:
    """The decree's lines: Quốc hiệu in bold 12 is 88,3 mm, Tiêu ngữ in bold 13 is 56,1 mm."""
    bold = the_maker().faces["bold"]

    nation = bold.width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12) / 72 * 25.4
    motto = bold.width("Độc lập - Tự do - Hạnh phúc", 13) / 72 * 25.4
    assert nation == pytest.approx(88.3, abs=0.1)
    assert motto == pytest.approx(56.1, abs=0.1)
