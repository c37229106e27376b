"""Where the project's files are, whatever folder a test is started in."""

import os
import tomllib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
SHARED: Final = Path(os.environ.get("NTM_SHARED", ROOT.parent / "shared"))
"""Reference vectors beside the project; a test that wants them skips where they are not."""


def read_fixture(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "fixtures" / name).read_text("utf-8"))
