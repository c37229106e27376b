"""A certificate as PDF/A-3a and PDF/UA-1 in one file (lập tệp PDF).

Same certificate, same bytes: over processes, time zones and hash seeds, on machines with the
same fonts and the same text libraries. The machine-readable statement is attached with the
relationship "Data" (ISO 19005-3).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup, escape
from weasyprint import Attachment  # type: ignore[import-untyped] # ships no types

from ntm_verify.domain.certificate import Certificate

from .certificate import Paper, lay_out
from .closed import AssetFetcher, UnusablePage, no_complaints
from .fields import add_fields, signature_boxes
from .fonts import USUAL
from .limits import PaperTextTooLong
from .press import Press, strike
from .qr import qr_svg
from .typeset import POINTS_PER_MM, even_lines, part_lines

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
_SVG: Final = "image/svg+xml"
_NUMBER: Final = re.compile(r"\b\d{1,6}(?:/\d{4})?/[A-ZĐ][\w-]{1,24}\b")


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings that are broken into lines before the page is laid out (dòng tiêu đề)."""

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    abstract: tuple[str, ...]
    authority: tuple[str, ...]
    post: tuple[str, ...]
    signer: tuple[str, ...]
    secretary: tuple[str, ...]
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
        self.press = Press(templates_dir / "certificate", font_family, {"unbroken": unbroken})
        self.faces = self.press.faces

    def make(self, certificate: Certificate, waivers: tuple[str, ...] | None = None) -> bytes:
        """Render a certificate; nothing but the arguments tells what comes out.

        Raises:
            Refusal: figures that disagree, a text too long, a letter without a glyph.
            UnusablePage: the page asked for something outside, or could not be drawn in full.

        """
        paper = lay_out(certificate, waivers)
        headings = self._headings(paper)
        with no_complaints():
            return self._write(paper, headings, certificate)

    def _headings(self, paper: Paper) -> Headings:
        head = paper.head
        day_width = self.faces["italic"].width(head.place_and_day, 13)
        if day_width > PLACE_MM * POINTS_PER_MM:
            raise PaperTextTooLong(
                f"Không lập được văn bản: địa danh và ngày tháng “{head.place_and_day}” dài hơn "
                "một dòng. Rút gọn địa danh trong phần thông tin cơ quan ban hành."
            )
        regular, bold, foot = self.faces["regular"], self.faces["bold"], paper.foot
        clerk = paper.kind.secretary
        return Headings(
            parent=even_lines(head.parent, regular, 12, LEFT_MM),
            issuer=even_lines(head.issuer, bold, 12, LEFT_MM),
            abstract=even_lines(head.abstract, bold, 14, TEXT_MM),
            authority=() if clerk else even_lines(foot.authority, bold, 14, RIGHT_MM),
            post=("CHỦ TỌA",) if clerk else even_lines(foot.post, bold, 14, RIGHT_MM),
            signer=even_lines(foot.signer, bold, 14, RIGHT_MM),
            secretary=even_lines(clerk, bold, 14, LEFT_MM),
            address=part_lines(head.address, regular, 11, TEXT_MM),
        )

    def _write(self, paper: Paper, headings: Headings, certificate: Certificate) -> bytes:
        vouched = f"#{certificate.vouched}" if certificate.vouched else ""
        code = paper.verify_address + vouched  # what follows "#" is sent to nobody
        document = self.press.lay({"qr.svg": (qr_svg(code), _SVG)}, p=paper, h=headings)
        utc = certificate.planned_at.astimezone(UTC).replace(tzinfo=None)
        attachment = Attachment(
            string=statement_text(certificate.statement()),
            name=STATEMENT_NAME,
            description="Kết quả thẩm định (bản máy đọc)",
            relationship="Data",
            created=utc,
            modified=utc,
            url_fetcher=AssetFetcher({}),
        )
        return _with_fields(document, strike(document, attachments=[attachment]))


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


def statement_text(statement: Mapping[str, object]) -> str:
    """Write the machine-readable statement as it is attached: JSON, keys in order."""
    return json.dumps(statement, ensure_ascii=False, sort_keys=True, indent=1)
