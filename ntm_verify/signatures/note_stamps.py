"""Time-stamps of checkpoints (dấu thời gian của mốc nhật ký): fetched, and judged by a pin.

The authority is known by its very certificate, never by a name: who signed is the certificate
that the token names by issuer and serial number (RFC 3161, RFC 5652).
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from asn1crypto import cms, x509  # type: ignore[import-untyped] # ships no types
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from ntm_verify.usecases.ports import Unavailable

from .setup import SigningSetup
from .stamping import NoTimeStamp, stamper

LARGEST: Final = 64 * 1024
HASHES: Final = frozenset({"sha256", "sha384", "sha512"})


class BadToken(Exception):
    """The token does not show that these bytes were there at that time (dấu thời gian sai)."""


@dataclass(frozen=True, slots=True)
class NoteStamps:
    """Fetches and judges time-stamps of checkpoints (dấu thời gian của mốc)."""

    setup: SigningSetup
    now: Callable[[], datetime]

    async def stamp(self, text: bytes) -> bytes:
        """Give an RFC 3161 token over bytes, in DER.

        Raises:
            Unavailable: the authority does not answer, or with no token.

        """
        digest = hashlib.sha256(text).digest()
        try:
            token = await stamper(self.setup, self.now()).async_timestamp(digest, "sha256")
        except (NoTimeStamp, TimestampRequestError, OSError) as failure:
            raise Unavailable(f"time-stamp: {type(failure).__name__}") from failure
        content: bytes = token.dump()
        return content

    async def check(self, token: bytes, text: bytes, pins: Collection[str]) -> datetime | None:
        """Give the time of a token over these bytes; None for one that does not hold."""
        try:
            return await check_token(token, text, pins, self.setup.others())
        except BadToken:
            return None


async def check_token(
    token: bytes,
    text: bytes,
    pins: Collection[str],
    known: Sequence[x509.Certificate] = (),
) -> datetime:
    """Show that a pinned authority has seen these bytes; give when.

    A token is judged at its own time: its authority's certificate may have ended since.

    Args:
        token: the token in DER, a CMS ContentInfo.
        text: the bytes that were stamped.
        pins: SHA-256, in hex, of the certificates of authorities that count: an authority's own,
            or one above it, which outlives the change of that below.
        known: certificates that a token may have left out.

    Raises:
        BadToken: it is no token, over other bytes, or not signed by a pinned authority.

    """
    try:
        signed, signer, info = _read(token, known)
        at: datetime = info["gen_time"].native
        context = ValidationContext(
            trust_roots=_pinned(signed, signer, known, pins), moment=at, allow_fetching=False
        )
        told = await validate_tst_signed_data(signed, context, _digest_of(text))
        status = TimestampSignatureStatus(**told)
    except (ValueError, TypeError, KeyError, SignatureValidationError, PathError) as broken:
        raise BadToken(type(broken).__name__) from broken
    if not (status.intact and status.valid and status.trusted):
        raise BadToken("The signature or the digest does not fit.")
    return at.astimezone(UTC)


def _read(token: bytes, known: Sequence[x509.Certificate]) -> tuple[Any, Any, Any]:
    """Read a token; give its signed data, the signer's certificate, and what it says."""
    if len(token) > LARGEST:
        raise BadToken("Too long for a token.")
    signed = cms.ContentInfo.load(token, strict=True)["content"]
    bag = [one.chosen for one in signed["certificates"]]
    if not bag:
        bag = list(known)
        signed["certificates"] = cms.CertificateSet(
            [cms.CertificateChoices("certificate", one) for one in bag]
        )
    named = signed["signer_infos"][0]["sid"].chosen
    signer = next(
        (
            one
            for one in bag
            if one.issuer == named["issuer"] and one.serial_number == named["serial_number"].native
        ),
        None,
    )
    return signed, signer, signed["encap_content_info"]["content"].parsed


def _pinned(
    signed: Any,  # noqa: ANN401 - of the library without types
    signer: x509.Certificate | None,
    known: Sequence[x509.Certificate],
    pins: Collection[str],
) -> list[x509.Certificate]:
    """Give what the signature must lead to: its own certificate if that is pinned, or those above.

    Raises:
        BadToken: no pinned certificate is at hand.

    """
    if signer is not None:
        bag = [one.chosen for one in signed["certificates"]]
        for some in ([signer], [*bag, *known]):
            trusted = [one for one in some if hashlib.sha256(one.dump()).hexdigest() in pins]
            if trusted:
                return trusted
    raise BadToken("Signed by an authority that is not pinned.")


def _digest_of(text: bytes) -> Callable[[str], bytes]:
    def digest(name: str) -> bytes:
        if name not in HASHES:
            raise BadToken(f"A digest of another kind: {name}.")
        return hashlib.new(name, text).digest()

    return digest
