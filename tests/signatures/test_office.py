"""The signing desk hands the work to another process and says what failed in words."""

from collections.abc import Callable

import pytest

from ntm_verify.signatures.office import SigningOffice
from ntm_verify.signatures.sealing import NotSigned, Signatory
from ntm_verify.usecases.ports import Unavailable
from tests.documents.papers import a_certificate

from .making import NOW, a_setup


async def test_the_signer_is_who_planned_the_paper() -> None:
    given: list[object] = []

    async def run(_: Callable[..., bytes], *told: object) -> bytes:
        given.extend(told)
        return b"signed"

    paper = a_certificate()
    office = SigningOffice(a_setup(), run, lambda: NOW)

    assert await office.sign(paper, b"page", b"proof") == b"signed"
    who = Signatory(paper.planned_by, paper.signer_name)
    assert given == [a_setup(), b"page", who, NOW, b"proof"]


async def test_what_cannot_be_signed_now_keeps_its_number() -> None:
    async def run(*_: object) -> bytes:
        raise NotSigned("không thấy thiết bị")

    with pytest.raises(Unavailable, match=r"không thấy thiết bị.*giữ nguyên"):
        await SigningOffice(a_setup(), run, lambda: NOW).sign(a_certificate(), b"page", b"")
