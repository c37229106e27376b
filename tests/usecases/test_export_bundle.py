"""A dossier leaves as one file that proves itself, and whatever is changed in it is named."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from ntm_verify.domain.access_reason import AccessReasonMissing
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.trail.bundle import MANIFEST, ROSTER, STATES, manifest_of, note_text, unpack_bundle
from ntm_verify.trail.bundle_check import examine_bundle
from ntm_verify.trail.entry import read_entry, seal
from ntm_verify.trail.notes import sign_note
from ntm_verify.trail.signatures import SigningKey, writer_of
from ntm_verify.trail.tlog_proof import read_proof
from ntm_verify.trail.tree import Head
from ntm_verify.trail.words import Word
from ntm_verify.usecases.export_bundle import (
    ExportBundle,
    FullListNotYours,
    NotYetPublished,
    export_bundle,
)
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate
from tests.support.builders import ADMINISTRATOR, APPRAISER, AUDITOR, CLERK, SIGNER
from tests.support.bundles import (
    PEOPLE,
    WHY,
    a_certified_dossier,
    altered,
    exported,
    judged,
    known,
)
from tests.support.outside import KEY, ORIGIN
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

Files = dict[str, bytes]
memory = pytest.mark.parametrize("world", ["memory"], indirect=True)


async def test_a_bundle_proves_a_dossier_without_names_and_the_log_knows_of_it(
    world: World,
) -> None:
    dossier = await a_certified_dossier(world)

    made = await exported(world, dossier)
    report = judged(world, made.content)

    assert (report.exit_code, report.findings) == (0, ())
    assert report.entries >= 7
    files = unpack_bundle(made.content)
    whole = b"".join(files.values()).decode("utf-8", "replace")
    assert "Bùi Văn Mẫu" not in whole
    assert "009000001" not in whole
    assert "•••" in files["danh-sach.csv"].decode()
    assert f"docs/{dossier.certificate}.pdf" in files
    entry = (await acts(world))[-1]
    assert (entry.action, entry.actor) == (Action.BUNDLE_EXPORTED, AUDITOR)
    assert entry.after is not None
    assert entry.after["manifest_sha256"] == made.manifest_sha256
    assert entry.private["note"] == WHY


async def test_the_same_dossier_gives_the_same_bytes_however_often_it_is_looked_at(
    world: World,
) -> None:
    dossier = await a_certified_dossier(world)
    first = await exported(world, dossier)
    world.outside.pass_time(days=3)
    await world.ports.publish()

    assert (await exported(world, dossier)).content == first.content


async def test_a_full_bundle_opens_rows_and_words_for_an_auditor_alone(world: World) -> None:
    dossier = await a_certified_dossier(world)

    made = await exported(world, dossier, full=True)

    assert judged(world, made.content).exit_code == 0
    files = unpack_bundle(made.content)
    assert PEOPLE[0].split(",")[0] in files["danh-sach.csv"].decode()
    assert len(json.loads(files[ROSTER])["opened"]) == len(PEOPLE)
    assert json.loads(files["private/openings.json"])
    wanted = ExportBundle(dossier.id, "audit_plan", WHY, full=True)
    await must_refuse(world, export_bundle, ADMINISTRATOR, wanted, FullListNotYours)


@memory
async def test_the_file_of_a_dossier_tells_documents_and_acts_in_their_order(world: World) -> None:
    dossier = await a_certified_dossier(world)

    files = unpack_bundle((await exported(world, dossier)).content)

    root = fromstring(files["ho-so.xml"])  # noqa: S314 - made just here
    documents = [one.get("tep") for one in root.iter("taiLieuSo")]
    assert documents == [
        "",
        "danh-sach.csv",
        "phat-hien.csv",
        f"docs/{dossier.certificate}.pdf",
    ]
    lines = [int(str(one.get("dong"))) for one in root.iter("suViec")]
    assert lines == sorted(lines)
    said = [one.text for one in root.iter("noiDung")]
    assert said[0] == "mở hồ sơ mới"
    assert any("ban hành văn bản kết quả" in str(one) for one in said)
    assert json.loads(files["ho-so.json"])["commune"] == dossier.commune_name
    assert "policy.txt" in files["HUONG-DAN.txt"].decode()


def _swap(path: str, old: bytes, new: bytes) -> Callable[[Files], object]:
    def change(files: Files) -> None:
        files[path] = files[path].replace(old, new)

    return change


def _first(files: Files, start: str) -> str:
    return min(path for path in files if path.startswith(start))


def _cut_paper(files: Files) -> None:
    path = _first(files, "docs/")
    files[path] = files[path][:-1] + b"X"


def _drop_entry(files: Files) -> None:
    del files[sorted(path for path in files if path.startswith("proofs/"))[2]]


def _add(files: Files) -> None:
    files["docs/them.pdf"] = b"%PDF-"


@memory
@pytest.mark.parametrize(
    ("change", "word", "named"),
    [
        (_swap("ho-so.json", b": true", b": false"), Word.DOC_MISMATCH, "ho-so.json"),
        (_swap("danh-sach.csv", "có".encode(), "không".encode()), Word.DOC_MISMATCH, "danh-sach"),
        (_cut_paper, Word.DOC_MISMATCH, "docs/"),
        (_drop_entry, Word.MISSING_EVIDENCE, "proofs/"),
        (_add, Word.DOC_MISMATCH, "docs/them.pdf"),
        (_swap("manifest.note", b"ntm-bundle", b"ntm-bumble"), Word.BAD_SIGNATURE, "manifest.note"),
        (_swap(MANIFEST, b'"masked":true', b'"masked":false'), Word.BAD_SIGNATURE, "manifest.note"),
    ],
)
async def test_whatever_is_changed_the_first_difference_is_named(
    world: World, change: Callable[[Files], object], word: Word, named: str
) -> None:
    made = await exported(world, await a_certified_dossier(world))

    report = judged(world, altered(made.content, change))

    assert report.exit_code != 0
    assert report.first is not None
    assert (report.findings[0].word, named in str(report.findings[0])) == (word, True)


def _rewritten(content: bytes, change: Callable[[Files], object], key: SigningKey) -> bytes:
    """Change files and write manifest and signature anew, as somebody with a key would."""

    def rewrite(files: Files) -> None:
        change(files)
        told = json.loads(files.pop(MANIFEST))
        files.pop("manifest.note")
        about = {name: told[name] for name in ("origin", "subject", "size", "entries", "masked")}
        manifest = manifest_of(about, files)
        files[MANIFEST] = manifest
        files["manifest.note"] = sign_note(note_text(manifest), f"{ORIGIN}/writer", key)

    return altered(content, rewrite)


def _raise_figure(files: Files) -> None:
    told = json.loads(files[STATES])
    told[0]["state"]["population"] += 1
    files[STATES] = json.dumps(told).encode()


def _change_row(files: Files) -> None:
    told = json.loads(files[ROSTER])
    told["opened"][4][1][2] = "Bùi Văn Khác"
    files[ROSTER] = json.dumps(told).encode()


def _drop_commitment(files: Files) -> None:
    told = json.loads(files[ROSTER])
    told["commitments"].pop()
    told["opened"].pop()
    files[ROSTER] = json.dumps(told).encode()


def _other_root(files: Files) -> None:
    path = _first(files, "checkpoints/")
    lines = files[path].split(b"\n")
    lines[2] = b"A" * 43 + b"="
    files[path] = b"\n".join(lines)


def _forge_entry(files: Files) -> None:
    """Write an entry anew under the writer's key, in the place of one that the log holds."""
    path = max(path for path in files if path.startswith("proofs/"))
    proof = read_proof(files[path])
    told = read_entry(proof.entry)
    fields = {name: told[name] for name in told if name not in {"v", "w", "sig"}}
    entry = seal({**fields, "actor": {**told["actor"], "id": "somebody"}}, writer_of(ORIGIN, KEY))
    files[path] = replace(proof, entry=entry).text()


