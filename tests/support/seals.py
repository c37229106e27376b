"""Signatures as the tests of use cases need them: the page, a seal behind it, and no libraries."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.signature import SignatureFact, SignedPaper, Trust
from ntm_verify.domain.vouching import Vouched, write_vouched
from ntm_verify.trail.signatures import SigningKey, verify_signature

STATEMENT_KEY: Final = SigningKey(bytes(range(1, 33)))
NAME: Final = "7e57ca5e"
SEAL: Final = b"\n%seal "
MADE: Final = datetime(2019, 9, 25, 5, tzinfo=UTC)


def vouch(message: bytes) -> str:
    return write_vouched(NAME, message, STATEMENT_KEY.sign(message))


def vouched_for(read: Vouched) -> bool | None:
    if read.key != NAME:
        return None
    return verify_signature(STATEMENT_KEY.public, read.message, read.signature)


def sealed(paper: Certificate, page: bytes) -> bytes:
    """Append what stands for both signatures: the digest of the page, and who signed."""
    return page + SEAL + f"{sha256(page).hexdigest()} {paper.signer_name}".encode()


def page_of(content: bytes) -> bytes:
    return content.partition(SEAL)[0]


async def examine(content: bytes) -> SignedPaper:
    """Judge what `sealed` wrote; a change of page or seal is found, an addition too."""
    page, _, seal = content.partition(SEAL)
    digest, _, signer = seal.decode(errors="replace").partition(" ")
    if not seal:
        return SignedPaper((), len(content), 0)
    intact = digest == sha256(page).hexdigest()
    facts = tuple(
        SignatureFact(field, name, "Cơ quan giả lập", MADE, intact, Trust.TRUSTED, True, True, 9)  # noqa: FBT003 - facts in a row
        for field, name in (("ChuKy", signer), ("ConDau", "Con dấu giả lập"))
    )
    return SignedPaper(facts, len(content), len(content) if intact else 0)
