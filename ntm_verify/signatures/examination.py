"""The process that examines the signatures of a stranger's PDF (kiểm tra chữ ký số của tệp lạ).

Run as `python -m ntm_verify.signatures.examination`: one line of JSON with the trust, then the
bytes of the file; prints JSON. Each signature is judged at the time its time-stamp proves, with
the revocation lists that the file carries; an error of the examination is never a pass.
"""

import asyncio
import io
import json
import logging
import resource
import sys
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from asn1crypto import cms, x509  # type: ignore[import-untyped] # ships no types
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext

from .supplement import grown_from

MEMORY: Final = 1024 * 2**20
CPU_SECONDS: Final = 20
OPEN_FILES: Final = 16
MOST_SIGNATURES: Final = 20
MOST_PAGES: Final = 400
STAMP: Final = "/DocTimeStamp"
ALLOWED: Final = {
    ModificationLevel.NONE,
    ModificationLevel.LTA_UPDATES,
    ModificationLevel.FORM_FILLING,
}


def limit() -> None:
    """Take the limits on memory, time, files and output; they last as long as the process."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


@dataclass(frozen=True, slots=True)
class Judge:
    """Whom to trust, and what the file brings along to prove it (căn cứ kiểm tra)."""

    roots: list[x509.Certificate]
    others: list[x509.Certificate]
    now: datetime
    lists: list[Any]
    answers: list[Any]

    def at(self, moment: datetime) -> ValidationContext:
        """Trust as of a proven moment; fresh for each use, since it keeps state."""
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=self.others,
            crls=self.lists,
            ocsps=self.answers,
            allow_fetching=False,
            revocation_mode="require",
            moment=moment,
            retroactive_revinfo=True,
        )


def examine(content: bytes, roots: list[bytes], others: list[bytes], now: datetime) -> Any:  # noqa: ANN401 - JSON
    """Say what every signature of a file is worth."""
    reader = PdfFileReader(io.BytesIO(content))
    try:
        signatures = list(reader.embedded_signatures)
    except ValueError:
        return {"failure": "hollow"}
    if len(signatures) > MOST_SIGNATURES:
        return {"failure": "many"}
    known, lists, answers = _carried(reader)
    judge = Judge(
        [x509.Certificate.load(der) for der in roots],
        [x509.Certificate.load(der) for der in others] + known,
        now,
        lists,
        answers,
    )
    told = asyncio.run(_judged(signatures, judge))
    pages = _pages(reader.root)
    told["pages"] = pages
    told["changed_pages"] = _changed(reader, signatures, pages)
    told["length"] = len(content)
    first = next((one for one in signatures if one.sig_object_type != STAMP), None)
    told["grown_from"] = grown_from(content, reader, first) if first else 0
    return told


def _carried(reader: PdfFileReader) -> tuple[list[x509.Certificate], list[Any], list[Any]]:
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return [], [], []
    context = store.as_validation_context({"allow_fetching": False, "trust_roots": []})
    return list(store.load_certs()), list(context.crls), list(context.ocsps)


async def _judged(signatures: list[EmbeddedPdfSignature], judge: Judge) -> dict[str, Any]:
    facts, covered, kept = [], 0, None
    for signature in signatures:
        if signature.sig_object_type == STAMP:
            fact = await _stamp(signature, judge)
            kept = fact.get("kept_until") or kept
        else:
            fact = await _signature(signature, judge)
            facts.append(fact)
        if fact["intact"] and fact["whole"]:
            covered = max(covered, fact["end"])
    return {"signatures": facts, "covered": covered, "kept_until": kept}


async def _stamp(signature: EmbeddedPdfSignature, judge: Judge) -> dict[str, Any]:
    """Judge a time-stamp over the whole document at its own time."""
    end, certificate = _end(signature), signature.signer_cert
    fact: dict[str, Any] = {"intact": False, "whole": False, "end": end, "kept_until": None}
    try:
        moment = _told_by(signature.signed_data)
        status = await async_validate_pdf_timestamp(signature, judge.at(moment))
        fact["intact"] = bool(status.intact and status.valid)
        fact["whole"] = _is_whole(status.coverage)
        if status.intact and status.valid and status.trusted and certificate is not None:
            fact["kept_until"] = certificate.not_valid_after.isoformat()
    except Exception as failure:  # noqa: BLE001 - whatever breaks, it proves nothing
        fact["problem"] = type(failure).__name__
    return fact


async def _signature(signature: EmbeddedPdfSignature, judge: Judge) -> dict[str, Any]:
    fact: dict[str, Any] = {
        "field": str(signature.field_name),
        "signer": "",
        "organisation": "",
        "at": None,
        "intact": False,
        "trust": "untrusted",
        "whole": False,
        "unchanged": False,
        "end": _end(signature),
    }
    try:
        fact |= _named(signature.signer_cert)
        moment = _stamped(signature)
        context = judge.at(moment or judge.now)
        status = await async_validate_pdf_signature(
            signature, context, ts_validation_context=judge.at(moment or judge.now)
        )
    except Exception as failure:  # noqa: BLE001 - whatever breaks, it proves nothing
        fact["problem"] = type(failure).__name__
        return fact
    stamp = status.timestamp_validity
    proven = moment is not None and stamp is not None and stamp.valid and stamp.intact
    fact["at"] = moment.isoformat() if moment and proven and _is_sure(stamp, judge) else None
    fact["intact"] = bool(status.intact and status.valid)
    fact["whole"] = _is_whole(status.coverage)
    fact["unchanged"] = status.modification_level in ALLOWED and status.docmdp_ok is not False
    fact["trust"] = _trust(status, judge)
    return fact


def _is_sure(stamp: Any, judge: Judge) -> bool:  # noqa: ANN401 - the library's status
    """Believe a time only if its authority is trusted, or nothing is trusted on this machine."""
    return bool(stamp.trusted) or not judge.roots


def _trust(status: Any, judge: Judge) -> str:  # noqa: ANN401 - the library's status
    if not judge.roots:
        return "no_root"
    if status.trusted:
        return "trusted"
    problem = status.trust_problem_indic.name if status.trust_problem_indic else ""
    if status.revocation_details or "REVOKED" in problem:
        return "revoked"
    if "OUT_OF_BOUNDS" in problem or "EXPIRED" in problem:
        return "expired"
    return "no_evidence" if "TRY_LATER" in problem else "untrusted"


def _named(certificate: x509.Certificate | None) -> dict[str, str]:
    told = certificate.subject.native if certificate else {}
    organisation = told.get("organization_name", "")
    return {"signer": str(told.get("common_name", "")), "organisation": str(organisation)}


def _stamped(signature: EmbeddedPdfSignature) -> datetime | None:
    attributes = signature.signer_info["unsigned_attrs"]
    if attributes.native is None:
        return None
    tokens = find_cms_attribute_iter(attributes, "signature_time_stamp_token")
    return next((_told_by(token["content"]) for token in tokens), None)


def _told_by(token: cms.SignedData) -> datetime:
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _is_whole(coverage: SignatureCoverageLevel | None) -> bool:
    return coverage in {
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    }


def _end(signature: EmbeddedPdfSignature) -> int:
    spans = [int(place) for place in signature.byte_range]
    return spans[2] + spans[3] if len(spans) == 4 else 0  # noqa: PLR2004 - two spans


def _pages(root: DictionaryObject) -> list[str]:
    return [_digest(page) for page in _leaves(root["/Pages"], 0)][:MOST_PAGES]


def _leaves(node: DictionaryObject, depth: int) -> Iterator[DictionaryObject]:
    if "/Kids" not in node:
        yield node
        return
    if depth > OPEN_FILES:
        raise PdfError("the tree of pages is too deep")
    for kid in node["/Kids"]:
        yield from _leaves(kid.get_object(), depth + 1)


def _digest(page: DictionaryObject) -> str:
    """Give the digest of what a page draws."""
    contents = page.get("/Contents", ArrayObject())
    parts = contents if isinstance(contents, ArrayObject) else [contents]
    seen = sha256()
    for part in parts:
        stream = part.get_object()
        if isinstance(stream, StreamObject):
            seen.update(stream.data + b"\n")
    return seen.hexdigest()


def _changed(
    reader: PdfFileReader, signatures: list[EmbeddedPdfSignature], pages: list[str]
) -> list[int]:
    """Name the pages that are drawn otherwise than in the first signed revision."""
    if not signatures:
        return []
    before = _pages(reader.get_historical_root(signatures[0].signed_revision))
    most = max(len(before), len(pages))
    return [
        place + 1 for place in range(most) if before[place : place + 1] != pages[place : place + 1]
    ]


def main() -> int:
    """Read trust and file from the standard input, and print what the signatures are worth."""
    logging.disable(logging.CRITICAL)
    told = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    limit()
    try:
        answer = examine(
            content,
            [b64decode(der) for der in told["roots"]],
            [b64decode(der) for der in told["others"]],
            datetime.fromisoformat(told["now"]),
        )
    except Exception as failure:  # noqa: BLE001 - a stranger's file may break anything
        answer = {"failure": type(failure).__name__}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
