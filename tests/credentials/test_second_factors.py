"""Codes are those of RFC 6238, secrets open for their own account alone."""

from base64 import b32decode, b32encode
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from ntm_verify.credentials.second_factors import NONCE, VERSION, BrokenSeal, SecondFactors
from tests.support.access import totp

KEY: Final = bytes(range(32))
OURS: Final = SecondFactors(KEY, "NTM BHYT")
NOW: Final = datetime(2026, 1, 5, 8, 30, 15, tzinfo=UTC)
PUBLISHED: Final = {
    59: "287082",
    1_111_111_109: "081804",
    1_111_111_111: "050471",
    1_234_567_890: "005924",
    2_000_000_000: "279037",
    20_000_000_000: "353130",
}
"""RFC 6238, Appendix B, for SHA-1: the last six of eight digits."""


def a_seal(secret: bytes, account: str = "u-1") -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = bytes(NONCE)
    bound = VERSION + account.encode()
    return VERSION + nonce + AESGCM(OURS._sealing).encrypt(nonce, secret, bound)  # noqa: SLF001 - a secret of the standard's own


@pytest.mark.parametrize(("second", "code"), PUBLISHED.items())
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    now = datetime.fromtimestamp(second, UTC)
    secret = b"12345678901234567890"
    assert OURS.step("u-1", a_seal(secret), code, now) == second // 30
    assert totp(b32encode(secret).decode(), now) == code


def test_a_code_serves_one_step_early_or_late_and_no_further() -> None:
    sealed = OURS.make("u-1")
    key = OURS.key("u-1", sealed)
    here = int(NOW.timestamp()) // 30
    found = [OURS.step("u-1", sealed, totp(key, NOW, steps), NOW) for steps in range(-3, 4)]
    assert found == [0, 0, here - 1, here, here + 1, 0, 0]


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567", "１２３４５６", "\x00" * 6])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert OURS.step("u-1", OURS.make("u-1"), typed, NOW) == 0


def test_a_code_is_read_with_the_spaces_people_type() -> None:
    sealed = OURS.make("u-1")
    code = totp(OURS.key("u-1", sealed), NOW)
    assert OURS.step("u-1", sealed, f" {code[:3]} {code[3:]} ", NOW)


def test_a_secret_is_new_each_time_and_sealed_for_its_account() -> None:
    first, second = OURS.make("u-1"), OURS.make("u-1")
    assert OURS.key("u-1", first) != OURS.key("u-1", second)
    assert b32decode(OURS.key("u-1", first)) not in first
    for account, factors in (("u-2", OURS), ("u-1", SecondFactors(bytes(32), "x"))):
        with pytest.raises(BrokenSeal):
            factors.key(account, first)
    broken = first[:-1] + bytes([first[-1] ^ 1])
    with pytest.raises(BrokenSeal):
        OURS.step("u-1", broken, "123456", NOW + timedelta())


def test_recovery_codes_are_kept_under_a_key_and_per_account() -> None:
    kept = OURS.digest("u-1", "ABCD-EFGH-JKMN")
    assert kept == OURS.digest("u-1", "abcd efgh jkmn")
    assert kept != OURS.digest("u-2", "ABCD-EFGH-JKMN")
    assert kept != SecondFactors(bytes(32), "x").digest("u-1", "ABCD-EFGH-JKMN")


def test_authenticators_are_told_who_and_where() -> None:
    address = OURS.address("lan nguyen:x", "ABC")
    assert address == "otpauth://totp/NTM%20BHYT:lan%20nguyen%3Ax?secret=ABC&issuer=NTM%20BHYT"
