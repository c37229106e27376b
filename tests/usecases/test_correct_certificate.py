"""A công văn corrects the form of a paper; the paper stands, and everybody reads of it."""

from dataclasses import replace
from typing import Final

import pytest

from ntm_verify.domain.appraisal import WrongStatus
from ntm_verify.domain.audit import Action
from ntm_verify.domain.certificate import CertificateNotFound, Standing
from ntm_verify.domain.paper_note import (
    CORRECTED_PARTS,
    NoteKind,
    PaperNote,
    WrongDocument,
    require_document,
)
from ntm_verify.domain.people import ANYONE, WrongOffice
from ntm_verify.usecases.correct_certificate import CorrectCertificate, correct_certificate
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate
from tests.support.builders import APPRAISER, NOON, OTHER_PROVINCE, SIGNER
from tests.support.scenes import an_issued_paper, must_refuse
from tests.support.worlds import World

DOCUMENT: Final = "Công văn số 15/BHXH-GĐ ngày 20/11/2026"
CORRECT: Final = CorrectCertificate("38-2019-0001", "recipients", f"  {DOCUMENT} ")


async def test_a_corrected_paper_stands_and_names_the_document(world: World) -> None:
    paper = await an_issued_paper(world)
    before = len(await world.audit_log())

    note = await correct_certificate(world.ports, SIGNER, CORRECT)

    assert note == PaperNote(
        *(note.id, paper.id, NoteKind.CORRECTED, "recipients", DOCUMENT, SIGNER.id, NOON)
    )
    assert await world.find(paper) == paper, "the paper and its file do not change"
    report = await verify_certificate(world.ports, ANYONE, VerifyCertificate(paper.reference))
    assert (report.standing, report.notes) == (Standing.VALID, (note,))
    (event, *_) = (await world.audit_log())[before:]
    assert (event.action, event.subject.id) == (Action.CERTIFICATE_CORRECTED, str(note.id))
    assert event.after == {"certificate": paper.reference, "part": "recipients"}
    assert DOCUMENT not in str(event.after)


async def test_figures_and_results_are_no_matter_of_correction(world: World) -> None:
    await an_issued_paper(world)
    foreign = replace(SIGNER, unit=OTHER_PROVINCE, province=OTHER_PROVINCE)

    assert not {"figures", "result", "population"} & set(CORRECTED_PARTS)
    for refused in (replace(CORRECT, part="figures"), replace(CORRECT, document="sai số liệu")):
        await must_refuse(world, correct_certificate, SIGNER, refused, WrongDocument)
    await must_refuse(world, correct_certificate, APPRAISER, CORRECT, WrongOffice)
    await must_refuse(world, correct_certificate, foreign, CORRECT, CertificateNotFound)


async def test_a_revocation_tells_its_ground_and_ends_corrections(world: World) -> None:
    paper = await an_issued_paper(world)
    revoke = RevokeCertificate(paper.reference, "wrong_figures", "Đếm trùng", "7/KL-BHXH")
    await must_refuse(world, revoke_certificate, SIGNER, revoke, WrongDocument)

    ground = "Kết luận số 7/KL-BHXH ngày 01/12/2026"
    await revoke_certificate(world.ports, SIGNER, replace(revoke, legal_base=ground))

    report = await verify_certificate(world.ports, ANYONE, VerifyCertificate(paper.reference))
    assert [(note.kind, note.document) for note in report.notes] == [(NoteKind.REVOKED, ground)]
    await must_refuse(world, correct_certificate, SIGNER, CORRECT, WrongStatus)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        (DOCUMENT, True),
        ("khoản 4 Điều 18 Nghị định số 30/2020/NĐ-CP", True),
        ("Quyết định số 5/QĐ-BHXH", False),
        ("theo yêu cầu của lãnh đạo", False),
        ("", False),
        (DOCUMENT + "x" * 300, False),
    ],
)
def test_a_document_is_named_by_number_and_day_or_by_article(text: str, stands: bool) -> None:  # noqa: FBT001 - a row of the table
    if stands:
        assert require_document(text) == text
    else:
        with pytest.raises(WrongDocument):
            require_document(text)
