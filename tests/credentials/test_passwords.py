"""A password fits its own hash and nothing else, and an unknown name costs the same work."""

from typing import Final, Literal

import pytest
from argon2 import PasswordHasher

from ntm_verify.credentials.passwords import PasswordWork

RIGHT: Final = "mật khẩu giả lập số một"
CHEAP: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Counting(PasswordHasher):
    """Counts how often it compared, and with what."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - its name
        self.compared.append(hash)
        return super().verify(hash, password)


@pytest.fixture
def work() -> PasswordWork:
    return PasswordWork(hasher=CHEAP)


async def test_the_right_password_fits_and_a_wrong_one_does_not(work: PasswordWork) -> None:
    stored = await work.hash(RIGHT)

    assert await work.verify(stored, RIGHT)
    assert not await work.verify(stored, f"{RIGHT} ")
    assert not await work.verify(stored, "")


async def test_equal_passwords_have_different_hashes_and_no_hash_shows_one(
    work: PasswordWork,
) -> None:
    first, second = await work.hash(RIGHT), await work.hash(RIGHT)

    assert first != second
    assert first.startswith("$argon2id$")
    assert RIGHT not in first


async def test_an_empty_stored_hash_never_fits_and_costs_a_comparison() -> None:
    counting = Counting()
    work = PasswordWork(hasher=counting)

    assert not await work.verify("", RIGHT)
    assert not await work.verify("", "nobody signs in with this")
    assert counting.compared == [work.nobody, work.nobody]


@pytest.mark.parametrize("garbage", ["x", "$argon2id$", "$2b$12$abc", "$argon2id$v=19$m=8,t=1,p=1"])
async def test_a_stored_hash_that_is_none_never_fits(work: PasswordWork, garbage: str) -> None:
    assert not await work.verify(garbage, RIGHT)


async def test_the_port_hands_out_both_functions(work: PasswordWork) -> None:
    port = work.port()

    assert await port.verify(await port.hash(RIGHT), RIGHT)


def test_hashes_made_for_good_cost_what_the_standard_asks() -> None:
    usual = PasswordWork().hasher

    assert (usual.memory_cost, usual.time_cost, usual.parallelism) == (64 * 1024, 3, 4)
