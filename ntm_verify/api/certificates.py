"""Issued papers over HTTP (API văn bản)."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta, Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.paper_note import PaperNote
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role
from ntm_verify.usecases.correct_certificate import CorrectCertificate, correct_certificate
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_certificate import ReadCertificate, read_certificate
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate

from .appraisals import PROVINCE
from .identity import provide_actor
from .repeats import Repeats, provide_repeats
from .views import CertificateView


class RevocationBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a paper is taken out of force (thu hồi)."""

    reason_code: str
    note: str
    legal_base: str = ""


class PaperCorrectionBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Which part of a paper the công văn corrects (đính chính); `part` is a code."""

    part: Annotated[str, Meta(max_length=40)]
    document: Annotated[str, Meta(max_length=300)]


class PaperCorrectionView(Struct, frozen=True):
    """A correction that was noted (đính chính); the paper's file stays as it is."""

    id: UUID
    part: str
    document: str
    noted_at: datetime

    @classmethod
    def of(cls, note: PaperNote) -> Self:
        """Show a correction."""
        return cls(note.id, note.part, note.document, note.made_at)


class CertificateController(Controller):
    """Papers, named province-year-number (văn bản)."""

    path = "/api/v1/certificates"
    opt: dict[str, Any] = {"policy": PROVINCE | COMMUNE_SIDE}  # noqa: RUF012 - framework
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @get("/{reference:str}")
    async def read(
        self,
        reference: FromPath[str],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> Response[Any]:
        """Show a paper, or give its file when the name ends in .pdf (xem, tải văn bản)."""
        bare = reference.removesuffix(".pdf")
        paper = await read_certificate(ports, actor, ReadCertificate(bare))
        if bare == reference:
            return Response(CertificateView.of(paper.certificate))
        return Response(
            paper.pdf,
            media_type="application/pdf",
            headers={
                "content-disposition": f'attachment; filename="{bare}.pdf"',
                "cache-control": "no-store",
            },
        )

    @post(
        "/{reference:str}/revocation",
        status_code=HTTP_200_OK,
        opt={"policy": frozenset({Role.SIGNER}), "scope": Scope.DECIDE, "confirm": True},
    )
    async def revoke(
        self,
        reference: FromPath[str],
        data: JSONBody[RevocationBody],
        repeats: NamedDependency[Repeats],
    ) -> CertificateView:
        """Take a paper out of force (thu hồi)."""
        asked = RevokeCertificate(reference, data.reason_code, data.note, data.legal_base)
        return await repeats.answer(revoke_certificate, asked, CertificateView)

    @post(
        "/{reference:str}/correction",
        status_code=HTTP_200_OK,
        opt={"policy": frozenset({Role.SIGNER}), "scope": Scope.DECIDE, "confirm": True},
    )
    async def correct(
        self,
        reference: FromPath[str],
        data: JSONBody[PaperCorrectionBody],
        repeats: NamedDependency[Repeats],
    ) -> PaperCorrectionView:
        """Note the công văn that corrects a paper in force (đính chính)."""
        asked = CorrectCertificate(reference, data.part, data.document)
        return await repeats.answer(correct_certificate, asked, PaperCorrectionView)
