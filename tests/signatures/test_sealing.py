"""A sealed paper is still an archive and still readable by everybody; keys stay closed."""

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pdfplumber
import pikepdf
import pytest

from ntm_verify.signatures.demonstration import MARK, DemonstrationAuthority
from ntm_verify.signatures.sealing import NotSigned, Signatory, sign_paper
from ntm_verify.signatures.setup import Token
from tests.documents.vera import broken_rules

from .making import NOW, WHO, a_folder, a_setup, the_examiner, the_page, the_paper
from .test_examination import HOLDS, results

LIBRARY: Final = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN: Final = "1234"


@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_validators_find_nothing_wrong_after_signing(flavour: str) -> None:
    assert broken_rules(the_paper(), flavour) == {}


def test_the_page_is_a_prefix_and_is_the_same_in_every_run() -> None:
    again = sign_paper(a_setup(), the_page(), WHO, NOW)

    assert the_paper().startswith(the_page())
    assert again.startswith(the_page())


def test_the_text_is_the_same_before_and_after() -> None:
    def text(content: bytes) -> str:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)

    assert text(the_paper()) == text(the_page())


def test_the_seal_covers_a_third_of_the_signature_on_its_left() -> None:
    with pikepdf.open(io.BytesIO(the_paper())) as pdf:
        boxes: dict[str, list[float]] = {
            str(field.T): [float(side) for side in field.Rect]
            for field in pdf.Root.AcroForm.Fields
            if field.get("/V") is not None
        }
    signature, seal = boxes["ChuKy"], boxes["ConDau"]
    covered = (seal[2] - signature[0]) / (signature[2] - signature[0])

    assert 0.25 <= covered <= 0.42
    assert seal[0] < signature[0]
    assert seal[2] - seal[0] == pytest.approx(30 * 72 / 25.4, abs=0.1)


def test_the_first_signature_allows_nothing_but_forms() -> None:
    with pikepdf.open(io.BytesIO(the_paper())) as pdf:
        rule = pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P

    assert int(rule) == 2


def test_every_certificate_says_that_it_is_a_demonstration_and_keys_are_closed() -> None:
    sign_paper(a_setup(), the_page(), WHO, NOW)
    keys = sorted(a_folder().glob("*.key"))

    assert len(keys) >= 4
    assert {file.stat().st_mode & 0o777 for file in keys} == {0o600}
    assert a_folder().stat().st_mode & 0o777 == 0o700
    for known in (*a_setup().roots(), *a_setup().others()):
        assert known.subject.native["organization_name"] == MARK


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Token:
    """Make a software token that holds the keys of signer and seal."""
    if shutil.which("softhsm2-util") is None:
        pytest.skip("softhsm2 is not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    authority = DemonstrationAuthority(a_setup().folder)
    run("softhsm2-util", "--init-token", "--free", "--label", "ntm", "--pin", PIN, "--so-pin", PIN)
    for number, label in enumerate(("signer", "seal"), 1):
        name = authority.signer(WHO.id, WHO.name, NOW) if label == "signer" else "seal"
        put_in(authority.folder / name, label, f"0{number}", tmp_path)
    (tmp_path / "pin").write_text(f"{PIN}\n")
    return Token(str(LIBRARY), "ntm", tmp_path / "pin")


def put_in(key: Path, label: str, number: str, folder: Path) -> None:
    der, bare = folder / f"{label}.der", folder / f"{label}.pk8"
    run("openssl", "x509", "-in", f"{key}.pem", "-outform", "DER", "-out", str(der))
    run("openssl", "pkey", "-in", f"{key}.key", "-out", str(bare))
    named = ("--label", label, "--id", number)
    run("softhsm2-util", "--import", str(bare), "--token", "ntm", "--pin", PIN, *named)
    login = ("--module", str(LIBRARY), "--login", "--pin", PIN)
    run("pkcs11-tool", *login, "--write-object", str(der), "--type", "cert", *named)


def run(program: str, *told: str) -> None:
    found: Any = shutil.which(program)
    subprocess.run([found, *told], check=True, capture_output=True, env=os.environ)  # noqa: S603 - fixed programs


def test_a_token_signs_with_keys_that_never_leave_it(token: Token, tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    revoked = DemonstrationAuthority(a_setup().folder).revocation_list(NOW)
    (lists / "root.crl").write_bytes(revoked)
    paper = sign_paper(a_setup(token=token, lists=lists), the_page(), WHO, NOW)

    told, _ = results(paper)

    assert set(told.values()) == {HOLDS}
    assert the_examiner().setup.is_demonstration


def test_a_token_does_not_sign_in_another_persons_name(token: Token) -> None:
    with pytest.raises(NotSigned, match="không mang tên người ký"):
        sign_paper(a_setup(token=token), the_page(), Signatory("u-2", "Người Khác"), NOW)


def test_a_token_that_is_away_leaves_the_paper_unsigned(token: Token, tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("9999")

    with pytest.raises(NotSigned) as refused:
        sign_paper(a_setup(token=token), the_page(), WHO, NOW)

    assert "9999" not in str(refused.value)
