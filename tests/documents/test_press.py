"""Whatever comes from the press opens no file and leaves none open."""

import gc
import io
import warnings

import pikepdf

from ntm_verify.documents.looks import draw_looks
from ntm_verify.documents.press import printed_text
from ntm_verify.documents.receipt import ReceiptMaker

from . import samples
from .papers import a_certificate
from .reading import TEMPLATES, the_maker
from .test_receipt import RECEIPT


def test_the_printed_text_is_what_stands_between_the_tags() -> None:
    assert printed_text("<p title='ạ'>a &lt;b&gt; &amp; c</p><br>d") == "a <b> & cd"


def test_no_file_is_left_open_by_any_paper() -> None:
    """A file left open warns whoever collects it, in any thread and at any moment."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        the_maker().make(a_certificate())
        ReceiptMaker(TEMPLATES).make(RECEIPT)
        draw_looks(TEMPLATES)
        gc.collect()

    assert [str(warning.message) for warning in said] == []


def test_the_colours_of_a_paper_are_those_of_one_profile() -> None:
    with pikepdf.open(io.BytesIO(samples.usual().content)) as pdf:
        (intent,) = pdf.Root["/OutputIntents"]
        profile = intent["/DestOutputProfile"].read_bytes()

    assert profile[36:40] == b"acsp", "the signature of an ICC profile"
    assert (str(intent["/S"]), str(intent["/OutputConditionIdentifier"])) == (
        "/GTS_PDFA1",
        "IEC 61966-2-1 Default RGB Colour Space - sRGB",
    )
