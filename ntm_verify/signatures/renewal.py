"""A paper gets a new archive time-stamp before the last one ends (gia hạn dấu thời gian).

PAdES-B-LTA (ETSI EN 319 142-1, 5.5): evidence about the last time-stamp goes in, then a new one
covers everything. The bytes handed in stay as they are: signatures, proof and page are untouched.
"""

import asyncio
import io
import logging
from datetime import datetime
from typing import Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.validation import DocumentSecurityStore, async_validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from .demonstration import DemonstrationAuthority, utc
from .revocation import revocation_lists
from .sealing import DIGEST, NotSigned
from .setup import SigningSetup
from .stamping import stamper

EVIDENCE_FIRST: Final = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
"""Nothing in the file stands behind the last time-stamp."""


def renew_stamp(setup: SigningSetup, paper: bytes, at: datetime) -> bytes:
    """Give the paper with one more document time-stamp; it begins with the bytes handed in.

    Raises:
        NotSigned: the last time-stamp does not hold any more, or no new one can be had.

    """
    logging.getLogger("pyhanko").setLevel(logging.ERROR)  # it warns of having no network
    try:
        return asyncio.run(_renewed(setup, paper, utc(at)))
    except Exception as failure:  # noqa: BLE001 - the libraries raise anything; it is one refusal
        raise NotSigned(f"{type(failure).__name__}: {failure}"[:300]) from None


async def _renewed(setup: SigningSetup, paper: bytes, at: datetime) -> bytes:
    if setup.is_demonstration and not setup.tsa_url:
        DemonstrationAuthority(setup.folder).ensure(at)
    reader = PdfFileReader(io.BytesIO(paper))
    stamps = reader.embedded_timestamp_signatures
    known = [signer for one in stamps if (signer := one.signer_cert)]
    if not known or known[-1].not_valid_after <= at:
        raise NotSigned("dấu thời gian lưu trữ cuối cùng đã hết hạn hoặc không có")
    lists = await revocation_lists(setup, known, at)

    def context() -> ValidationContext:
        return ValidationContext(
            trust_roots=setup.roots(),
            other_certs=[*setup.others(), *known],
            crls=lists,
            allow_fetching=False,
            revocation_mode="require",
            moment=at,
        )

    trust = context()
    status = await async_validate_pdf_timestamp(stamps[-1], trust)
    if not (status.intact and status.valid and status.trusted):
        raise NotSigned("dấu thời gian lưu trữ cuối cùng không còn đứng vững")
    writer = IncrementalPdfFileWriter(io.BytesIO(paper))
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, paths=(status.validation_path,), validation_context=trust
    )
    out = await PdfTimeStamper(stamper(setup, at)).async_timestamp_pdf(
        writer, DIGEST, context(), dss_settings=EVIDENCE_FIRST, output=io.BytesIO()
    )
    renewed: bytes = out.getvalue()
    return renewed
