"""Read how many people of a list are asked (quy tắc cỡ mẫu)."""

import tomllib
from importlib.resources import files

from ntm_verify.domain.sample import SamplingRule


def load_sampling() -> SamplingRule:
    """Read the rule of the size of a sample, once, at start."""
    told = tomllib.loads((files(__package__) / "sample.toml").read_text("utf-8"))
    rule = told["sample"]
    return SamplingRule(rule["share"], rule["risk"], rule["most"], told["source"], rule["mark"])
