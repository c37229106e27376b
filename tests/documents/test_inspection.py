"""The process that opens a stranger's PDF cannot take more than its share."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ntm_verify.documents import inspection
from tests.support.files import ROOT

from . import bombs

GREEDY = {
    "memory": "bytearray(1 << 30)",
    "files": "[open('/dev/null') for _ in range(99)]",
    "output": "open('grown', 'wb', 0).write(b'x')",
}


@pytest.mark.parametrize("what", GREEDY)
def test_each_limit_holds(what: str, tmp_path: Path) -> None:
    """Without the limit the same line runs (control)."""

    def run(before: str) -> int:
        text = f"import signal, sys; sys.path.insert(0, {str(ROOT)!r})\n{before}\n{GREEDY[what]}"
        told = subprocess.run(  # noqa: S603 - this interpreter, a fixed text
            [sys.executable, "-c", text], cwd=tmp_path, stderr=subprocess.DEVNULL, check=False
        )
        return told.returncode

    assert run("import ntm_verify.documents.inspection") == 0
    assert run("from ntm_verify.documents.inspection import limit; limit()") != 0


def test_time_is_limited_in_the_process_that_reads() -> None:
    text = "from ntm_verify.documents.inspection import *; limit(); import resource;"
    text += "print(resource.getrlimit(resource.RLIMIT_CPU))"
    told = subprocess.run(  # noqa: S603 - this interpreter, a fixed text
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, check=True
    )

    assert told.stdout.decode().strip() == str((inspection.CPU_SECONDS,) * 2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "most"),
    [
        (bombs.swelling, 128 * 2**20),  # cut off at its first MiB, not at the limit
        (bombs.swelling_table, inspection.MEMORY),
        (bombs.deep_statement, inspection.MEMORY),
    ],
)
def test_a_bomb_takes_no_more_memory_than_is_allowed(
    make: Callable[[], bytes], most: int, tmp_path: Path
) -> None:
    (tmp_path / "bomb.pdf").write_bytes(make())
    text = "import sys; from ntm_verify.documents.inspection import main; main();"
    text += "sys.stderr.write(open('/proc/self/status').read())"
    with (tmp_path / "bomb.pdf").open("rb") as bomb:
        told = subprocess.run(  # noqa: S603 - this interpreter, a fixed text
            [sys.executable, "-c", text], stdin=bomb, cwd=ROOT, capture_output=True, check=True
        )
    (peak,) = re.findall(rb"VmHWM:\s+(\d+) kB", told.stderr)

    assert told.stdout.startswith(b'{"refused": ')
    assert int(peak) * 1024 < most
