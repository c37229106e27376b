"""A paper gets its two signatures (ký số và đóng dấu): signer, agency, time-stamps, evidence.

PAdES-B-LTA (ETSI EN 319 142-1): the signer's signature certifies the paper and allows only forms
to be filled, the agency's seal fills the second field; lists of revoked certificates go in, and a
document time-stamp covers all. The bytes handed in stay as they are: everything is appended.
Runs in a worker process, with no transaction open.
"""

import asyncio
import io
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import NamedTemporaryFile
from typing import Any, Final

from asn1crypto import crl  # type: ignore[import-untyped] # ships no types
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from .demonstration import SEAL, DemonstrationAuthority, utc
from .revocation import revocation_lists
from .setup import SigningSetup, Token
from .stamping import stamper
from .supplement import supplement

SIGNER_FIELD: Final = "ChuKy"
SEAL_FIELD: Final = "ConDau"
DIGEST: Final = "sha256"
STORE: Final = DSSContentSettings(
    include_vri=False,
    placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)
"""All evidence stands before the last time-stamp, so that nothing in the file is uncovered."""


class NotSigned(Exception):
    """The paper could not be signed now (chưa ký được); says where it stopped, never a secret."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Whose name is under the paper (người ký): id of the account, and full name."""

    id: str
    name: str


def sign_paper(
    setup: SigningSetup, paper: bytes, who: Signatory, at: datetime, proof: bytes = b""
) -> bytes:
    """Give the paper with both signatures; it begins with the bytes handed in.

    `proof` shows that the log holds the paper: it is attached before anybody signs.

    Raises:
        NotSigned: the token, the certificate, the time-stamp or a revocation list is wanting.

    """
    logging.getLogger("pyhanko").setLevel(logging.ERROR)  # it warns of having no network
    try:
        page = supplement(paper, proof, utc(at)) if proof else paper
        return asyncio.run(_signed(setup, page, who, utc(at)))
    except NotSigned:
        raise
    except Exception as failure:  # noqa: BLE001 - the libraries raise anything; it is one refusal
        raise NotSigned(f"{type(failure).__name__}: {failure}"[:300]) from None


async def _signed(setup: SigningSetup, paper: bytes, who: Signatory, at: datetime) -> bytes:
    with ExitStack() as opened:
        signer, seal = _keys(setup, who, at, opened)
        certificates = [own.signing_cert for own in (signer, seal)] + setup.others()
        lists = await revocation_lists(setup, certificates, at)
        work = _Work(setup, at, lists, stamper(setup, at))
        once = await work.fill(paper, SIGNER_FIELD, signer)
        return await work.fill(once, SEAL_FIELD, seal)


def _keys(
    setup: SigningSetup, who: Signatory, at: datetime, opened: ExitStack
) -> tuple[Signer, Signer]:
    if setup.token:
        return _token_keys(setup, setup.token, who, opened)
    authority = DemonstrationAuthority(setup.folder)
    authority.ensure(at)
    return _software(setup, authority.signer(who.id, who.name, at)), _software(setup, SEAL)


def _software(setup: SigningSetup, name: str) -> Signer:
    path = str(setup.folder / f"{name}.key")
    certificate = str(setup.folder / f"{name}.pem")
    signer: Signer | None = SimpleSigner.load(path, certificate)  # type: ignore[no-untyped-call] # library
    if signer is None:
        raise NotSigned(f"khóa {name} không dùng được")
    return signer


def _token_keys(
    setup: SigningSetup, token: Token, who: Signatory, opened: ExitStack
) -> tuple[Signer, Signer]:
    session = opened.enter_context(
        open_pkcs11_session(
            token.library,
            token_criteria=TokenCriteria(label=token.label),
            user_pin=token.pin_file.read_text("utf-8").strip(),
        )
    )
    chain = setup.others()
    signer, seal = (
        PKCS11Signer(
            session, cert_label=label, key_label=label, other_certs_to_pull=(), ca_chain=chain
        )
        for label in (token.signer, token.seal)
    )
    _require_own(signer, who)
    return signer, seal


def _require_own(signer: Signer, who: Signatory) -> None:
    """Refuse to sign in one person's name with another person's certificate."""
    certificate = signer.signing_cert
    named = certificate.subject.native.get("common_name", "") if certificate else ""
    if _folded(str(named)) != _folded(who.name):
        raise NotSigned("chứng thư số trong thiết bị không mang tên người ký văn bản")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class _Work:
    """What both signatures of one paper share."""

    setup: SigningSetup
    at: datetime
    lists: list[crl.CertificateList]
    stamper: TimeStamper

    async def fill(self, paper: bytes, field: str, signer: Signer) -> bytes:
        """Fill one prepared field; the first certifies, the last is covered by a time-stamp."""
        is_first = field == SIGNER_FIELD
        metadata = PdfSignatureMetadata(
            field_name=field,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm=DIGEST,
            certify=is_first,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            embed_validation_info=True,
            use_pades_lta=not is_first,
            validation_context=self._context(),
            dss_settings=STORE,
        )
        out = io.BytesIO()
        with _look(self.setup.looks, place=0 if is_first else 1) as style:
            worker = _PdfSigner(metadata, signer, timestamper=self.stamper, stamp_style=style)
            worker.at = self.at
            writer = IncrementalPdfFileWriter(io.BytesIO(paper))
            await worker.async_sign_pdf(writer, existing_fields_only=True, output=out)
        return out.getvalue()

    def _context(self) -> ValidationContext:
        """Trust, as of the moment of signing; fresh for each use, since it keeps state."""
        return ValidationContext(
            trust_roots=self.setup.roots(),
            other_certs=self.setup.others(),
            crls=self.lists,
            allow_fetching=False,
            revocation_mode="require",
            moment=self.at,
        )


class _PdfSigner(PdfSigner):
    """Signs with the clock it is given."""

    at: datetime

    def init_signing_session(self, *told: Any, **more: Any) -> PdfSigningSession:  # noqa: ANN401 - passed on
        session = super().init_signing_session(*told, **more)
        session.system_time = self.at
        return session


@contextmanager
def _look(looks: tuple[bytes, ...], *, place: int) -> Iterator[StaticStampStyle | None]:
    """Give the picture of a signature; the library wants it in a file."""
    if not looks:
        yield None
        return
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(looks[place])
        file.flush()
        yield StaticStampStyle.from_pdf_file(file.name, border_width=0, background_opacity=1)
