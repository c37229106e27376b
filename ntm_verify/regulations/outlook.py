"""Read how far is looked ahead to cards that end (quy tắc dự báo thẻ hết hạn)."""

import tomllib
from importlib.resources import files

from ntm_verify.domain.horizons import Cliff, OutlookRule


def load_outlook() -> OutlookRule:
    """Read windows and cliffs, once, at start."""
    told = tomllib.loads((files(__package__) / "outlook.toml").read_text("utf-8"))
    windows = told["windows"]
    cliffs = tuple(Cliff(**cliff) for cliff in told["cliffs"])
    days = tuple(windows["days"])
    return OutlookRule(days, cliffs, told["near"]["days"], windows["source"], windows["mark"])
