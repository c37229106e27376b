"""Read what made-up people are drawn from (kho dữ liệu giả lập)."""

import tomllib
from importlib.resources import files

from ntm_verify.domain.synthetic_stock import Stock


def load_stock() -> Stock:
    """Read `synthetic.toml`, when lists are to be made."""
    text = files(__package__).joinpath("synthetic.toml").read_text("utf-8")
    return Stock.of(tomllib.loads(text))
