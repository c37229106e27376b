"""What comes back from a child is measured before it is believed."""

import io
import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.participant_list import Column, Finding, Source
from ntm_verify.domain.reading import ListRefused
from ntm_verify.spreadsheets import wire

SOURCE: Final = Source("a.csv", "DS", 1, {Field.NAME: "B"}, 2, "Thôn 1", {"total": 1})
NOTE: Final = Finding(Check.HIDDEN_ROW, Field.ROW, 1, None, 0, "3")


def answer(*names: str) -> wire.Answer:
    column = Column(list(names), "t" * len(names))
    return wire.Answer("csv", (SOURCE,), [2, 9], {Field.NAME: column}, (NOTE,))


def sent(header: dict[str, Any], buffers: list[bytes]) -> io.BytesIO:
    pipe = io.BytesIO()
    wire.write(pipe, header, buffers)
    pipe.seek(0)
    return pipe


def test_an_answer_comes_through_whole() -> None:
    told = wire.unpack_answer(*wire.read(sent(*wire.pack_answer(answer("Lê An", "Bé")))))

    assert told == answer("Lê An", "Bé")


def test_a_refusal_comes_through_whole() -> None:
    refused = ListRefused(
        Refused.NAME_LEGACY_FONT, "Cột", preview=(("Lª", "Lê"),), encoding="tcvn3"
    )

    header, _ = wire.read(sent(wire.pack_refusal(refused), []))
    told = wire.unpack_refusal(header, "a.csv")

    assert (told.reason, str(told), told.preview, told.encoding, told.file) == (
        Refused.NAME_LEGACY_FONT,
        "Cột",
        (("Lª", "Lê"),),
        "tcvn3",
        "a.csv",
    )


@given(st.lists(st.text(max_size=6), min_size=1, max_size=9))
def test_texts_come_through_without_control_signs(texts: list[str]) -> None:
    joined = wire.join(Field.NAME, texts).encode("utf-8", "replace").decode()
    expected = [
        "".join("\ufffd" if sign < " " and sign not in "\t\n\r" else sign for sign in text)
        .encode("utf-8", "replace")
        .decode()
        for text in texts
    ]

    assert joined.split("\x00") == expected


def test_names_stay_as_typed_and_hamlets_are_composed() -> None:
    loose = "Tho\u0302n"

    assert wire.join(Field.NAME, [loose]) == loose
    assert wire.join(Field.HAMLET, [loose, "x"]) == "Thôn\x00x"


def broken() -> dict[str, io.BytesIO]:
    header, buffers = wire.pack_answer(answer("Lê An", "Bé"))
    return {
        "nothing": io.BytesIO(),
        "half a length": io.BytesIO(b"\x01"),
        "a header too long": io.BytesIO((2**40).to_bytes(8, "little")),
        "half a header": io.BytesIO((99).to_bytes(8, "little") + b"{}"),
        "a buffer too long": sent_raw(header | {"sizes": [2**40]}),
        "a size that is none": sent_raw(header | {"sizes": [-1]}),
        "too few texts": sent(header, [buffers[0], b"x", buffers[2]]),
        "too few rows": sent(header | {"rows": 1}, buffers),
        "sources that do not add up": sent(
            header | {"sources": [header["sources"][0] | {"rows_read": 1}]}, buffers
        ),
    }


def sent_raw(header: dict[str, Any]) -> io.BytesIO:
    said = json.dumps(header).encode()
    return io.BytesIO(len(said).to_bytes(8, "little") + said)


@pytest.mark.parametrize("kind", broken())
def test_a_broken_answer_is_not_believed(kind: str) -> None:
    with pytest.raises(wire.BrokenAnswer):
        wire.unpack_answer(*wire.read(broken()[kind]))
