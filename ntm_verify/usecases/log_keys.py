"""The keys of the log, as an auditor keeps them (khóa của nhật ký)."""

from ntm_verify.trail.notes import NoteKey, write_key
from ntm_verify.trail.signatures import ED25519

from .ports import Ports

HEADER = (
    "# Bản tham khảo: người kiểm tra dùng khóa mà mình đã biết từ nơi khác.\n"
    "# For reading only: whoever verifies takes keys that he knows from elsewhere.\n"
)
ALONE = (
    "# Nhật ký này chưa có bên làm chứng: mốc chỉ do khóa của chính nó ký (quorum none).\n"
    "# This log has no witness: its checkpoints bear its own key alone.\n"
)


def known_keys(ports: Ports) -> str:
    """Write keys, witnesses and quorum as a policy, as an auditor keeps them (khóa của nhật ký).

    With no witness the quorum is `none`, and that is said in words.
    """
    writer = write_key(NoteKey(f"{ports.log_origin}/writer", ED25519, ports.writer_key))
    alone = "" if "\nwitness " in f"\n{ports.witnesses.policy}" else ALONE
    return f"{alone}{ports.board.log_lines}{ports.witnesses.policy}#ntm writer {writer} 0 -\n"
