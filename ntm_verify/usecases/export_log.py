"""An operator takes the published log out as files (xuất nhật ký)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.trail.notes import NoteKey, write_key
from ntm_verify.trail.signatures import ED25519
from ntm_verify.trail.tiles import bundle_path, levels, tile_path, widths

from .ports import Ports

HEADER = (
    "# Bản tham khảo: người kiểm tra dùng khóa mà mình đã biết từ nơi khác.\n"
    "# For reading only: whoever verifies takes keys that he knows from elsewhere.\n"
)
ALONE = (
    "# Nhật ký này chưa có bên làm chứng: mốc chỉ do khóa của chính nó ký (quorum none).\n"
    "# This log has no witness: its checkpoints bear its own key alone.\n"
)


@dataclass(frozen=True, slots=True)
class ExportLog:
    """The whole log as it was published last (yêu cầu xuất)."""


async def export_log(ports: Ports, actor: Actor, _: ExportLog) -> AsyncIterator[tuple[str, bytes]]:
    """Give every file of the published log by its path, and a policy that names its keys.

    Raises:
        WrongOffice: the actor may not read the log.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR)
    board = ports.board
    checkpoint = await asyncio.to_thread(board.get, "checkpoint") or b""
    size = int(checkpoint.split(b"\n")[1]) if checkpoint else 0
    places = [bundle_path(index, width) for index, width in widths(size, 0)]
    for level in levels(size):
        places += (tile_path(level, index, width) for index, width in widths(size, level))
    for path in (*places, "checkpoint"):
        content = await asyncio.to_thread(board.get, path)
        if content is not None:
            yield path, content
    yield "policy.txt", f"{HEADER}{known_keys(ports)}".encode()


def known_keys(ports: Ports) -> str:
    """Write keys, witnesses and quorum as a policy, as an auditor keeps them (khóa của nhật ký).

    With no witness the quorum is `none`, and that is said in words.
    """
    writer = write_key(NoteKey(f"{ports.log_origin}/writer", ED25519, ports.writer_key))
    alone = "" if "\nwitness " in f"\n{ports.witnesses.policy}" else ALONE
    return f"{alone}{ports.board.log_lines}{ports.witnesses.policy}#ntm writer {writer} 0 -\n"
