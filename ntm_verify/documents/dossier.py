"""A whole dossier as PDF/A-3a and PDF/UA-1 (hồ sơ nguyên vẹn): same dossier, same bytes."""

import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from ntm_verify.domain.evidence import DossierFile

from .closed import no_complaints
from .fonts import HIDDEN, USUAL
from .press import Press, strike

UNWRITABLE: Final = "?"
"""Stands for a letter that the face lacks: a dossier is evidence, and must not fail for one."""


class DossierMaker:
    """Prints dossiers (bộ in hồ sơ). One per process: fonts are loaded once and kept."""

    def __init__(self, templates_dir: Path, font_family: str = USUAL) -> None:
        """Load faces, style and template.

        Raises:
            FontMissing: a face of the family is not on this machine.

        """
        self._press = Press(templates_dir / "dossier", font_family)
        self._letters = set.intersection(
            *(set(map(chr, face.letters)) for face in self._press.faces.values())
        )

    def make(self, dossier: DossierFile) -> bytes:
        """Print a dossier; nothing but the argument tells what comes out.

        Raises:
            UnusablePage: the page asked for something outside, or could not be drawn in full.

        """
        with no_complaints():
            return strike(self._press.lay({}, p=self._writable(asdict(dossier))))

    def _writable(self, value: Any) -> Any:  # noqa: ANN401 - plain data of a dossier
        match value:
            case str():
                text = " ".join(unicodedata.normalize("NFC", value).split())
                return "".join(map(self._sign, text))
            case dict():
                return {name: self._writable(item) for name, item in value.items()}
            case list() | tuple():
                return [self._writable(item) for item in value]
            case _:
                return value

    def _sign(self, sign: str) -> str:
        seen = sign in self._letters and unicodedata.category(sign) not in HIDDEN
        return sign if seen else UNWRITABLE