@memory
@pytest.mark.parametrize(
    ("change", "word"),
    [
        (_forge_entry, Word.NOT_IN_LOG),
        (_raise_figure, Word.STATE_MISMATCH),
        (_change_row, Word.COMMITMENT_MISMATCH),
        (_drop_commitment, Word.COMMITMENT_MISMATCH),
        (_cut_paper, Word.DOC_MISMATCH),
        (_drop_entry, Word.MISSING_EVIDENCE),
        (_other_root, Word.BAD_SIGNATURE),
    ],
)
async def test_not_even_the_holder_of_the_writer_s_key_makes_a_bundle_say_something_else(
    world: World, change: Callable[[Files], object], word: Word
) -> None:
    made = await exported(world, await a_certified_dossier(world), full=True)

    report = judged(world, _rewritten(made.content, change, KEY))

    assert word in {finding.word for finding in report.findings}
    assert report.exit_code != 0


@memory
async def test_keys_come_from_the_reader_and_never_from_the_bundle(world: World) -> None:
    made = await exported(world, await a_certified_dossier(world))

    alone = examine_bundle(made.content, None)
    forged = _rewritten(made.content, _raise_figure, SigningKey(b"\x07" * 32))

    assert alone.exit_code == 4
    assert alone.first is not None
    assert "chính sách" in alone.first.detail
    assert judged(world, forged).exit_code == 1


