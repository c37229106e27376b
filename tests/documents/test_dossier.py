"""A whole dossier is printed in its order, always the same way, whatever letters it has."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from ntm_verify.documents.dossier import DossierMaker
from ntm_verify.domain.chronicle import Change, Happening
from ntm_verify.domain.evidence import Document, DossierFile, Fact, FoundGroup
from tests.support.files import ROOT

ACT = Happening(
    *("7", "02/11/2026 10:50", "cán bộ thẩm định", "38", "u-1", "quyết định: phê duyệt"),
    *("", "appraisal.decided", "submission x", (Change("trạng thái", "đang", "xong"),)),
)
TOLD = DossierFile(
    id="x",
    commune="Xã Mẫu An (giả lập)",
    as_of="31/12/2019",
    moment="2026-11-02T03:50:12Z",
    masked=True,
    facts=(Fact("commune", "Xã", "Xã Mẫu An (giả lập)"),),
    documents=(Document(1, "02/11/2026 10:50", "Danh sách", "danh-sach.csv", "a" * 64, 12),),
    groups=(FoundGroup("id_length", "phải sửa", "Mã số thiếu chữ số", 2),),
    happenings=(ACT,) * 60,
)


@pytest.fixture(scope="module")
def maker() -> DossierMaker:
    return DossierMaker(ROOT / "templates")


def test_a_print_is_the_same_every_time_and_has_every_part(maker: DossierMaker) -> None:
    printed = maker.make(TOLD)
    assert printed == maker.make(TOLD)
    assert printed != maker.make(replace(TOLD, masked=False))
    with pikepdf.open(BytesIO(printed)) as pdf:
        assert len(pdf.pages) > 1
        meta = pdf.open_metadata()
        assert meta["pdfaid:part"] == "3"


def test_a_letter_that_the_face_lacks_does_not_stop_the_evidence(maker: DossierMaker) -> None:
    odd = replace(TOLD, commune="Xã 𠀀\u202e Mẫu", documents=(), groups=())
    assert maker.make(odd) == maker.make(replace(odd, commune="Xã ?? Mẫu"))
