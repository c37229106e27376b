"""A PDF is read back to the letter or refused; nothing in it can hold up or harm the service."""

import hashlib
import json
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from ntm_verify.documents import inspection, reader
from ntm_verify.documents.reader import LARGEST, WORDS, read_paper
from ntm_verify.documents.renderer import STATEMENT_NAME
from ntm_verify.usecases.ports import Unavailable, UnreadablePaper

from . import bombs, samples
from .papers import BOTH_SEXES, HAMLETS, a_certificate, an_outcome


async def refusal(content: bytes) -> str:
    """Give the code of the reason for which a file is refused."""
    with pytest.raises(UnreadablePaper) as caught:
        await read_paper(content)
    said = str(caught.value)
    (code,) = (code for code, words in WORDS.items() if said.startswith(words))
    assert said.endswith("tra cứu bằng mã xác minh in trên văn bản.")
    return code


async def test_a_paper_gives_back_what_it_was_made_from() -> None:
    outcome = an_outcome(threshold=BOTH_SEXES, hamlets=HAMLETS)
    content = samples.by_sex().content
    facts = await read_paper(content)

    assert facts.statement == a_certificate(number=1204, outcome=outcome).statement()
    assert facts.sha256 == hashlib.sha256(content).hexdigest()
    assert facts.length == len(content)
    assert facts.fonts_embedded


async def test_the_largest_paper_is_read() -> None:
    assert (await read_paper(samples.worst().content)).fonts_embedded


@pytest.mark.slow
async def test_any_flipped_byte_shows() -> None:
    """Bytes all over the file, and the last ones: another digest, or no paper at all."""
    whole = samples.usual().content
    known = await read_paper(whole)
    places = [*range(0, len(whole), len(whole) // 12), *range(len(whole) - 4, len(whole))]
    for place in places:
        spoilt = bytearray(whole)
        spoilt[place] ^= 0x20
        try:
            facts = await read_paper(bytes(spoilt))
        except UnreadablePaper:
            continue
        assert facts != known, place
        assert facts.sha256 != known.sha256


async def test_bytes_behind_the_end_show() -> None:
    known = await read_paper(samples.usual().content)
    longer = await read_paper(samples.usual().content + b"\n")

    assert (longer.sha256, longer.length) != (known.sha256, known.length)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "no_pdf"),
        (b"\n%PDF-1.7\n", "no_pdf"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + b"\x00" * LARGEST, "large"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 99, "damaged"),
    ],
    ids=["nothing", "zip", "late", "head only", "too large", "noise"],
)
async def test_what_is_no_paper_is_refused(content: bytes, code: str) -> None:
    assert await refusal(content) == code


async def test_a_paper_cut_off_is_refused_and_not_repaired() -> None:
    whole = samples.usual().content

    for part in (whole[:-1000], whole[: len(whole) // 2], whole[:-20]):
        assert await refusal(part) == "damaged"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bombs.swelling, "limits"),
        (bombs.packed_twice, "bad_statement"),
        (bombs.swelling_table, "damaged limits"),  # the second on a machine that is busy
        (bombs.endless_pages, "damaged"),
        (bombs.endless_names, "no_statement"),
        (bombs.deep, "damaged"),
        (bombs.deep_statement, "limits"),
        (bombs.endless_table, "damaged"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_bombs_are_refused_in_time(make: Callable[[], bytes], code: str) -> None:
    content = make()
    began = time.perf_counter()

    assert await refusal(content) in code.split()
    assert time.perf_counter() - began < 2 * reader.SECONDS


async def test_a_file_with_a_password_is_refused() -> None:
    locked = pikepdf.Encryption(owner="mật khẩu", user="mật khẩu")
    open_to_all = pikepdf.Encryption(owner="mật khẩu", user="")

    for encryption in (locked, open_to_all):
        content = bombs.changed(lambda pdf: None, encryption=encryption)  # noqa: ARG005
        assert await refusal(content) == "encrypted"


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"schema": "other/1"}',
        b'{"schema": "ntm-verify/certificate/1", "participants": 1, "participants": 2}',
        b'{"schema": "ntm-verify/certificate/1", "participants": NaN}',
        b'{"schema": "ntm-verify/certificate/1", "participants": ' + b"9" * 5000 + b"}",
        bombs.STATEMENT + b" trailing",
    ],
)
async def test_a_statement_that_is_not_ours_is_refused(text: bytes) -> None:
    assert await refusal(bombs.with_statement(text)) == "bad_statement"


async def test_a_statement_of_ours_is_read_packed_or_plain() -> None:
    for content in (bombs.with_statement(bombs.STATEMENT), bombs.changed(lambda pdf: None)):  # noqa: ARG005
        assert "schema" in (await read_paper(content)).statement


async def test_a_paper_without_or_with_two_statements_is_refused() -> None:
    def without(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[STATEMENT_NAME]

    def doubled(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["another"] = bombs.attached(pdf, bombs.STATEMENT)

    assert await refusal(bombs.changed(without)) == "no_statement"
    assert await refusal(bombs.changed(doubled)) == "no_statement"


async def test_a_face_that_is_not_embedded_shows() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                del thing["/FontFile2"]
                return

    def drop_all(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj["/Resources"] = pikepdf.Dictionary()

    assert not (await read_paper(bombs.changed(strip))).fonts_embedded
    assert not (await read_paper(bombs.changed(drop_all))).fonts_embedded


async def test_the_child_knows_no_secret_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is started with two variables and no other."""
    seen: list[set[str]] = []
    real = subprocess.run

    def looking(command: list[str], **options: Any) -> Any:  # noqa: ANN401 - passed on as given
        seen.append(set(options["env"]))
        return real(command, **options)

    monkeypatch.setenv("NTM_SECRET", "a made-up secret")
    monkeypatch.setattr(subprocess, "run", looking)
    await read_paper(samples.usual().content)

    assert seen == [{"PYTHONPATH", "PYTHONUTF8"}]


async def test_too_many_readers_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(reader, "_AT_ONCE", full)
    monkeypatch.setattr(reader, "SECONDS", 0)

    with pytest.raises(Unavailable, match="chờ đọc"):
        await read_paper(samples.usual().content)


async def test_the_limits_hold_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that may have no memory at all still answers as a refusal."""
    monkeypatch.setattr(reader, "SECONDS", 0.001)

    assert await refusal(samples.usual().content) == "limits"


def test_the_answer_of_the_child_is_json() -> None:
    answer = inspection.inspect(samples.usual().content)

    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) == {"statement", "fonts_embedded", "proof"}
    assert answer["proof"] == "", "a page that is not signed yet carries none"
