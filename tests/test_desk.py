"""A desk opens without server, database or typesetter; each comes when it is first asked for."""

import subprocess
import sys
from typing import Final

import pytest

from tests.support.files import ROOT

HEAVY: Final = ("litestar", "sqlmodel", "sqlalchemy", "weasyprint", "polars", "httpx", "openpyxl")
READS: Final = """
import asyncio
from ntm_verify.desk import open_desk, open_workbooks
from ntm_verify.domain.reading import ListFile, ReadingOptions

async def main():
    async with open_desk() as desk:
        file = ListFile("a.csv", "Họ và tên,Mã số BHXH\\nBùi Văn Mẫu,0090000001\\n".encode())
        reading = await desk.read_list((file,), ReadingOptions(), "")
        assert len(reading.raw.source_of) == 1, reading

if __name__ == "__main__":
    asyncio.run(main())
"""


def loaded_by(program: str) -> set[str]:
    """Run a program of its own and give the libraries it loaded."""
    told = f"{program}\nif __name__ == '__main__':\n    import sys; print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("program", ["import ntm_verify.desk", READS], ids=["opening", "reading"])
def test_a_desk_loads_neither_server_nor_database_nor_typesetter(program: str) -> None:
    loaded = loaded_by(program)

    assert "ntm_verify.desk" in loaded
    assert not loaded & set(HEAVY)
