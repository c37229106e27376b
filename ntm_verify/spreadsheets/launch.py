"""Start a process that reads files (khởi động tiến trình đọc); nothing else needs loading for it.

A command that will certainly read a file starts the process first and loads itself meanwhile.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

_ROOT: Final = str(Path(__file__).parents[2])
_START: Final = (
    "import sys; sys.path[:] = sys.argv[1:]; from ntm_verify.spreadsheets.child import main; main()"
)

Process = subprocess.Popen[bytes]


def launch() -> Process:
    """Start a process that waits on its standard input for wordings, limits and files.

    It gets no environment, no site packages but ours, and none of our descriptors.
    """
    paths = [_ROOT, *(path for path in sys.path if path and path != _ROOT)]
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        close_fds=True,
        cwd="/",
    )
