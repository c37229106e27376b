"""A certificate as PDF/A-3a and PDF/UA-1 in one file (lập tệp PDF).

Same certificate, same bytes: over processes, time zones and hash seeds, on machines with the
same fonts and the same text libraries. The machine-readable statement is attached with the
relationship "Data" (ISO 19005-3).
"""

import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from weasyprint import (  # type: ignore[import-untyped] # ships no types
    CSS,
    HTML,
    Attachment,
)
from weasyprint.text.fonts import (  # type: ignore[import-untyped] # ships no types
    FontConfiguration,
)

from ntm_verify.domain.certificate import Certificate

from .certificate import Paper, lay_out
from .closed import AssetFetcher, UnusablePage, no_complaints
from .fields import add_fields, signature_boxes
from .fonts import USUAL, find_faces, require_letters
from .limits import PaperTextTooLong
from .qr import qr_svg
from .typeset import POINTS_PER_MM, even_lines, part_lines

VARIANT: Final = "pdf/a-3a"
STATEMENT_NAME: Final = "tham-dinh.json"
LEFT_MM: Final = 66
RIGHT_MM: Final = 94
PLACE_MM: Final = 98.8
"""94 mm, and what a long place may take of either margin without leaving its range."""
TEXT_MM: Final = 160
BLANK: Final = "signature"
"""Name of the blank between post and name, in the template."""
PIXEL: Final = 0.75
"""Points of a CSS pixel."""
_FONT: Final = "font/ttf"
_SVG: Final = "image/svg+xml"
_NUMBER: Final = re.compile(r"\b\d{1,6}(?:/\d{4})?/[A-ZĐ][\w-]{1,24}\b")

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


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings that are broken into lines before the page is laid out (dòng tiêu đề)."""

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    abstract: tuple[str, ...]
    authority: tuple[str, ...]
    post: tuple[str, ...]
    signer: tuple[str, ...]
    address: tuple[str, ...]


class PaperMaker:
    """Makes papers (bộ lập văn bản). One per process: fonts are loaded once and kept.

    Attributes:
        faces: the four faces of the paper by style.

    """

    def __init__(self, templates_dir: Path, font_family: str = USUAL) -> None:
        """Load faces, style and template.

        Raises:
            FontMissing: a face of the family is not on this machine.

        """
        folder = templates_dir / "certificate"
        self.faces = find_faces(font_family)
        self._assets = {
            f"{style}.ttf": (face.path.read_bytes(), _FONT) for style, face in self.faces.items()
        }
        self._fonts = FontConfiguration()
        self._style = CSS(
            string=_style(folder / "certificate.css", font_family),
            font_config=self._fonts,
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
        pages.filters["unbroken"] = unbroken
        self._template = pages.get_template("certificate.html")

    def make(self, certificate: Certificate, waivers: tuple[str, ...] | None = None) -> bytes:
        """Render a certificate; nothing but the arguments tells what comes out.

        Raises:
            Refusal: figures that disagree, a text too long, a letter without a glyph.
            UnusablePage: the page asked for something outside, or could not be drawn in full.

        """
        paper = lay_out(certificate, waivers)
        page = self._template.render(p=paper, h=self._headings(paper))
        require_letters(printed_text(page), self.faces.values())
        with no_complaints():
            return self._write(page, paper, certificate)

    def _headings(self, paper: Paper) -> Headings:
        head = paper.head
        day_width = self.faces["italic"].width(head.place_and_day, 13)
        if day_width > PLACE_MM * POINTS_PER_MM:
            raise PaperTextTooLong(
                f"Không lập được văn bản: địa danh và ngày tháng “{head.place_and_day}” dài hơn "
                "một dòng. Rút gọn địa danh trong phần thông tin cơ quan ban hành."
            )
        regular, bold, foot = self.faces["regular"], self.faces["bold"], paper.foot
        return Headings(
            parent=even_lines(head.parent, regular, 12, LEFT_MM),
            issuer=even_lines(head.issuer, bold, 12, LEFT_MM),
            abstract=even_lines(head.abstract, bold, 14, TEXT_MM),
            authority=even_lines(foot.authority, bold, 14, RIGHT_MM),
            post=even_lines(foot.post, bold, 14, RIGHT_MM),
            signer=even_lines(foot.signer, bold, 14, RIGHT_MM),
            address=part_lines(head.address, regular, 11, TEXT_MM),
        )

    def _write(self, page: str, paper: Paper, certificate: Certificate) -> bytes:
        vouched = f"#{certificate.vouched}" if certificate.vouched else ""
        code = paper.verify_address + vouched  # what follows "#" is sent to nobody
        fetcher = AssetFetcher(self._assets | {"qr.svg": (qr_svg(code), _SVG)})
        document = HTML(string=page, url_fetcher=fetcher, base_url="asset:").render(
            stylesheets=[self._style], font_config=self._fonts, pdf_variant=VARIANT
        )
        written = document.metadata.generate_rdf_metadata
        document.metadata.generate_rdf_metadata = lambda *args: written(*args).replace(
            b"</rdf:RDF>", UA_MARK + b"</rdf:RDF>"
        )
        utc = certificate.planned_at.astimezone(UTC).replace(tzinfo=None)
        attachment = Attachment(
            string=statement_text(certificate.statement()),
            name=STATEMENT_NAME,
            description="Kết quả thẩm định (bản máy đọc)",
            relationship="Data",
            created=utc,
            modified=utc,
            url_fetcher=fetcher,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # its colour profile is left open
            pdf: bytes = document.write_pdf(pdf_variant=VARIANT, attachments=[attachment])
        return _with_fields(document, pdf)


def _with_fields(document: Any, pdf: bytes) -> bytes:  # noqa: ANN401 - the library ships no types
    """Put the signature fields where the page left its blank for them."""
    for place, page in enumerate(document.pages):
        if BLANK in page.anchors:
            left, top = page.anchors[BLANK][:2]
            boxes = signature_boxes(left * PIXEL, (page.height - top) * PIXEL)
            return add_fields(pdf, place, boxes)
    raise UnusablePage("the paper has no place for signatures")


def unbroken(text: str) -> Markup:
    """Escape a text and keep numbers of documents ("1980/QĐ-TTg") on one line."""
    return Markup(_NUMBER.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped just here


def _style(path: Path, family: str) -> str:
    """Read the style; name its face for the family, yet like no face of this machine."""
    name = "".join(letter for letter in family if letter.isalnum() or letter == " ")
    return path.read_text("utf-8").replace('"Paper"', f'"Paper {name}"')


def statement_text(statement: Mapping[str, object]) -> str:
    """Write the machine-readable statement as it is attached: JSON, keys in order."""
    return json.dumps(statement, ensure_ascii=False, sort_keys=True, indent=1)


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
