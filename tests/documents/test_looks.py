"""Pictures of signature and seal become pages in true size, with no letters in them."""

import io

import pikepdf
import pytest
from PIL import Image

from ntm_verify.documents.closed import UnusablePage
from ntm_verify.documents.looks import draw_looks

from .reading import TEMPLATES
from .vera import broken_rules

MM = 72 / 25.4


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (90, 40), (0, 0, 200, 128)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("signature", [b"", a_picture()], ids=["sample", "own"])
def test_pages_have_the_size_of_their_boxes_and_stay_archives(signature: bytes) -> None:
    looks = draw_looks(TEMPLATES, signature)

    for look, size in zip(looks, ((54, 24), (30, 30)), strict=True):
        with pikepdf.open(io.BytesIO(look)) as pdf:
            (page,) = pdf.pages
            assert [float(side) for side in page.mediabox[2:]] == pytest.approx(
                [side * MM for side in size], abs=0.1
            )
            assert len(page.Resources.get("/Font", {})) == 0
        assert broken_rules(look, "3u") == {}


def test_a_picture_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(UnusablePage):
        draw_looks(TEMPLATES, b"\x89PNG\r\n\x1a\n" + bytes(40))