@memory
async def test_a_pin_from_paper_that_another_log_gave_convicts(world: World) -> None:
    made = await exported(world, await a_certified_dossier(world))
    head = judged(world, made.content).head
    assert head is not None

    other = Head(head.size, bytes(32))
    assert examine_bundle(made.content, known(world), [other]).exit_code == 1
    assert examine_bundle(made.content, known(world), [head]).exit_code == 0


@memory
async def test_every_flipped_byte_is_noticed(world: World) -> None:
    made = await exported(world, await a_certified_dossier(world))
    size = len(made.content)

    for place in range(0, size, max(1, size // 150)):
        flipped = bytearray(made.content)
        flipped[place] ^= 0x10
        assert judged(world, bytes(flipped)).exit_code != 0, place


async def test_a_revoked_paper_is_told_by_an_intact_bundle(world: World) -> None:
    dossier = await a_certified_dossier(world)
    revoke = RevokeCertificate(dossier.certificate, "inspection", WHY)
    await revoke_certificate(world.ports, SIGNER, revoke)

    report = judged(world, (await exported(world, dossier)).content)

    assert (report.exit_code, report.is_intact, len(report.revoked)) == (1, True, 1)


async def test_without_reason_office_or_reach_nothing_leaves(world: World) -> None:
    dossier = await a_certified_dossier(world)
    wanted = ExportBundle(dossier.id, "audit_plan", WHY)
    for actor in (CLERK, APPRAISER, SIGNER):
        await must_refuse(world, export_bundle, actor, wanted, WrongOffice)
    for told in (replace(wanted, note=" vì "), replace(wanted, reason_code="")):
        await must_refuse(world, export_bundle, AUDITOR, told, AccessReasonMissing)
    elsewhere = replace(AUDITOR, reach=Reach(frozenset({"00000"})))
    await must_refuse(world, export_bundle, elsewhere, wanted, NotFound)


@memory
async def test_what_is_under_no_signed_checkpoint_is_not_handed_out_as_proved(
    world: World,
) -> None:
    dossier = await a_certified_dossier(world)

    async def nobody_publishes() -> None:
        world.outside.board.files.clear()

    await nobody_publishes()
    ports: Any = replace(world.ports, publish=nobody_publishes)
    with pytest.raises(NotYetPublished):
        await export_bundle(ports, AUDITOR, ExportBundle(dossier.id, "audit_plan", WHY))
