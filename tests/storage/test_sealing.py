"""A sealed file opens with its key and its own digest, and with nothing else."""

import pytest

from ntm_verify.storage.sealing import WrongSeal, seal, unseal

KEY = bytes(range(32))


def test_what_is_sealed_opens_with_its_key_and_digest_only() -> None:
    sealed = seal(KEY, b"content", "digest")

    assert unseal(KEY, sealed, "digest") == b"content"
    assert seal(KEY, b"content", "digest") != sealed
    for key, changed, digest in (
        (bytes(32), sealed, "digest"),
        (KEY, sealed, "other"),
        (KEY, sealed[:-1], "digest"),
        (KEY, b"\x02" + sealed[1:], "digest"),
        (KEY, sealed[:8], "digest"),
        (KEY, b"", "digest"),
    ):
        with pytest.raises(WrongSeal):
            unseal(key, changed, digest)
