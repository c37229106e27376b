"""Signed papers, each made once, and the means to forge them (DỮ LIỆU GIẢ LẬP)."""

import io
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from asn1crypto import crl  # type: ignore[import-untyped] # ships no types
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import DocumentSecurityStore

from ntm_verify.documents.looks import draw_looks
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.signature import SignedPaper
from ntm_verify.domain.vouching import compact
from ntm_verify.signatures import examination, examiner
from ntm_verify.signatures.demonstration import DemonstrationAuthority
from ntm_verify.signatures.examiner import Examiner
from ntm_verify.signatures.sealing import Signatory, sign_paper
from ntm_verify.signatures.setup import SigningSetup
from ntm_verify.signatures.stamping import stamper
from ntm_verify.signatures.vouching import StatementKeys
from ntm_verify.trail.checkpoint import Checkpoint
from ntm_verify.trail.entry import seal
from ntm_verify.trail.notes import NoteKey, sign_note, write_key
from ntm_verify.trail.signatures import ED25519, SigningKey, writer_of
from ntm_verify.trail.tlog_proof import TlogProof
from ntm_verify.trail.tree import Head, leaf_hash
from tests.documents.papers import a_certificate
from tests.documents.reading import TEMPLATES, the_maker

NOW: Final = datetime(2026, 1, 5, 2, 35, tzinfo=UTC)
WHO: Final = Signatory("u-ky", "Nguyễn Thị Giả Lập")
Forge = Callable[[], bytes]


@cache
def _folder(name: str) -> Path:
    return Path(tempfile.mkdtemp(prefix=f"ntm-{name}-"))


def a_folder(name: str = "own") -> Path:
    """Keep one folder of keys for all tests of a run."""
    return _folder(name)


@cache
def looks() -> tuple[bytes, ...]:
    return draw_looks(TEMPLATES)


def a_setup(name: str = "own", **changed: Any) -> SigningSetup:  # noqa: ANN401 - any field
    folder = a_folder(name)
    DemonstrationAuthority(folder).ensure(NOW)
    return replace(SigningSetup(folder, looks()), **changed)


def keys() -> StatementKeys:
    found = StatementKeys(a_folder())
    found.ensure()
    return found


@cache
def the_certificate() -> Certificate:
    drafted = a_certificate()
    return replace(drafted, vouched=keys().vouch(compact(drafted)))


@cache
def the_page() -> bytes:
    """Give a page as it is before anybody signs."""
    return the_maker().make(the_certificate())


LOG: Final = "ntm.example/audit"
LOG_KEY: Final = SigningKey(b"\x0c" * 32)


def the_proof() -> bytes:
    """Prove that a log of one entry holds the page."""
    page = the_page()
    state = replace(
        the_certificate(), base_sha256=sha256(page).hexdigest(), base_length=len(page)
    ).state()
    writer = writer_of(LOG, LOG_KEY)
    told = {
        "v": 1,
        "log": LOG,
        "id": str(UUID(int=7 << 76 | 1 << 63)),
        "req": "0123456789abcdef",
        "at": "2026-01-05T02:35:00.000000Z",
        "type": "certificate.rendered",
        "cause": None,
        "actor": {"id": "u-ky", "role": "signer", "unit": "38"},
        "subject": {"kind": "certificate", "id": the_certificate().reference, "rev": 2},
        "before": None,
        "after": state,
        "priv": {},
    }
    entry = seal(told, writer)
    head = Head(1, leaf_hash(entry))
    note = sign_note(Checkpoint(LOG, head).text(), LOG, LOG_KEY)
    return TlogProof(entry, 0, (), note).text()


def log_keys() -> str:
    """Name the keys of that log."""
    key, writer = (
        write_key(NoteKey(name, ED25519, LOG_KEY.public)) for name in (LOG, f"{LOG}/writer")
    )
    return f"log {key}\nquorum none\n#ntm writer {writer} 0 -\n"


@cache
def the_paper() -> bytes:
    """Give a paper with both signatures, time-stamps, evidence, and the proof of a log."""
    return sign_paper(a_setup(), the_page(), WHO, NOW, the_proof())


def the_examiner(name: str = "own") -> Examiner:
    return Examiner(a_setup(name))


def examined_here(content: bytes) -> SignedPaper:
    """Examine as the service does, but for the process of its own that takes a second."""
    setup = a_setup()
    roots, others = ([one.dump() for one in some] for some in (setup.roots(), setup.others()))
    told = examination.examine(content, roots, others, NOW)
    return examiner._read(told, len(content))  # noqa: SLF001 - as its own process answers


def appended(change: Callable[[IncrementalPdfFileWriter], None], paper: bytes) -> bytes:
    """Write a change behind a paper, as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(paper))
    change(writer)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call] # library
    return out.getvalue()


def draw_another_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def add_a_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    page = DictionaryObject({NameObject(name): pages["/Kids"][0][name] for name in ("/MediaBox",)})  # type: ignore[no-untyped-call] # library
    page[NameObject("/Type")] = NameObject("/Page")
    writer.insert_page(page)  # type: ignore[no-untyped-call] # library


def swap_the_attachment(writer: IncrementalPdfFileWriter) -> None:
    spec = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
    spec["/EF"][NameObject("/F")] = writer.add_object(StreamObject(stream_data=b'{"x":1}'))
    writer.update_container(spec["/EF"])
    writer.update_container(spec)


def sign_bare(
    page: bytes, field: str, name: str, *, stamps: TimeStamper | None, folder: Path
) -> bytes:
    """Sign with a key of a folder, and ask for no proof of anything."""
    signer = SimpleSigner.load(str(folder / f"{name}.key"), str(folder / f"{name}.pem"))  # type: ignore[no-untyped-call] # library
    metadata = PdfSignatureMetadata(
        field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    out = io.BytesIO()
    PdfSigner(metadata, signer, timestamper=stamps).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(page)), existing_fields_only=True, output=out
    )
    return out.getvalue()


def both_bare(setup: SigningSetup, at: datetime | None) -> bytes:
    """Sign both fields with keys of a setup; with time-stamps as of a moment, or none."""
    person = DemonstrationAuthority(setup.folder).signer(WHO.id, WHO.name, NOW)
    stamps = stamper(setup, at) if at else None
    once = sign_bare(the_page(), "ChuKy", person, stamps=stamps, folder=setup.folder)
    return sign_bare(once, "ConDau", "seal", stamps=stamps, folder=setup.folder)


def with_evidence(paper: bytes, lists: list[bytes]) -> bytes:
    """Put revocation lists into a paper."""

    def add(writer: IncrementalPdfFileWriter) -> None:
        parsed = [crl.CertificateList.load(known) for known in lists]
        DocumentSecurityStore.supply_dss_in_writer(writer, None, crls=parsed)

    return appended(add, paper)


def a_revoking_list(setup: SigningSetup, name: str, at: datetime) -> bytes:
    """Revoke the certificate of a key, as its authority could."""
    whole = (setup.folder / "root.key").read_bytes()
    key = serialization.load_pem_private_key(whole, None)
    root = x509.load_pem_x509_certificate(whole)
    serial = load_cert_from_pemder(str(setup.folder / f"{name}.pem")).serial_number  # type: ignore[no-untyped-call] # library
    revoked = (
        x509.RevokedCertificateBuilder()
        .serial_number(serial)
        .revocation_date(at - timedelta(hours=1))
        .build()
    )
    built = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(at - timedelta(minutes=5))
        .next_update(at + timedelta(days=7))
        .add_revoked_certificate(revoked)
    )
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)  # type: ignore[arg-type] # RSA
