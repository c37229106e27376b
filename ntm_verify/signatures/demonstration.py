"""A small authority for demonstration (chứng thực trình diễn), marked as such in every name.

An installation without keys of its own makes it once in its data folder, readable by its owner
alone. It certifies the signers by name, the agency's seal, its time-stamps and the key of the
statements; nothing it says has legal force, and every certificate tells so. Profiles follow
RFC 5280 (certificates, revocation lists) and RFC 3161 (time-stamping).
"""

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LOG: Final = logging.getLogger(__name__)
MARK: Final = "TRÌNH DIỄN - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
ROOT: Final = "root"
SEAL: Final = "seal"
TSA: Final = "tsa"
LIFE: Final = {True: timedelta(days=365 * 20), False: timedelta(days=365 * 5)}
"""How long an authority lives, and everybody else."""
CHANGED_BEFORE: Final = timedelta(days=365)
"""A time-stamping key changes so long before its end."""
EARLIER: Final = timedelta(days=1)
LIST_LIFE: Final = timedelta(days=7)
_BITS: Final = {True: 3072, False: 2048}
_EXPONENT: Final = 65537
_LONGEST_NAME: Final = 64

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Usage:
    """What a certificate is for (mục đích của chứng thư)."""

    authority: bool = False
    stamping: bool = False


@dataclass(frozen=True, slots=True)
class DemonstrationAuthority:
    """The authority in a folder: NAME.key and NAME.pem, made when first asked for."""

    folder: Path

    def ensure(self, now: datetime) -> None:
        """Make root, seal and time-stamp keys if they are not there yet."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._paths(ROOT)[1].exists():
            LOG.warning("Tạo khóa ký trình diễn (không có giá trị) trong %s.", self.folder)
            self._make(ROOT, "CA TRÌNH DIỄN", now, Usage(authority=True))
        for name, title in ((SEAL, "Con dấu cơ quan"), (TSA, "Dấu thời gian")):
            self._certified(name, f"{title} (TRÌNH DIỄN)", now, Usage(stamping=name == TSA))

    def signer(self, person: str, full_name: str, now: datetime) -> str:
        """Give the name under which a person's key lies; make it the first time."""
        told = f"{person}\n{full_name}"
        name = f"signer-{sha256(told.encode()).hexdigest()[:16]}"
        self._certified(name, full_name, now, Usage())
        return name

    def revocation_list(self, now: datetime) -> bytes:
        """Give the list of revoked certificates as of now (DER); a demonstration revokes none."""
        key, certificate = self._load(ROOT)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(certificate.public_key())  # type: ignore[arg-type] # RSA, made here
        return (
            x509.CertificateRevocationListBuilder()
            .issuer_name(certificate.subject)
            .last_update(now - timedelta(minutes=1))
            .next_update(now + LIST_LIFE)
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(issuer, critical=False)
            .sign(key, hashes.SHA256())
            .public_bytes(serialization.Encoding.DER)
        )

    def _certified(self, name: str, common_name: str, now: datetime, usage: Usage) -> None:
        if usage.stamping:
            self._put_aside(name, now)
        if not self._paths(name)[1].exists():
            self._make(name, common_name, now, usage)

    def _put_aside(self, name: str, now: datetime) -> None:
        """Take a key that ends within a year out of use; what it stamped keeps its certificate."""
        key, pem = self._paths(name)
        if not pem.exists() or self._load(name)[1].not_valid_after_utc - now > CHANGED_BEFORE:
            return
        for path in (pem, key):
            path.rename(path.with_stem(f"{name}-{now:%Y%m%d}"))

    def _make(self, name: str, common_name: str, now: datetime, usage: Usage) -> None:
        """Make key and certificate; whoever loses a race uses what the other made."""
        key = rsa.generate_private_key(_EXPONENT, _BITS[usage.authority])
        subject = _subject(common_name)
        parent_key, parent = (key, None) if name == ROOT else self._load(ROOT)
        issuer = parent.subject if parent else subject
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - EARLIER)
            .not_valid_after(now + LIFE[usage.authority])
        )
        public = parent.public_key() if parent else key.public_key()
        for extension, critical in _extensions(key, public, usage):
            builder = builder.add_extension(extension, critical=critical)
        certificate = builder.sign(parent_key, hashes.SHA256())
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public_part = certificate.public_bytes(serialization.Encoding.PEM)
        write_once(self._paths(name)[0], secret + public_part)
        whole = self._paths(name)[0].read_bytes()
        write_once(self._paths(name)[1], whole[whole.index(b"-----BEGIN CERTIFICATE") :])

    def _load(self, name: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        whole = self._paths(name)[0].read_bytes()
        key = serialization.load_pem_private_key(whole, None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(name)
        return key, x509.load_pem_x509_certificate(whole)

    def _paths(self, name: str) -> tuple[Path, Path]:
        return self.folder / f"{name}.key", self.folder / f"{name}.pem"


def _subject(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, _short(common_name)),
        ]
    )


def _short(name: str) -> str:
    """Cut a name to what a certificate takes, in UTF-8."""
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore")


def _extensions(
    key: rsa.RSAPrivateKey, issuer: object, usage: Usage
) -> Iterable[tuple[x509.ExtensionType, bool]]:
    ca = usage.authority
    yield x509.BasicConstraints(ca, 0 if ca else None), True
    yield (
        x509.KeyUsage(
            digital_signature=not ca,
            content_commitment=not ca and not usage.stamping,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=ca,
            crl_sign=ca,
            encipher_only=False,
            decipher_only=False,
        ),
        True,
    )
    yield x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
    if not ca:
        yield x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), False  # type: ignore[arg-type] # RSA, made here
    if usage.stamping:
        yield x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True


def write_once(path: Path, content: bytes) -> None:
    """Put a whole file in place, readable by its owner only; one that is there stays."""
    with NamedTemporaryFile(dir=path.parent, prefix=".key-") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return


def utc(moment: datetime) -> datetime:
    """Bring a moment to whole seconds of UTC, as certificates hold them."""
    return moment.astimezone(UTC).replace(microsecond=0)
