"""The wordings of list headers and the old fonts, shipped as data (cách gọi cột, bảng mã cũ)."""

import tomllib
from importlib.resources import files
from typing import Any

from ntm_verify.domain.columns import Wordings


def load_wordings() -> Wordings:
    """Read `columns.toml` and `encodings.toml`, once, at start.

    Raises:
        ValueError: a file names a role that the recogniser does not know.

    """
    return Wordings.of(_tables("columns.toml"), _tables("encodings.toml"))


def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
