"""Fields for signatures stand where the decree wants them, on the page with the signer's name."""

import io

import pikepdf
import pytest

from ntm_verify.documents.fields import SEAL_FIELD, SIGNER_FIELD, signature_boxes

from . import samples

MM = 72 / 25.4


def test_the_seal_covers_a_third_of_the_signature_from_its_left() -> None:
    signature, seal = (field.box for field in signature_boxes(100, 400))

    assert (seal[2] - signature[0]) / (signature[2] - signature[0]) == pytest.approx(1 / 3)
    assert seal[0] < signature[0]
    assert [seal[2] - seal[0], seal[3] - seal[1]] == pytest.approx([30 * MM] * 2)
    assert (signature[0] + signature[2]) / 2 == pytest.approx(100 + 47 * MM)


@pytest.mark.parametrize("make", [samples.usual, samples.by_sex, samples.worst])
def test_both_fields_stand_between_post_and_name_on_their_page(make: samples.Maker) -> None:
    paper = make()
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        pages: list[object] = [page.objgen for page in pdf.pages]
        place = pages.index(fields[SIGNER_FIELD].P.objgen)
        box = [float(side) for side in fields[SIGNER_FIELD].Rect]
        height = float(pdf.pages[place].mediabox[3])
    lines = [line.text for line in paper.sheets[place].lines]

    assert set(fields) == {SIGNER_FIELD, SEAL_FIELD}
    assert any("Nơi nhận:" in line for line in lines)
    inside = [
        line
        for line in paper.sheets[place].lines
        if line.x0 > box[0] / MM
        and (height - box[3]) / MM < (line.top + line.bottom) / 2 < (height - box[1]) / MM
    ]
    assert inside == []
