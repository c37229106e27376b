"""Time-stamps of checkpoints: made by the demonstration's authority, and judged by vectors."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem, tsp, x509  # type: ignore[import-untyped] # ships no types

from ntm_verify.signatures.demonstration import DemonstrationAuthority
from ntm_verify.signatures.note_stamps import BadToken, NoteStamps, check_token
from ntm_verify.signatures.setup import SigningSetup, read_certificates
from ntm_verify.usecases.ports import Unavailable
from tests.support.files import SHARED

VECTORS = SHARED / "audit" / "vectors" / "rfc3161"
NOTE = b"ntm.test.example/audit\n3\nRcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=\n"
AT = datetime(2026, 11, 22, 3, tzinfo=UTC)


def cases() -> list[dict[str, Any]]:
    if not VECTORS.is_dir():
        return []
    told = json.loads((VECTORS / "cases.json").read_text())["cases"]
    return [case for case in told if case["pin"]]


def authority(case: dict[str, Any]) -> list[x509.Certificate]:
    content = (VECTORS / Path(case["file"]).parent / "ts_chain.pem").read_bytes()
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)][:1]


@pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference vectors here")
@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['file']} {case.get('message')}")
async def test_tokens_of_other_authorities_are_judged_as_the_vectors_say(
    case: dict[str, Any],
) -> None:
    text = (
        case["message"].encode()
        if "message" in case
        else (VECTORS / case["message_file"]).read_bytes()
    )
    answer = tsp.TimeStampResp.load((VECTORS / case["file"]).read_bytes())
    token, known = answer["time_stamp_token"].dump(), authority(case)
    pins = [sha256(known[0].dump()).hexdigest()]

    if case["ok"]:
        assert (await check_token(token, text, pins, known)).tzinfo is UTC
        with pytest.raises(BadToken):
            await check_token(token, text + b".", pins, known)
        with pytest.raises(BadToken):
            await check_token(token, text, ["0" * 64], known)
    else:
        with pytest.raises(BadToken):
            await check_token(token, text, pins, known)


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> NoteStamps:
    folder = tmp_path_factory.mktemp("authority")
    DemonstrationAuthority(folder).ensure(AT - timedelta(days=1))
    return NoteStamps(SigningSetup(folder), lambda: AT)


def pin(stamps: NoteStamps) -> str:
    (own,) = read_certificates(stamps.setup.folder / "tsa.pem")
    return sha256(own.dump()).hexdigest()


async def test_a_checkpoint_is_stamped_and_the_stamp_is_of_it_alone(stamps: NoteStamps) -> None:
    token = await stamps.stamp(NOTE)

    assert await stamps.check(token, NOTE, [pin(stamps)]) == AT
    assert await stamps.check(token, NOTE.replace(b"3", b"4"), [pin(stamps)]) is None
    assert await stamps.check(token, NOTE, []) is None
    assert await stamps.check(token[:-1], NOTE, [pin(stamps)]) is None
    assert await stamps.check(b"rubbish", NOTE, [pin(stamps)]) is None
    flipped = bytearray(token)
    flipped[-20] ^= 1
    assert await stamps.check(bytes(flipped), NOTE, [pin(stamps)]) is None


async def test_an_authority_that_is_away_is_asked_again_later(stamps: NoteStamps) -> None:
    away = SigningSetup(stamps.setup.folder, tsa_url="http://127.0.0.1:9/tsa")

    with pytest.raises(Unavailable):
        await NoteStamps(away, lambda: AT).stamp(NOTE)
