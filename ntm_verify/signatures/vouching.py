"""The key of short statements and status lists (khóa bản kê): ECDSA on P-256, SHA-256.

Every browser can check it (W3C Web Cryptography API), and a signature has 64 bytes, which a QR
code can bear. The private key lies in its folder with mode 0600; each public key has a file of
its own that stays when the key is changed, so that old papers keep theirs.
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from ntm_verify.domain.vouching import Vouched, write_vouched

from .demonstration import write_once

NAME: Final = "statement"
HALF: Final = 32
ALGORITHM: Final = ec.ECDSA(hashes.SHA256())


class KeyExposed(Exception):
    """Others than the service's own user can read its key (tệp khóa bị lộ quyền đọc)."""


def key_name(public: bytes) -> str:
    """Name a public key: the first four bytes of its SHA-256, in hex."""
    return sha256(public).hexdigest()[:8]


@dataclass(frozen=True)
class StatementKeys:
    """The folder of the keys: one to sign with, all those ever used to check with."""

    folder: Path

    def ensure(self) -> None:
        """Make the key the first time, readable by its owner alone.

        Raises:
            KeyExposed: others can read the key.

        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{NAME}.key"
        if not path.exists():
            secret = ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            write_once(path, secret)
        if path.stat().st_mode & 0o077:
            raise KeyExposed(f"chmod 600 {path}")
        write_once(self.folder / f"{NAME}-{key_name(self._public)}.pub", self._public)

    def vouch(self, message: bytes) -> str:
        """Give the signed text of a statement."""
        return write_vouched(key_name(self._public), message, self.sign(message))

    def sign(self, message: bytes) -> bytes:
        """Sign: r and s, 32 bytes each, as browsers take them (IEEE P1363)."""
        r, s = utils.decode_dss_signature(self._private.sign(message, ALGORITHM))
        return r.to_bytes(HALF) + s.to_bytes(HALF)

    def known(self) -> dict[str, bytes]:
        """Give every public key by its name (DER, SubjectPublicKeyInfo)."""
        found = (file.read_bytes() for file in sorted(self.folder.glob(f"{NAME}-*.pub")))
        return {key_name(public): public for public in found}

    def published(self) -> dict[str, str]:
        """Give every public key by its name, in base64, for pages that check offline."""
        return {name: b64encode(public).decode() for name, public in self.known().items()}

    def vouched_for(self, read: Vouched) -> bool | None:
        """Say whether the key that is named signed it; None if this machine does not know it."""
        public = self.known().get(read.key)
        if public is None:
            return None
        key = serialization.load_der_public_key(public)
        if not isinstance(key, ec.EllipticCurvePublicKey) or len(read.signature) != 2 * HALF:
            return False
        r, s = (int.from_bytes(part) for part in (read.signature[:HALF], read.signature[HALF:]))
        try:
            key.verify(utils.encode_dss_signature(r, s), read.message, ALGORITHM)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        secret = (self.folder / f"{NAME}.key").read_bytes()
        key = serialization.load_pem_private_key(secret, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(NAME)
        return key

    @cached_property
    def _public(self) -> bytes:
        return self._private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
