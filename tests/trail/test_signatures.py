"""A key vouches for what it signed and for nothing else; weak keys vouch for nothing."""

import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ntm_verify.trail.signatures import (
    LOW_ORDER,
    KeyFileExposed,
    SigningKey,
    WeakKey,
    checker,
    key_id,
    read_vkey,
    require_usable,
    verify_signature,
    vkey,
    writer_of,
)

from .logs import KEY, ORIGIN, SAMPLE, VECTORS, WRITER

OTHER_TYPE = b"\x04"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference vectors here")


def test_a_signature_fits_its_key_and_message_only() -> None:
    signature = KEY.sign(b"message")

    assert verify_signature(KEY.public, b"message", signature)
    assert not verify_signature(KEY.public, b"Message", signature)
    assert not verify_signature(SigningKey.make().public, b"message", signature)
    assert not verify_signature(KEY.public, b"message", signature[:-1])
    assert not verify_signature(b"", b"message", signature)


def test_the_secret_part_is_never_shown() -> None:
    assert KEY.seed.hex() not in repr(KEY)
    assert "\\x07" not in repr(KEY)


def test_secrets_for_other_purposes_differ_and_do_not_tell_the_key() -> None:
    secrets = {KEY.seed, KEY.public, KEY.derive("files"), KEY.derive("people")}

    assert len(secrets) == 4
    assert KEY.derive("files") == KEY.derive("files") != SigningKey.make().derive("files")
    assert {len(secret) for secret in secrets} == {32}


def test_a_key_is_written_once_and_read_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "writer.key"

    first = SigningKey.read_or_make(path)

    assert SigningKey.read_or_make(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_services_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as hands:
        keys = set(hands.map(SigningKey.read_or_make, [tmp_path / "writer.key"] * 16))

    assert len(keys) == 1


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "writer.key"
    SigningKey.read_or_make(path)
    path.chmod(0o640)

    with pytest.raises(KeyFileExposed, match="chmod 600"):
        SigningKey.read_or_make(path)


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "00" * 33])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "writer.key"
    path.write_text(content)
    path.chmod(0o600)

    with pytest.raises(WeakKey, match="holds no key"):
        SigningKey.read_or_make(path)


def test_a_key_is_named_as_signed_note_names_it() -> None:
    name, public = "ntm.example/writer", KEY.public
    text = vkey(name, public)

    assert read_vkey(text) == (name, public)
    assert text.split("+")[1] == key_id(name, public)
    assert WRITER.name == f"{ORIGIN}/writer+{key_id(f'{ORIGIN}/writer', public)}"
    assert checker(text)[0] == f"{name}+{key_id(name, public)}"
    assert checker(text)[1](b"x", writer_of(ORIGIN, KEY).sign(b"x"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        vkey("name", KEY.public).replace("name", "game"),
        vkey("name", KEY.public).replace("+", "+0", 1),
        "name+00112233+!",
        f"name+{key_id('name', KEY.public)}+AQ==",
        vkey("name", b"\0" * 32),
        f"name+{key_id('name', KEY.public)}+{b64encode(OTHER_TYPE + KEY.public).decode()}",
    ],
)
def test_a_name_that_is_not_the_key_s_own_is_refused(text: str) -> None:
    with pytest.raises(WeakKey):
        read_vkey(text)


@pytest.mark.parametrize("sign", [0, 0x80])
def test_points_of_small_order_are_no_keys(sign: int) -> None:
    for point in LOW_ORDER:
        with pytest.raises(WeakKey):
            require_usable(point[:-1] + bytes([point[-1] | sign]))
    require_usable(KEY.public)


@needs_vectors
def test_no_signature_under_a_weak_key_is_accepted() -> None:
    cases = json.loads((VECTORS / "cctv-ed25519" / "ed25519" / "ed25519vectors.json").read_text())
    weak = [case for case in cases if "low_order_A" in (case["flags"] or [])]

    assert len(weak) > 100
    for case in weak:
        key, signature = bytes.fromhex(case["key"]), bytes.fromhex(case["sig"])
        assert not verify_signature(key, case["msg"].encode(), signature)


@needs_vectors
def test_signatures_are_judged_as_wycheproof_says() -> None:
    path = VECTORS / "wycheproof" / "testvectors_v1" / "ed25519_test.json"
    judged = 0
    for group in json.loads(path.read_text())["testGroups"]:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            message, signature = bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"])
            fits = verify_signature(key, message, signature)
            assert fits == (case["result"] == "valid"), case["tcId"]
            judged += 1

    assert judged == 151


@needs_vectors
def test_the_keys_of_the_reference_log_are_read() -> None:
    assert checker((SAMPLE / "writer").read_text())[0] == "ntm.thanhhoa.example/writer+7ad68d46"
    assert read_vkey((SAMPLE / "vkey").read_text())[0] == "ntm.thanhhoa.example/audit"
