"""The press that every paper of the service comes from (máy lập tệp PDF): PDF/A-3a and PDF/UA-1.

Same page, same bytes: over processes, time zones and hash seeds, on machines with the same fonts
and the same text libraries.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import (  # type: ignore[import-untyped] # ships no types
    CSS,
    HTML,
    Attachment,
)
from weasyprint.css import ColorProfile  # type: ignore[import-untyped] # ships no types
from weasyprint.text.fonts import (  # type: ignore[import-untyped] # ships no types
    FontConfiguration,
)

from .closed import AssetFetcher
from .fonts import USUAL, find_faces, require_letters

VARIANT: Final = "pdf/a-3a"
_FONT: Final = "font/ttf"
_INTENT: Final = "srgb"
_GIVEN: Final = "given"
"""Any word but "srgb": the profile is handed over, and the library opens no file of its own."""

UA_MARK: Final = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""Stands inside the one rdf:RDF that WeasyPrint writes; validators ignore a second block."""


class Press:
    """One template with its style and faces (khuôn in). One per process: fonts are kept.

    Attributes:
        faces: the four faces of the paper by style.

    """

    def __init__(
        self,
        folder: Path,
        family: str = USUAL,
        filters: Mapping[str, Callable[..., object]] | None = None,
    ) -> None:
        """Load faces, style and template; both are named like their folder.

        Raises:
            FontMissing: a face of the family is not on this machine.

        """
        self.faces = find_faces(family)
        self._assets = {
            f"{style}.ttf": (face.path.read_bytes(), _FONT) for style, face in self.faces.items()
        }
        self.fonts = FontConfiguration()
        self._style = CSS(
            string=_style(folder / f"{folder.name}.css", family),
            font_config=self.fonts,
            url_fetcher=AssetFetcher(self._assets),
            base_url="asset:",
        )
        pages = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        pages.filters.update(filters or {})
        self._template = pages.get_template(f"{folder.name}.html")

    def lay(self, pictures: Mapping[str, tuple[bytes, str]], **values: object) -> Any:  # noqa: ANN401 - the library ships no types
        """Fill the template and lay it out; `pictures` are its assets besides the faces.

        Raises:
            LetterMissing: a letter has no glyph, or cannot be seen.

        """
        page = self._template.render(**values)
        require_letters(printed_text(page), self.faces.values())
        fetcher = AssetFetcher({**self._assets, **pictures})
        document = HTML(string=page, url_fetcher=fetcher, base_url="asset:").render(
            stylesheets=[self._style], font_config=self.fonts, pdf_variant=VARIANT
        )
        written = document.metadata.generate_rdf_metadata
        document.metadata.generate_rdf_metadata = lambda *args: written(*args).replace(
            b"</rdf:RDF>", UA_MARK + b"</rdf:RDF>"
        )
        return document


def strike(document: Any, variant: str = VARIANT, attachments: Sequence[Attachment] = ()) -> bytes:  # noqa: ANN401 - the library ships no types
    """Write a laid-out document; its colours are those of the one profile kept in memory."""
    document.color_profiles[_INTENT] = ColorProfile(
        io.BytesIO(_colours()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )
    pdf: bytes = document.write_pdf(
        pdf_variant=variant, output_intent=_GIVEN, attachments=list(attachments)
    )
    return pdf


@cache
def _colours() -> bytes:
    """Read the ICC profile sRGB 2014 of the International Color Consortium, once."""
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _style(path: Path, family: str) -> str:
    """Read the style; name its face for the family, yet like no face of this machine."""
    name = "".join(letter for letter in family if letter.isalnum() or letter == " ")
    return path.read_text("utf-8").replace('"Paper"', f'"Paper {name}"')


def printed_text(page: str) -> str:
    """Give the text of a page without its markup: what the faces must be able to write."""
    reader = _TextOf()
    reader.feed(page)
    reader.close()
    return "".join(reader.found)


class _TextOf(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)
