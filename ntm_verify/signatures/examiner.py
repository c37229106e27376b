"""Signatures of a file are examined aside (kiểm tra chữ ký số), in a process that ends with it."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ntm_verify.domain.signature import SignatureFact, SignedPaper, Trust
from ntm_verify.usecases.ports import Unavailable

from .setup import SigningSetup

SECONDS: Final = 30
DAMAGED: Final = "tệp bị hỏng hoặc không phải tệp PDF"
WORDS: Final = {
    "hollow": "chữ ký trống hoặc hỏng, không ký lên nội dung nào",
    "many": "tệp có quá nhiều chữ ký",
    "limits": "tệp đòi quá nhiều bộ nhớ hoặc thời gian để đọc",
}
"""Why a file could not be examined, by the code that `examination` gives."""
_AT_ONCE: Final = threading.BoundedSemaphore(4)


@dataclass(frozen=True, slots=True)
class Examiner:
    """Examines with the trust of this installation (bộ kiểm tra chữ ký)."""

    setup: SigningSetup

    async def examine(self, content: bytes, now: datetime) -> SignedPaper:
        """Say what the signatures of a PDF are worth.

        Raises:
            Unavailable: too many files are being examined at this moment.

        """
        return await asyncio.to_thread(self._examine, content, now)

    def _examine(self, content: bytes, now: datetime) -> SignedPaper:
        if not _AT_ONCE.acquire(timeout=SECONDS):
            raise Unavailable("Đang có quá nhiều tệp chờ kiểm tra. Hãy thử lại sau ít phút.")
        try:
            return _read(_ask(self._told(now) + b"\n" + content), len(content))
        finally:
            _AT_ONCE.release()

    def _told(self, now: datetime) -> bytes:
        roots, others = self.setup.roots(), self.setup.others()
        told = {
            "roots": [b64encode(known.dump()).decode() for known in roots],
            "others": [b64encode(known.dump()).decode() for known in others],
            "now": now.isoformat(),
        }
        return json.dumps(told).encode()


def _ask(question: bytes) -> dict[str, Any]:
    folders = (os.path.abspath(folder) for folder in sys.path)  # noqa: PTH100 - "" is here
    try:
        told = subprocess.run(
            [sys.executable, "-P", "-m", "ntm_verify.signatures.examination"],
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(folders), "PYTHONUTF8": "1"},
            timeout=SECONDS,
            check=True,
        )
        answer: dict[str, Any] = json.loads(told.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"failure": "limits"}
    return answer


def _read(told: dict[str, Any], length: int) -> SignedPaper:
    if "failure" in told:
        return SignedPaper((), length, 0, failure=WORDS.get(told["failure"], DAMAGED))
    return SignedPaper(
        tuple(_fact(one) for one in told["signatures"]),
        length,
        told["covered"],
        _moment(told["kept_until"]),
        tuple(told["pages"]),
        tuple(told["changed_pages"]),
        grown_from=told["grown_from"],
    )


def _fact(told: dict[str, Any]) -> SignatureFact:
    return SignatureFact(
        field=told["field"],
        signer=told["signer"],
        organisation=told["organisation"],
        at=_moment(told["at"]),
        is_intact=told["intact"],
        trust=Trust(told["trust"]),
        is_whole=told["whole"],
        is_unchanged=told["unchanged"],
        end=told["end"],
    )


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
