"""Read what is worth a question, and how often the log is looked at (quy tắc giám sát)."""

import tomllib
from importlib.resources import files
from typing import Any

from ntm_verify.domain.oversight import Oversight, Thresholds


def load_oversight() -> Oversight:
    """Read the rules of oversight, once, at start; thresholds in the order of their days."""
    told = tomllib.loads((files(__package__) / "oversight.toml").read_text("utf-8"))
    blocks = sorted((_block(one) for one in told["thresholds"]), key=lambda one: one.first_day)
    review = told["review"]
    return Oversight(
        tuple(blocks),
        told["source"],
        told["mark"],
        review["days"],
        review["grace"],
        review["source"],
    )


def _block(told: dict[str, Any]) -> Thresholds:
    return Thresholds(first_day=told.pop("from"), **told)
