"""Readers that know nothing of each other take the same text from a paper: poppler, PDFium."""

import io
import unicodedata
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest

from . import samples
from .reading import squeezed
from .test_renderer import poppler

PAPERS = (samples.by_sex, samples.worst, samples.report, samples.minutes)


def by_pdfium(content: bytes) -> list[str]:
    """Give the text of each page as Chromium's reader sees it."""
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


@pytest.mark.parametrize("make", PAPERS, ids=lambda make: make.__name__)
def test_two_readers_take_the_same_text(make: samples.Maker, tmp_path: Path) -> None:
    content = make().content
    first = poppler("pdftotext", content, tmp_path, "-raw").split("\f")[:-1]
    second = by_pdfium(content)

    assert len(first) == len(second) == len(make().sheets)
    for one, other in zip(first, second, strict=True):
        assert squeezed(one) == squeezed(other)
        assert unicodedata.is_normalized("NFC", other)
