"""A past appraisal comes out the same, under the rule of its day, or every difference is named."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.ports import UnreadablePaper
from ntm_verify.usecases.reappraise import Reappraise, reappraise
from tests.support.builders import (
    AN_ID,
    AS_OF,
    AUDITOR,
    CLERK,
    OTHER_APPRAISER,
    a_figure,
    a_population,
    an_id,
)
from tests.support.scenes import a_dossier, a_planted_paper, acts, an_issued_paper, must_refuse
from tests.support.worlds import PDF, World
from tests.usecases.tampering import change_blob, change_record, lose_blob


async def again(world: World, wanted: Reappraise) -> list[str]:
    found = await reappraise(world.ports, AUDITOR, wanted)
    return [str(difference) for difference in found.differences]


async def dossier_of(world: World, paper: Certificate) -> Appraisal:
    async with world.ports.reading() as tx:
        return await tx.appraisals.get(paper.appraisal_id)


async def test_an_untouched_appraisal_comes_out_identical(world: World) -> None:
    paper = await an_issued_paper(world)
    async with world.ports.reading() as tx:
        pdf = await tx.blobs.get(paper.pdf_sha256)

    by_id = await reappraise(world.ports, AUDITOR, Reappraise(AN_ID))
    by_paper = await reappraise(world.ports, AUDITOR, Reappraise(paper=pdf))

    assert by_id.identical
    assert by_id == by_paper
    assert (by_id.appraisal, by_id.notes) == (await dossier_of(world, paper), ())
    assert (await acts(world))[-1] == AuditEvent(
        Action.REAPPRAISED,
        AUDITOR,
        Subject("submission", str(AN_ID), 2),
        after={"identical": True, "differences": 0},
    )


async def test_a_figure_raised_later_holds_for_later_dossiers(world: World) -> None:
    """A list of 2019 is recomputed under the figure of 2019, whatever the province asks today."""
    await an_issued_paper(world)
    await world.holds(a_figure("95", rule_set="NTM-2016"), a_figure("99", rule_set="NTM-2016"))

    assert await again(world, Reappraise(AN_ID)) == []


async def test_a_figure_that_never_stood_is_named(world: World) -> None:
    dossier = await a_dossier(world, Status.APPROVED)
    assert dossier.outcome
    assert dossier.outcome.threshold
    lower = replace(dossier.outcome.threshold, percent=a_figure("80").percent)
    await change_record(world, dossier, outcome=replace(dossier.outcome, threshold=lower))

    assert await again(world, Reappraise(AN_ID)) == [
        "ngưỡng: đã ghi 80, tính lại 85",
        "số người cần có: đã ghi 8, tính lại 9",
    ]


async def test_rules_that_have_moved_on_are_told(world: World) -> None:
    dossier = await a_dossier(world, Status.APPROVED)
    assert dossier.outcome
    old = replace(dossier.outcome, rules_version="0-old")
    await a_dossier(world, Status.APPROVED, id=an_id(2), outcome=old)

    found = await reappraise(world.ports, AUDITOR, Reappraise(an_id(2)))

    assert found.identical
    assert found.notes == (
        f"Quy tắc kiểm tra khi đó là bản 0-old, nay là bản {world.ports.rules_version}.",
    )


async def test_a_dossier_without_a_result_has_nothing_to_differ_in(world: World) -> None:
    await a_dossier(world, Status.RETURNED, outcome=None)

    assert await again(world, Reappraise(AN_ID)) == []


async def test_a_paper_that_is_only_planned_has_no_file_to_differ(world: World) -> None:
    dossier = await a_dossier(world, Status.APPROVED)
    await a_planted_paper(world, dossier, standing=Standing.PLANNED)

    assert await again(world, Reappraise(AN_ID)) == []


# ---- hands inside the database


async def test_one_byte_of_the_kept_list_is_named(world: World) -> None:
    paper = await an_issued_paper(world)
    digest = paper.outcome.roster_sha256
    await change_blob(world, digest)

    (changed,) = await again(world, Reappraise(AN_ID))
    await lose_blob(world, digest)
    (lost,) = await again(world, Reappraise(AN_ID))

    assert "không còn đúng mã băm" in changed
    assert "Không tìm thấy" in lost
    assert changed.startswith(f"danh sách đã lưu: đã ghi {digest}")


async def test_one_byte_of_the_issued_file_is_named(world: World) -> None:
    paper = await an_issued_paper(world)
    await change_blob(world, paper.pdf_sha256)

    (told,) = await again(world, Reappraise(AN_ID))

    assert told.startswith(f"tệp của văn bản 01/TB-BHXH: đã ghi {paper.pdf_sha256}")


async def test_figures_changed_in_the_dossier_are_named(world: World) -> None:
    paper = await an_issued_paper(world)
    dossier = await dossier_of(world, paper)
    assert dossier.outcome
    forged = replace(dossier.outcome, tally=Tally.of(10))
    await change_record(world, dossier, outcome=forged)

    told = await again(world, Reappraise(AN_ID))

    assert told[0] == "số người được tính: đã ghi 10, tính lại 9"
    assert told[1].startswith("số người tham gia trên văn bản 01/TB-BHXH")
    assert len(told) == 2


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"population": a_population(11)}, "dân số"),
        ({"as_of": AS_OF.replace(day=30)}, "ngày chốt"),
        ({"commune_name": "Xã khác"}, "xã"),
    ],
)
async def test_a_paper_that_differs_from_its_dossier_is_named(
    world: World, fields: dict[str, Any], what: str
) -> None:
    paper = await an_issued_paper(world)
    await change_record(world, paper, **fields)

    (told,) = await again(world, Reappraise(AN_ID))

    assert told.startswith(f"{what} trên văn bản 01/TB-BHXH: đã ghi ")


async def test_a_changed_file_that_names_its_paper_is_told_apart_from_it(world: World) -> None:
    paper = await an_issued_paper(world)
    async with world.ports.reading() as tx:
        pdf = await tx.blobs.get(paper.pdf_sha256)

    changed = pdf + b" "

    assert await again(world, Reappraise(paper=changed)) == [
        f"tệp PDF (SHA-256): đã ghi {paper.pdf_sha256}, tính lại {sha256(changed).hexdigest()}"
    ]


async def test_who_may_not_and_what_is_not_there(world: World) -> None:
    await an_issued_paper(world)
    async with world.ports.reading() as tx:
        (paper,) = await tx.certificates.of_appraisal(AN_ID)
        pdf = await tx.blobs.get(paper.pdf_sha256)

    await must_refuse(world, reappraise, CLERK, Reappraise(AN_ID), WrongOffice)
    await must_refuse(world, reappraise, OTHER_APPRAISER, Reappraise(AN_ID), NotFound)
    await must_refuse(world, reappraise, OTHER_APPRAISER, Reappraise(paper=pdf), NotFound)
    await must_refuse(world, reappraise, AUDITOR, Reappraise(an_id(9)), NotFound)
    unknown = Reappraise(paper=PDF + b'{"reference": "38-2019-0009"}')
    await must_refuse(world, reappraise, AUDITOR, unknown, NotFound)
    rubbish = Reappraise(paper=b"rubbish")
    await must_refuse(world, reappraise, AUDITOR, rubbish, UnreadablePaper)
    await must_refuse(world, reappraise, AUDITOR, Reappraise(), NotFound)
