"""What was witnessed can be read by anybody, under the digest of the log's name."""

import pytest

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import ANYONE
from ntm_verify.usecases.read_cosigned import ReadCosigned, read_cosigned
from tests.support.worlds import MemoryWorld


@pytest.mark.parametrize("log", ["0" * 64, "..", "0" * 63 + "G"])
async def test_of_a_log_that_was_never_signed_there_is_nothing(log: str) -> None:
    with pytest.raises(NotFound):
        await read_cosigned(MemoryWorld().ports, ANYONE, ReadCosigned(log))
