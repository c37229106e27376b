"""A province enters how long personal data are kept, with the document that says so."""

import pytest

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import LegalReferenceMissing
from ntm_verify.domain.retention import RetentionKind, WrongTerm
from ntm_verify.usecases.enter_term import EnterTerm, enter_term
from tests.support.builders import ADMINISTRATOR, APPRAISER
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

DOCUMENT = "Quyết định số 12/QĐ-UBND ngày 05/01/2026 (DỮ LIỆU GIẢ LẬP)"
ROWS = RetentionKind.PERSON_ROWS


async def test_a_term_is_kept_and_the_one_before_stays_on_record(world: World) -> None:
    await enter_term(world.ports, ADMINISTRATOR, EnterTerm(ROWS, 120, f"  {DOCUMENT} "))
    term = await enter_term(world.ports, ADMINISTRATOR, EnterTerm(ROWS, 60, DOCUMENT))

    async with world.ports.reading() as tx:
        terms = await tx.purging.terms(ADMINISTRATOR.province)
    assert [(one.months, one.document) for one in terms] == [(120, DOCUMENT), (60, DOCUMENT)]
    assert terms[-1] == term
    assert (await acts(world))[-1] == AuditEvent(
        Action.CONFIG_CHANGED,
        ADMINISTRATOR,
        Subject("retention", f"{ADMINISTRATOR.province}/person_rows", 2),
        before={"kind": "person_rows", "months": 120, "document": DOCUMENT},
        after={"kind": "person_rows", "months": 60, "document": DOCUMENT},
    )


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (EnterTerm(ROWS, 11, DOCUMENT), WrongTerm),
        (EnterTerm(ROWS, 1201, DOCUMENT), WrongTerm),
        (EnterTerm(RetentionKind.RAW_FILES, 12, DOCUMENT), WrongTerm),
        (EnterTerm(ROWS, 120, "  "), LegalReferenceMissing),
    ],
)
async def test_a_term_too_short_or_without_document_is_refused(
    world: World, request_: EnterTerm, refusal: type[Refusal]
) -> None:
    await must_refuse(world, enter_term, ADMINISTRATOR, request_, refusal)


async def test_only_an_administrator_enters_terms(world: World) -> None:
    await must_refuse(world, enter_term, APPRAISER, EnterTerm(ROWS, 120, DOCUMENT), WrongOffice)
