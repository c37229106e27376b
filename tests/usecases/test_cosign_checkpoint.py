"""Another province's log is witnessed, whoever asks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from ntm_verify.domain.people import ANYONE
from ntm_verify.trail.witness import Asked, origin_hash
from ntm_verify.usecases.cosign_checkpoint import CosignCheckpoint, cosign_checkpoint
from ntm_verify.usecases.read_cosigned import ReadCosigned, read_cosigned
from tests.publishing.test_witness import office
from tests.support.worlds import MemoryWorld
from tests.trail.test_witness import ORIGIN, a_head, a_note


async def test_a_checkpoint_is_signed_and_can_be_read_afterwards(tmp_path: Path) -> None:
    changed: dict[str, Any] = {"witness": office(tmp_path)}
    ports = replace(MemoryWorld().ports, **changed)
    note = a_note(a_head(4))

    answer = await cosign_checkpoint(ports, ANYONE, CosignCheckpoint(Asked(0, (), note).text()))

    assert answer.status == 200
    kept = await read_cosigned(ports, ANYONE, ReadCosigned(origin_hash(ORIGIN)))
    assert kept == note + answer.body
