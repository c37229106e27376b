"""Anybody checks a paper: by code, by number or by its file; whatever was changed is found."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import Certificate, Standing, printed_token
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.people import ANYONE
from ntm_verify.domain.verification import Result, VerificationReport
from ntm_verify.trail.signatures import SigningKey, writer_of
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate
from tests.storage.dba import edited
from tests.support.builders import AS_OF, SIGNER, a_population
from tests.support.scenes import a_dossier, a_planted_paper, acts, an_issued_paper, entries
from tests.support.seals import page_of, sealed
from tests.support.worlds import ORIGIN, PDF, World
from tests.usecases.tampering import (
    change_blob,
    change_entry,
    change_leaf,
    change_record,
    lose_blob,
)

HOLDS, FAILS, UNKNOWN = Result.HOLDS, Result.FAILS, Result.UNKNOWN
SIGNED: Final = ("signatures", "signers", "time", "vouched")
ALL: Final = {
    "file": HOLDS,
    **dict.fromkeys(SIGNED, HOLDS),
    "digest": HOLDS,
    "log": HOLDS,
    "list": HOLDS,
    "verdict": HOLDS,
    "standing": HOLDS,
}
BY_CODE: Final = {name: HOLDS for name in ALL if name not in {"file", "digest", *SIGNED}}


async def verify(world: World, **asked: Any) -> VerificationReport:  # noqa: ANN401 - of the request
    return await verify_certificate(world.ports, ANYONE, VerifyCertificate(**asked))


def results(report: VerificationReport) -> dict[str, Result]:
    return {check.name: check.result for check in report.checks}


def detail(report: VerificationReport, name: str) -> str:
    (told,) = [check.detail for check in report.checks if check.name == name]
    return told


async def file_of(world: World, paper: Certificate) -> bytes:
    async with world.ports.reading() as tx:
        return await tx.blobs.get(paper.pdf_sha256)


async def test_a_true_file_holds_in_every_check(world: World) -> None:
    paper = await an_issued_paper(world)

    report = await verify(world, paper=await file_of(world, paper))

    assert (results(report), report.result) == (ALL, HOLDS)
    assert (report.certificate, report.standing) == (paper, Standing.VALID)
    assert [check.name for check in report.checks] == list(ALL)
    assert (await acts(world))[-1] == AuditEvent(
        Action.VERIFY_VISITED,
        ANYONE,
        Subject("certificate", paper.reference, 3),
        after={"result": "holds"},
    )


async def test_a_paper_is_answered_for_while_the_log_is_read_only(world: World) -> None:
    paper = await an_issued_paper(world)
    before = await acts(world)
    world.ports.gate.shut("nhật ký rẽ nhánh.")

    report = await verify(world, paper=await file_of(world, paper))

    assert (report.result, report.standing) == (HOLDS, Standing.VALID)
    assert await acts(world) == before


async def test_a_code_or_a_number_as_typed_leads_to_the_paper(world: World) -> None:
    paper = await an_issued_paper(world)

    for typed in (
        paper.token,
        f" {printed_token(paper.token).lower()} ",
        paper.reference,
        f" {paper.reference}\n",
    ):
        report = await verify(world, code=typed)
        assert (results(report), report.certificate) == (BY_CODE, paper)


@pytest.mark.parametrize("typed", ["", "ABCDE-FGHJ", "38-2019-0002", "x" * 500, "'; --"])
async def test_a_code_that_nobody_issued_leaves_it_open_and_no_entry(
    world: World, typed: str
) -> None:
    await an_issued_paper(world)
    before = len(await world.audit_log())

    report = await verify(world, code=typed)

    assert results(report) == {"standing": UNKNOWN}
    assert (report.result, report.certificate) == (UNKNOWN, None)
    assert len(await world.audit_log()) == before


async def test_a_file_of_which_one_byte_was_changed_does_not_hold(world: World) -> None:
    paper = await an_issued_paper(world)
    issued = await file_of(world, paper)
    told = json.loads(page_of(issued).removeprefix(PDF))
    forged = PDF + json.dumps({**told, "participants": 10}, sort_keys=True).encode()
    resealed = forged + issued[len(page_of(issued)) :]

    report = await verify(world, paper=resealed)

    wrong = dict.fromkeys(("signatures", "vouched", "digest", "verdict"), FAILS)
    assert results(report) == {**ALL, **wrong, "signers": UNKNOWN}
    assert paper.pdf_sha256 in detail(report, "digest")
    assert "khác từ byte" in detail(report, "digest")
    assert report.certificate == paper


async def test_a_paper_that_is_not_registered_is_open_and_still_computed(world: World) -> None:
    paper = await an_issued_paper(world)
    told = replace(paper, number=99).statement()

    report = await verify(world, paper=sealed(paper, PDF + json.dumps(told).encode()))

    assert results(report) == {
        "file": HOLDS,
        **dict.fromkeys(SIGNED, HOLDS),
        "vouched": FAILS,
        "digest": UNKNOWN,
        "verdict": HOLDS,
        "standing": UNKNOWN,
    }


async def test_a_file_that_is_no_paper_does_not_hold(world: World) -> None:
    await an_issued_paper(world)

    report = await verify(world, paper=b"%PDF-1.4 something else")

    assert results(report) == {
        "file": FAILS,
        "signatures": UNKNOWN,
        "digest": UNKNOWN,
        "standing": UNKNOWN,
    }


async def test_a_paper_whose_seal_was_taken_off_does_not_hold(world: World) -> None:
    paper = await an_issued_paper(world)
    bare = page_of(await file_of(world, paper))

    report = await verify(world, paper=bare)

    assert results(report)["signatures"] is FAILS
    assert "thiếu" in detail(report, "digest")


async def test_a_revoked_paper_says_so_and_holds_in_all_else(world: World) -> None:
    paper = await an_issued_paper(world)
    file = await file_of(world, paper)
    request = RevokeCertificate(paper.reference, "inspection", "Theo kết luận")
    await revoke_certificate(world.ports, SIGNER, request)

    report = await verify(world, paper=file)

    assert results(report) == {**ALL, "standing": FAILS}
    assert detail(report, "standing") == "đã thu hồi"


async def test_a_paper_that_is_only_planned_is_open(world: World) -> None:
    approved = await a_dossier(world, Status.APPROVED)
    planned = await a_planted_paper(world, approved, standing=Standing.PLANNED)

    report = await verify(world, code=planned.token)

    assert results(report) == {**BY_CODE, "log": UNKNOWN, "standing": UNKNOWN}


# ---- hands inside the database


@pytest.mark.parametrize(
    "field",
    [
        {"population": a_population(9)},
        {"as_of": AS_OF.replace(year=2018)},
        {"commune_name": "Xã khác"},
        {"pdf_length": 1},
        {"signer_name": "", "planned_by": "u-x"},
        {"log_root": "0" * 64},
    ],
)
async def test_a_register_that_was_changed_shows_against_the_log(
    world: World, field: dict[str, Any]
) -> None:
    paper = await an_issued_paper(world)
    await change_record(world, paper, **field)

    report = await verify(world, code=paper.token)

    assert results(report)["log"] is FAILS
    assert report.result is FAILS
    assert (await world.examine()).holds is False


async def test_figures_changed_in_the_register_show_in_the_log_and_in_the_verdict(
    world: World,
) -> None:
    paper = await an_issued_paper(world)
    outcome = replace(paper.outcome, tally=Tally.of(10))
    await change_record(world, paper, outcome=outcome)

    report = await verify(world, code=paper.token)

    assert results(report) == {**BY_CODE, "log": FAILS, "verdict": FAILS}


async def test_an_entry_that_was_changed_is_named(world: World) -> None:
    paper = await an_issued_paper(world)
    index = len(await entries(world, 0)) - 2  # issued, certified
    await change_entry(world, index, another_figure)

    report = await verify(world, code=paper.token)

    assert results(report) == {**BY_CODE, "log": FAILS}
    assert detail(report, "log") == f"dòng nhật ký {index} đã bị sửa"


async def test_an_entry_whose_stored_hash_was_changed_is_named(world: World) -> None:
    paper = await an_issued_paper(world)
    await change_leaf(world, len(await entries(world, 0)) - 2)

    report = await verify(world, code=paper.token)

    assert results(report) == {**BY_CODE, "log": FAILS}


def another_figure(entry: bytes) -> bytes:
    return edited(entry, lambda told: told["after"].update(participants=10))


def another_key(entry: bytes) -> bytes:
    return edited(entry, lambda told: told.update(w=writer_of(ORIGIN, SigningKey(bytes(32))).name))


@pytest.mark.parametrize("forge", [another_figure, another_key])
async def test_an_entry_with_a_hash_that_fits_needs_the_signature_of_the_service(
    world: World, forge: Callable[[bytes], bytes]
) -> None:
    paper = await an_issued_paper(world)
    index = len(await entries(world, 0)) - 2
    await change_entry(world, index, forge, rehash=True)

    report = await verify(world, code=paper.token)

    assert results(report) == {**BY_CODE, "log": FAILS}


@pytest.mark.parametrize("world", ["sqlite", "postgres"], indirect=True)
async def test_rubbish_with_a_hash_that_fits_is_no_entry(world: World) -> None:
    paper = await an_issued_paper(world)
    index = len(await entries(world, 0)) - 2
    await change_entry(world, index, lambda _: b"{}", rehash=True)

    report = await verify(world, code=paper.token)

    assert results(report) == {**BY_CODE, "log": FAILS}


async def test_a_paper_put_into_the_register_by_hand_is_not_in_the_log(world: World) -> None:
    """The log tells of the plan alone; the register claims that a file was issued."""
    approved = await a_dossier(world, Status.APPROVED)
    planned = await a_planted_paper(world, approved, standing=Standing.PLANNED)
    await change_record(
        world,
        planned,
        standing=Standing.VALID,
        pdf_sha256="9" * 64,
        pdf_length=9,
        issued_at=world.outside.now,
    )

    report = await verify(world, code=planned.token)

    assert results(report) == {**BY_CODE, "log": FAILS}
    assert detail(report, "log") == "không có dòng nhật ký về việc ban hành"


async def test_a_list_that_was_changed_or_lost_is_named(world: World) -> None:
    paper = await an_issued_paper(world)
    digest = paper.outcome.roster_sha256
    await change_blob(world, digest)

    changed = await verify(world, code=paper.token)
    await lose_blob(world, digest)
    lost = await verify(world, code=paper.token)

    assert results(changed) == {**BY_CODE, "list": FAILS}
    assert digest in detail(changed, "list")
    assert results(lost) == {**BY_CODE, "list": UNKNOWN}
