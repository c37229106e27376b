"""The demonstration walks the main job, and what is tampered with afterwards is named."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from ntm_verify.app import open_ports, open_service
from ntm_verify.cli.main import main
from ntm_verify.cli.openers import Openers
from ntm_verify.desk import open_desk, open_generator
from ntm_verify.domain.signature import Trust
from ntm_verify.domain.status_list import write_status
from ntm_verify.settings import Settings
from ntm_verify.signatures.examiner import Examiner
from ntm_verify.signatures.setup import SigningSetup
from ntm_verify.signatures.vouching import StatementKeys
from ntm_verify.usecases.ports import Ports
from ntm_verify.web.offline import OfflinePage
from tests.support.browser import a_window, open_browser
from tests.support.files import ROOT


def openers(folder: Path) -> Openers:
    settings = Settings.read({"NTM_DATA_DIR": str(folder)})

    def demo(where: Path) -> AbstractAsyncContextManager[Ports]:
        return open_ports(settings.moved_to(where))

    return Openers(
        desk=partial(open_desk, trust=settings.signing),
        ports=lambda: open_ports(settings),
        service=lambda server: open_service(settings, server),
        demo=demo,
        generator=open_generator,
        data_dir=folder,
    )


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Walk the demonstration once."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert main(openers(folder), ["demo", "--folder", str(folder)]) == 0
    return folder


@pytest.fixture
def folder(walked: Path, tmp_path: Path) -> Path:
    """Give a test its own copy to spoil."""
    shutil.copytree(walked, tmp_path / "demo")
    return tmp_path / "demo"


def paper(folder: Path, name: str = "") -> Path:
    found = sorted((folder / "certificates").glob("*.pdf"))
    return next(file for file in found if name in file.name)


@pytest.fixture
def database(folder: Path) -> Callable[..., None]:
    """Change the database as its administrator could: guards are no wall against him."""

    def run(statement: str, *values: str | bytes) -> None:
        with closing(sqlite3.connect(folder / "ntm.db")) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in names.fetchall():
                connection.execute(f'DROP TRIGGER "{name}"')
            changed = connection.execute(statement, values).rowcount
            connection.commit()
        assert changed == 1, "the staged attack changed nothing"

    return run


def test_three_papers_are_issued_and_verified(walked: Path) -> None:
    files = sorted((walked / "certificates").glob("*.pdf"))

    assert len(files) == 3
    for file in files:
        assert main(openers(walked), ["verify", str(file)]) == 0
        assert main(openers(walked), ["reappraise", str(file)]) == 0
    assert main(openers(walked), ["audit", "verify"]) == 0


def test_numbers_follow_each_other_without_a_gap(walked: Path) -> None:
    with closing(sqlite3.connect(walked / "ntm.db")) as connection:
        numbers = connection.execute("SELECT number FROM certificate ORDER BY number").fetchall()

    assert numbers == [(1,), (2,), (3,)]


def test_no_personal_value_reaches_the_log_or_a_paper(walked: Path) -> None:
    with closing(sqlite3.connect(walked / "ntm.db")) as connection:
        log = b"".join(row[0] for row in connection.execute("SELECT entry FROM audit_event"))
        names = [row[0] for row in connection.execute("SELECT name FROM account")]

    assert names
    assert not [name for name in names if name.encode() in log]


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_one_changed_byte_of_the_paper_is_named(
    folder: Path, at: float, capsys: pytest.CaptureFixture[str]
) -> None:
    file = paper(folder)
    content = bytearray(file.read_bytes())
    content[int(len(content) * at)] ^= 1
    file.write_bytes(content)

    assert main(openers(folder), ["verify", str(file), "--format", "json"]) in {1, 4}
    told = json.loads(capsys.readouterr().out)
    wrong = [check["name"] for check in told["checks"] if check["result"] != "holds"]
    assert {"digest", "file"} & set(wrong)


def test_a_paper_whose_figures_were_changed_fails_the_register(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = paper(folder)
    file.write_bytes(file.read_bytes() + b"\n% one more line\n")

    assert main(openers(folder), ["verify", str(file)]) == 1
    assert "SHA-256" in capsys.readouterr().out


def test_one_changed_byte_of_the_stored_list_is_named(
    folder: Path, database: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    digest = _roster(folder)
    with closing(sqlite3.connect(folder / "ntm.db")) as connection:
        query = "SELECT content FROM blob WHERE sha256 = ?"
        (content,) = connection.execute(query, [digest]).fetchone()
    flipped = bytearray(content)
    flipped[len(flipped) // 2] ^= 1
    database("UPDATE blob SET content = ? WHERE sha256 = ?", bytes(flipped), digest)

    assert main(openers(folder), ["reappraise", str(paper(folder))]) == 1
    assert digest in capsys.readouterr().out
    assert main(openers(folder), ["verify", str(paper(folder))]) == 1


def test_a_changed_row_of_the_database_is_named(
    folder: Path, database: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    database(
        "UPDATE appraisal SET status = 'refused' WHERE id = (SELECT id FROM appraisal LIMIT 1)"
    )

    assert main(openers(folder), ["audit", "verify"]) == 1
    assert "STATE_MISMATCH" in capsys.readouterr().out


def test_a_changed_log_entry_is_named_by_its_place(
    folder: Path, database: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    database(
        "UPDATE audit_event SET entry = CAST(replace(CAST(entry AS TEXT), '\"rev\":', "
        "'\"rev\":1') AS BLOB) WHERE idx = 20"
    )

    assert main(openers(folder), ["audit", "verify", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["first_broken"] == 20


def test_a_paper_alone_is_proven_by_its_signatures(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(openers(folder), ["verify", str(paper(folder)), "--offline"]) == 0
    assert "hiệu lực hiện nay của văn bản chưa được xét" in capsys.readouterr().out


async def test_all_who_judge_a_paper_of_the_demonstration_agree(
    walked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """pdfsig, pyHanko, `verify --offline` and the page from disk, with the network off."""
    file = paper(walked)
    told = await asyncio.create_subprocess_exec(
        *("/usr/bin/pdfsig", str(file)), stdout=asyncio.subprocess.PIPE
    )
    poppler, _ = await told.communicate()
    setup = SigningSetup(walked / "signing")
    signed = await Examiner(setup).examine(file.read_bytes(), datetime.now(UTC))
    code = await asyncio.to_thread(
        main, openers(walked), ["verify", str(file), "--offline", "--format", "json"]
    )
    checks = {one["name"]: one for one in json.loads(capsys.readouterr().out)["checks"]}
    trust = {"keys": StatementKeys(setup.folder).published(), "roots": setup.published()}
    page = OfflinePage.read(ROOT / "templates" / "offline").write(
        "https://ntm.example", {**trust, "made": "2026-01-05T02:40:00+00:00"}
    )
    saved = walked.parent / "kiem-tra-van-ban.html"
    saved.write_bytes(page)
    async with open_browser() as browser, a_window(browser, "", offline=True) as window:
        await window.goto(saved.as_uri())
        await window.set_input_files("#file", file)
        await window.wait_for_selector("#out h2")
        said = await window.inner_text("#out h2")

    assert poppler.decode().count("Signature Validation: Signature is Valid.") == 2
    assert [one.trust for one in signed.signatures] == [Trust.TRUSTED] * 2
    assert signed.kept_until is not None
    assert signed.covered == signed.length
    assert code == 0
    assert (checks["proof"]["result"], checks["time"]["result"]) == ("holds", "holds")
    assert "quorum none" in checks["proof"]["detail"]
    assert said == "Văn bản do hệ thống cấp, không bị sửa"


def test_a_paper_alone_cannot_be_told_where_no_root_is_known(folder: Path) -> None:
    without = replace(openers(folder), desk=open_desk)

    assert main(without, ["verify", str(paper(folder)), "--offline"]) == 4


def test_a_status_list_says_how_a_paper_stands(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = StatementKeys(folder / "signing")
    lists = {}
    for name, papers in (("revoked", [paper(folder).stem]), ("none", [])):
        told = [{"reference": p, "standing": "revoked", "successor": ""} for p in papers]
        payload = json.dumps({"at": "2026-11-22T00:00:00+00:00", "papers": told}).encode()
        lists[name] = tmp_path / f"{name}.json"
        lists[name].write_text(write_status(payload, keys.vouch(payload)), "utf-8")

    asked = ["verify", str(paper(folder)), "--status"]
    assert main(openers(folder), [*asked, str(lists["none"])]) == 0
    assert main(openers(folder), [*asked, str(lists["revoked"])]) == 1
    assert "đã thu hồi" in capsys.readouterr().out


def test_a_changed_byte_shows_alone(folder: Path) -> None:
    file = paper(folder)
    whole = file.read_bytes()
    at = whole.index(b"stream") + 100
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])

    assert main(openers(folder), ["verify", str(file), "--offline"]) == 1


def test_a_file_that_is_no_paper_does_not_hold(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "khac.pdf").write_bytes(b"%PDF-1.7 nothing")

    assert main(openers(folder), ["verify", str(tmp_path / "khac.pdf")]) == 1


def test_a_folder_with_other_data_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("dữ liệu khác", "utf-8")

    assert main(openers(tmp_path), ["demo", "--folder", str(tmp_path)]) == 2
    assert "không ghi đè" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").exists()


def _roster(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "ntm.db")) as connection:
        (outcome,) = connection.execute(
            "SELECT outcome FROM certificate ORDER BY number LIMIT 1"
        ).fetchone()
    digest: str = json.loads(outcome)["roster_sha256"]
    return digest
