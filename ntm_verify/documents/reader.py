"""Reading a paper back (đọc lại văn bản): what a PDF that somebody hands in says of itself.

The file is a stranger's: it is opened in a process of its own that ends with the reading, with
limits on memory, time, open files and output (`inspection`).
"""

import asyncio
import json
import os
import subprocess
import sys
import threading
from hashlib import sha256
from typing import Any, Final

from ntm_verify.usecases.ports import PaperFacts, Unavailable, UnreadablePaper

LARGEST: Final = 20 * 2**20
"""Bytes of the largest paper that is read; a paper of 200 hamlets has about a tenth of a MiB."""
SECONDS: Final = 20
_AT_ONCE: Final = threading.BoundedSemaphore(4)
_ORIGINAL: Final = (
    "Hãy dùng tệp gốc tải từ hệ thống, hoặc tra cứu bằng mã xác minh in trên văn bản."
)
WORDS: Final = {
    "empty": "Tệp rỗng.",
    "large": "Tệp lớn hơn 20 MB, không phải văn bản của hệ thống.",
    "no_pdf": "Tệp này không phải tệp PDF.",
    "damaged": "Tệp PDF bị hỏng hoặc đã bị sửa, không đọc được.",
    "encrypted": "Tệp PDF đặt mật khẩu, không phải văn bản của hệ thống.",
    "limits": "Tệp PDF đòi quá nhiều bộ nhớ hoặc thời gian để đọc, đã dừng.",
    "no_statement": (
        "Tệp PDF không có bản máy đọc của kết quả thẩm định (tham-dinh.json): không phải văn bản "
        "do hệ thống lập, hoặc là bản in, bản quét, bản xuất lại."
    ),
    "bad_statement": "Bản máy đọc trong tệp PDF không đúng mẫu của hệ thống.",
}
"""Why a file is refused, by the code that `inspection` gives."""


async def read_paper(content: bytes) -> PaperFacts:
    """Read digest, length, attached statement and embedding of fonts from a PDF.

    Raises:
        UnreadablePaper: no PDF, damaged, encrypted, too large, or without the statement.
        Unavailable: too many files are being read at this moment.

    """
    if not content:
        raise _unreadable("empty")
    if len(content) > LARGEST:
        raise _unreadable("large")
    if not content.startswith(b"%PDF-"):
        raise _unreadable("no_pdf")
    found = await asyncio.to_thread(_inspect, content)
    return PaperFacts(
        sha256=sha256(content).hexdigest(),
        length=len(content),
        statement=found["statement"],
        fonts_embedded=found["fonts_embedded"],
        proof=found["proof"].encode(),
    )


def _inspect(content: bytes) -> dict[str, Any]:
    if not _AT_ONCE.acquire(timeout=SECONDS):
        raise Unavailable("Đang có quá nhiều tệp chờ đọc. Hãy thử lại sau ít phút.")
    try:
        answer = _ask(content)
    finally:
        _AT_ONCE.release()
    if "refused" in answer:
        raise _unreadable(answer["refused"])
    return answer


def _ask(content: bytes) -> dict[str, Any]:
    """Have the file read by a fresh process that sees nothing of this one."""
    folders = (os.path.abspath(folder) for folder in sys.path)  # noqa: PTH100 - "" is here
    try:
        told = subprocess.run(
            [sys.executable, "-P", "-m", "ntm_verify.documents.inspection"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(folders), "PYTHONUTF8": "1"},
            timeout=SECONDS,
            check=True,
        )
        answer: dict[str, Any] = json.loads(told.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"refused": "limits"}
    return answer


def _unreadable(reason: str) -> UnreadablePaper:
    return UnreadablePaper(f"{WORDS[reason]} {_ORIGINAL}")
