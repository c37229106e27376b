"""The wordings of list headers, shipped as data (cách gọi các cột)."""

import tomllib
from importlib.resources import files

from ntm_verify.domain.columns import Wordings


def load_wordings() -> Wordings:
    """Read `columns.toml`, once, at start.

    Raises:
        ValueError: the file names a role that the recogniser does not know.

    """
    text = files(__package__).joinpath("columns.toml").read_text("utf-8")
    return Wordings.of(tomllib.loads(text))
