"""What this installation signs with (bộ khóa ký): picklable, so that any worker can sign.

Either a PKCS#11 token (USB token, HSM) with the keys of signer and agency, or the authority for
demonstration in the data folder. The PIN stays in its file until a worker opens the token.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import pem, x509  # type: ignore[import-untyped] # ships no types


@dataclass(frozen=True, slots=True)
class Token:
    """A PKCS#11 token and the labels of its keys (thiết bị lưu khóa)."""

    library: str
    label: str
    pin_file: Path
    signer: str = "signer"
    seal: str = "seal"


@dataclass(frozen=True, slots=True)
class SigningSetup:
    """Keys, trust, time-stamps and pictures (cấu hình ký).

    Attributes:
        folder: where the authority for demonstration lies.
        looks: the pages of signature and seal, as PDF.
        trust: PEM file with the roots that signatures must lead to; of the demonstration if None.
        chain: PEM file with authorities between root and signer.
        lists: folder with revocation lists (*.crl, DER); otherwise they are fetched.
        tsa_url: RFC 3161 authority; "" stamps with the demonstration's own.

    """

    folder: Path
    looks: tuple[bytes, ...] = field(default=(), repr=False)
    token: Token | None = None
    trust: Path | None = None
    chain: Path | None = None
    lists: Path | None = None
    tsa_url: str = ""

    @property
    def is_demonstration(self) -> bool:
        """Say whether signatures are those of the demonstration."""
        return self.token is None

    def roots(self) -> list[x509.Certificate]:
        """Give the roots that signatures must lead to; none if nothing names them yet."""
        path = self.trust or self.folder / "root.pem"
        return read_certificates(path) if path.is_file() else []

    def published(self) -> list[str]:
        """Give the authorities that signatures may lead to, in base64, for pages that check."""
        above = read_certificates(self.chain) if self.chain else []
        return [b64encode(known.dump()).decode() for known in (*self.roots(), *above)]

    def others(self) -> list[x509.Certificate]:
        """Give the authorities between, and the demonstration's own time-stamps."""
        own = sorted(self.folder.glob("tsa*.pem"))
        paths = [*([self.chain] if self.chain else []), *own]
        return [certificate for path in paths for certificate in read_certificates(path)]


def read_certificates(path: Path) -> list[x509.Certificate]:
    """Read every certificate of a PEM file."""
    parts = pem.unarmor(path.read_bytes(), multiple=True)
    return [x509.Certificate.load(der) for kind, _, der in parts if kind == "CERTIFICATE"]
