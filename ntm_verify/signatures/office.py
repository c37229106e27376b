"""The signing desk of the service (bàn ký số): pages go in, sealed papers come out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from ntm_verify.domain.certificate import Certificate
from ntm_verify.usecases.ports import Unavailable

from .renewal import renew_stamp
from .sealing import NotSigned, Signatory, sign_paper
from .setup import SigningSetup

Run = Callable[..., Awaitable[bytes]]
"""(top-level function, its arguments) → its answer, from a worker process."""


@dataclass(frozen=True, slots=True)
class SigningOffice:
    """Signs in worker processes, with no transaction open (bộ phận ký số)."""

    setup: SigningSetup
    run: Run
    now: Callable[[], datetime]

    async def sign(self, paper: Certificate, page: bytes, proof: bytes) -> bytes:
        """Give the page with the log's proof and the signatures of its signer and of the agency.

        Raises:
            Unavailable: it cannot be signed now; number and page are kept, a later call goes on.

        """
        who = Signatory(paper.planned_by, paper.signer_name)
        try:
            return await self.run(sign_paper, self.setup, page, who, self.now(), proof)
        except NotSigned as failed:
            raise Unavailable(
                f"Chưa ký số được văn bản {paper.symbol}: {failed}. Số văn bản vẫn giữ nguyên; "
                "kiểm tra thiết bị ký, máy chủ dấu thời gian rồi bấm ban hành lại."
            ) from failed

    async def renew(self, pdf: bytes) -> bytes:
        """Give a signed paper with a new archive time-stamp behind it.

        Raises:
            Unavailable: none can be had now; the paper stays as it is.

        """
        try:
            return await self.run(renew_stamp, self.setup, pdf, self.now())
        except NotSigned as failed:
            raise Unavailable(
                f"Chưa gia hạn được dấu thời gian: {failed}. Kiểm tra máy chủ dấu thời gian; hệ "
                "thống sẽ tự thử lại."
            ) from failed
